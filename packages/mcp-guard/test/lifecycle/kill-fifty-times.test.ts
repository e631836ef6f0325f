import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isSoak } from '../../../core/test/support/rounds.js';
import { createGuard, type TestGuard } from '../support/guard.ts';
import { untilGone } from '../support/processes.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { expectIntactRecord, readRecord } from '../support/record.ts';
import { until } from '../support/until.ts';

const SERVER = fileURLToPath(new URL('fixture/journal-server.sh', import.meta.url));
/** All of them with `pnpm soak`; otherwise every seventh, and one that is drawn. */
const ROUNDS = Array.from({ length: 50 }, (_, round) => round);
const drawn = Math.floor(Math.random() * ROUNDS.length);
const played: readonly number[] = isSoak ? ROUNDS : ROUNDS.filter((round) => round % 7 === 0 || round === drawn);
const CLIENTS = ['first', 'second'] as const;
const IN_FLIGHT = 16;
/** How many answers come before the kill: another number each time, so that it strikes at every moment. */
const answersBefore = (round: number): number => 1 + ((round * 37) % 150);

it(
  `the record holds every request that a server got and every answer that a client got, over kills ${played.join(', ')} of the daemon`,
  { timeout: 300_000 },
  async () => {
    const guard = await createGuard({});
    const journal = join(dirname(guard.home), 'journal');
    await guard.configure({ servers: { journal: { command: '/bin/sh', args: [SERVER, journal] } } });
    const answered: string[] = [];
    try {
      for (const round of played) answered.push(...(await loadAndKill(guard, round)));
      await untilGone(journal);
      const received = (await readFile(journal, 'utf8')).trimEnd().split('\n');
      const rows = (await readRecord(guard)).filter(({ kind, outcome }) => kind === 'message' && outcome === 'allow');
      const idsOf = (direction: string): Set<unknown> =>
        new Set(rows.flatMap((row) => (row.direction === direction ? [row.rpcId] : [])));

      const [asked, delivered] = [idsOf('toServer'), idsOf('toClient')];
      expect(answered.length).toBeGreaterThan(played.length);
      expect(received.length).toBeGreaterThanOrEqual(answered.length);
      expect(received.filter((id) => !asked.has(id))).toEqual([]);
      expect(answered.filter((id) => !delivered.has(id))).toEqual([]);
      await expectIntactRecord(guard);
    } finally {
      await guard.close();
    }
    await untilGone(guard.home);
  },
);

/** Keeps the guard busy, kills the daemon in the middle, and returns the ids that were answered, as JSON text. */
async function loadAndKill(guard: TestGuard, round: number): Promise<string[]> {
  const answered: string[] = [];
  const enough = Promise.withResolvers<void>();
  const askOn = async (client: RawClient, lane: string): Promise<void> => {
    for (let count = 0; ; count++) {
      const answer = await client.request('ping', {}, `${lane}.${count}`);
      if (!answer) return;
      expect(answer).toMatchObject({ result: {} });
      answered.push(JSON.stringify(answer.id));
      if (answered.length === answersBefore(round)) enough.resolve();
    }
  };
  const clients: RawClient[] = [];
  const asking: Promise<void>[] = [];
  for (const number of CLIENTS) {
    const client = startClient(guard.connect('journal'));
    clients.push(client);
    for (let lane = 0; lane < IN_FLIGHT; lane++) asking.push(askOn(client, `${round}.${number}.${lane}`));
    await until('the daemon runs', () => client.stderr !== ''); // for the next it need not be started
  }
  await Promise.race([enough.promise, ...clients.map(({ ended }) => ended)]);
  process.kill((await guard.daemonPid()) ?? 0, 'SIGKILL');
  for (const { ended } of clients) expect(await ended).toMatchObject({ code: 69 });
  await Promise.all(asking);
  return answered;
}
