import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestGuard } from '../support/guard.ts';
import { startClient } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/with-guard.ts';

const PROGRAM = { command: '*node*', args: ['*tiny-server-process.mjs'] };

/** The file says the opposite of its base wherever it can. */
const under = (base: object, mine: object, test: (guard: TestGuard) => Promise<void>): Promise<void> =>
  withGuard({}, async (guard) => {
    await writeFile(join(guard.home, 'team.yaml'), JSON.stringify(base), { mode: 0o600 });
    await guard.configure({ extends: { path: 'team.yaml' }, servers: { tiny: tinyServer() }, ...mine });
    await test(guard);
  });

describe.concurrent('a base sets', () => {
  it('daemon', () =>
    under({ daemon: { max_depth: 8 } }, { daemon: { max_depth: 900 } }, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      const deep = JSON.parse('['.repeat(20) + ']'.repeat(20)) as unknown; // oxlint-disable-line typescript/no-unsafe-type-assertion -- lists in lists
      expect(await client.request('tools/call', { name: 'echo', arguments: { deep } })).toMatchObject({
        error: { code: -32600 },
      });
      await client.end();
    }));

  it('refusals', () =>
    under(
      { refusals: 'tool_result', default: { permissions: { denied_tools: ['pid'] } } },
      { refusals: 'error' },
      async (guard) => {
        const client = startClient(guard.connect('tiny'));
        await client.initialize();
        expect(await client.request('tools/call', { name: 'pid' })).toMatchObject({ result: { isError: true } });
        await client.end();
      },
    ));

  it('interceptors.timeout if it is the shorter one', () =>
    under({ interceptors: { timeout: 0.001 } }, { interceptors: { timeout: 3600 } }, async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      const answer = await client.request('tools/call', { name: 'echo', arguments: { text: 'x'.repeat(8_000_000) } });
      expect(answer).toMatchObject({
        error: { message: expect.stringContaining('the inspection of a large message took too long') },
      });
      await client.end();
    }));

  it('max_sessions if it is the smaller one', () =>
    under({ servers: { t: { ...PROGRAM, max_sessions: 1 } } }, {}, async (guard) => {
      const first = startClient(guard.connect('tiny'));
      await first.initialize();
      expect(await startClient(guard.connect('tiny')).end()).toMatchObject({ code: 75 });
      await first.end();
    }));

  it('audit', () =>
    under(
      { audit: { durability: 'full', retention_days: 400 } },
      { audit: { retention_days: 1e-9 } },
      async (guard) => {
        for (let n = 0; n < 2; n++) {
          const client = startClient(guard.connect('tiny'));
          await client.initialize();
          await client.end();
          await guard.run('stop');
        }
        // With the file's own retention the first run would be gone.
        expect((await readRecord(guard)).filter(({ shape }) => shape === 'start')).toHaveLength(2);
        await expectIntactRecord(guard);
      },
    ));

  it('the hash that pins a path', () =>
    under({}, { extends: { path: 'team.yaml', sha256: '0'.repeat(64) } }, async (guard) => {
      expect(await startClient(guard.connect('tiny')).end()).toMatchObject({ code: 78 });
    }));
});
