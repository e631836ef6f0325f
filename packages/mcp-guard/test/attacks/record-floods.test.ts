import { describe, expect, it } from 'vitest';
import type { TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { startClient, type Ended } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { readHealth, readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';

const SHARE_USED_UP = 'has used up its share of the record for this hour';

/** A session whose server sends notices until the session ends. */
async function flood(guard: TestGuard): Promise<Ended> {
  const client = startClient(guard.connect('evil'));
  if ((await client.initialize())?.result !== undefined) {
    await client.request('tools/call', { name: 'flood', arguments: { megabytes: 4, bytes: 100 } });
  }
  return client.ended;
}

describe('a server that floods the record', () => {
  it('loses its sessions and gets no new ones, also after a restart, while all others go on', () =>
    withGuard({ servers: { evil: tinyServer(), good: tinyServer() }, audit: { max_bytes: 2 ** 20 } }, async (guard) => {
      const good = startClient(guard.connect('good'));
      await good.initialize();
      expect(await flood(guard)).toMatchObject({ code: 75, stderr: containing(`this session ${SHARE_USED_UP}`) });
      expect(await good.call('echo', { text: 'still here' })).toBe('still here');

      let sessions = 1;
      let last: Ended;
      do {
        last = await flood(guard);
        sessions++;
      } while (sessions < 10 && last.stderr.includes('this session'));
      expect(last).toMatchObject({ code: 75, stderr: containing(`the server evil ${SHARE_USED_UP}`) });
      expect(sessions).toBeLessThanOrEqual(5);
      expect(await good.call('echo', { text: 'still here' })).toBe('still here');
      expect(await readHealth(guard)).toMatchObject({ healthy: true });
      const { audit } = await readStatus(guard);
      expect(audit.bytes).toBeLessThan(0.6 * audit.maxBytes);
      expect(audit.warnings.join('\n')).toContain(`the server evil ${SHARE_USED_UP}`);
      await good.end();

      expect(await guard.run('restart')).toMatchObject({ code: 0 });
      expect(await flood(guard)).toMatchObject({ code: 75, stderr: containing(`the server evil ${SHARE_USED_UP}`) });
      const again = startClient(guard.connect('good'));
      await again.initialize();
      expect(await again.call('echo', { text: 'still here' })).toBe('still here');
      await again.end();

      await expectIntactRecord(guard);
      const rows = (await readRecord(guard)).filter(({ server }) => server === 'evil');
      const first = rows.find(({ kind, code }) => kind === 'message' && code === 'RATE_LIMITED');
      const ofFirst = rows.filter(({ session }) => session === first?.session);
      const refused = ofFirst.filter(({ code }) => code === 'RATE_LIMITED').map(({ kind }) => kind);
      expect(refused).toEqual(['message', 'session']);
      expect(ofFirst.at(-1)).toMatchObject({ kind: 'session', shape: 'close', detail: containing(SHARE_USED_UP) });
    }));
});
