import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { describeAims } from './aims.js';
import type { Benchmark } from './benchmark.js';
import type { Guard } from './guard.js';
import { inTurn, range } from './in-turn.js';
import type { Processes } from './processes.js';
import { openClient, type StdioClient } from './stdio-client.js';
import { toNumber, toTable } from './table.js';
import { withGuard } from './with-guard.js';

const SESSIONS = 200;
const AT_ONCE = 4;
/** Milliseconds of calls before the halt, and after it, in which nothing may come. */
const LOAD = 3000;
const QUIET = 2000;
/** Milliseconds between an answer and the next call of its session: far shorter than any agent's. */
const PAUSE = 100;
const PARAMS = '{"name":"echo","arguments":{"text":"of one line"}}';

/** How soon a halt stops what is under way. */
export const halt: Benchmark = {
  name: 'halt',
  summary: `from a halt to the last answer that is delivered, with ${SESSIONS} sessions that call all the time`,
  run: (args) =>
    withGuard(args, async (processes, guard, isQuick) => {
      const clients = await openAll(processes, guard, isQuick ? SESSIONS / 10 : SESSIONS);
      const { delivered, refused, answered, before } = await measure(clients, guard);
      const rows = [
        ['', 'ms'],
        ['the last answer that was delivered', toNumber(delivered, 1)],
        ['the last open call that was refused', toNumber(refused, 1)],
        ['the halt that was answered', toNumber(answered, 1)],
      ];
      process.stdout.write(`${clients.length} sessions, ${toNumber(before / (LOAD / 1000))} calls/s before the halt\n`);
      process.stdout.write(`after the request for the halt was sent\n${toTable(rows)}\n`);
      const what = `the last delivered byte with ${clients.length} sessions`;
      process.stdout.write(describeAims([{ what, measured: delivered, bound: 'at most', limit: 50, unit: 'ms' }]));
      await Promise.all(clients.map((client) => client.close()));
    }),
};

async function openAll(processes: Processes, guard: Guard, count: number): Promise<readonly StdioClient[]> {
  const clients: StdioClient[] = [];
  const left = range(count).values();
  const open = async (): Promise<void> =>
    void clients.push(await openClient(processes, 'guard', guard.commandFor('answering')));
  await Promise.all(range(AT_ONCE).map(() => inTurn(left, open)));
  return clients;
}

/** Milliseconds after the request was sent, and the calls before it. */
interface Halted {
  readonly delivered: number;
  readonly refused: number;
  readonly answered: number;
  readonly before: number;
}

async function measure(clients: readonly StdioClient[], guard: Guard): Promise<Halted> {
  let [delivered, refused, calls] = [0, 0, 0];
  for (const client of clients) {
    const callAgain = (): void =>
      client.send('tools/call', PARAMS, (answer) => {
        if (answer instanceof Error) return void (refused = performance.now());
        delivered = performance.now();
        calls++;
        setTimeout(callAgain, PAUSE).unref();
      });
    setTimeout(callAgain, Math.random() * PAUSE);
  }
  await delay(LOAD);
  const [before, began] = [calls, performance.now()];
  await postHalt(guard);
  const answered = performance.now();
  await delay(QUIET);
  if (refused < began) throw new Error('no call was refused after the halt');
  return { delivered: Math.max(0, delivered - began), refused: refused - began, answered: answered - began, before };
}

const postHalt = ({ paths }: Guard): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${readFileSync(paths.key, 'utf8').trim()}` };
    request({ socketPath: paths.controlSocket, path: '/halt', method: 'POST', headers }, (answer) => {
      answer.resume().once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`the halt was answered with status ${answer.statusCode}`));
      });
    })
      .once('error', reject)
      .end();
  });
