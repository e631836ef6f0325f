import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { drawOne } from '../../../core/test/support/rounds.ts';
import { createGuard, type TestGuard } from '../support/guard.ts';
import { untilGone } from '../support/processes.ts';
import { startClient } from '../support/raw-client.ts';
import { readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

const FLOOD = 160; // megabytes
/** What the daemon may need for it, a worker for large messages included; without back-pressure it is more than all. */
const MAX_HELD = 128;
/** What it may take from the server before it stops it. */
const MAX_TAKEN = 32;
const STILL_FOR = 500;

describe.runIf(existsSync('/proc/self/status'))('a client that does not read', () => {
  it.each(drawOne<readonly [string, number]>(['large', 2 ** 20], ['small', 2 ** 14]))(
    'stops a server that floods it with %s messages, and the daemon stays small',
    async (_, bytes) => {
      const perMegabyte = 2 ** 20 / bytes;
      const guard = await createGuard({});
      const journal = join(dirname(guard.home), 'journal');
      const servers = { flooding: tinyServer('--journal', journal), other: tinyServer() };
      await guard.configure({ servers, daemon: { shutdown_timeout: 0 } });
      try {
        const [client, bystander] = [startClient(guard.connect('flooding')), startClient(guard.connect('other'))];
        await Promise.all([client.initialize(), bystander.initialize()]);
        const before = await memoryOf(guard);
        client.pause();
        const flooded = client.call('flood', { megabytes: FLOOD, bytes });
        await untilStill(journal);
        expect(await memoryOf(guard)).toBeLessThan(before + MAX_HELD);
        expect(await sent(journal)).toBeLessThan(MAX_TAKEN);

        // Others are not held up, and what was sent is on record although the client has not read it.
        expect(await bystander.call('echo', { text: 'not held up' })).toBe('not held up');
        await until(
          'what was sent is on record',
          async () => (await readStatus(guard)).audit.rows > ((await sent(journal)) * perMegabyte) / 2,
        );

        client.resume();
        expect(await flooded).toBe('flooded');
        const notices = client.received.filter(({ method }) => method === 'notifications/message');
        expect(notices.length).toBe(FLOOD * perMegabyte);
        // What the messages left behind is collected a little later.
        await until('the daemon is small', async () => (await memoryOf(guard)) < before + MAX_HELD);
        await Promise.all([client.end(), bystander.end()]);
      } finally {
        await guard.close();
      }
      await untilGone(guard.home);
    },
  );
});

/** In megabytes. */
const sent = async (journal: string): Promise<number> =>
  Number(/flood (\d+)\n$/u.exec(await readFile(journal, 'utf8'))?.[1] ?? 0) / 2 ** 20;

/** Resolves when the server has begun and can send no more. */
async function untilStill(journal: string): Promise<void> {
  let last = -1;
  await until('the server is stopped', async () => {
    const now = await sent(journal);
    const isStill = now > 0 && now === last;
    last = now;
    await delay(STILL_FOR);
    return isStill;
  });
}

/** Resident memory of the daemon in megabytes. */
async function memoryOf(guard: TestGuard): Promise<number> {
  const status = await readFile(`/proc/${await guard.daemonPid()}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1]) / 1024;
}
