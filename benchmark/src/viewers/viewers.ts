import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describeAims, type Aim } from '../aims.js';
import type { Benchmark } from '../benchmark.js';
import { readPageUrl } from '../guard-home.js';
import type { Guard } from '../guard.js';
import { inTurn, range } from '../in-turn.js';
import { checkEcho, runBatch, toEchoParams } from '../load.js';
import type { Processes } from '../processes.js';
import { median } from '../statistics.js';
import { openClient, type StdioClient } from '../stdio-client.js';
import { toNumber, toTable } from '../table.js';
import { withGuard } from '../with-guard.js';

const VIEWERS = 200;
const ROUNDS = 15;
const CALLS = 400;
const LOADS = [
  { bytes: 200, inFlight: 1, idleMs: 0 },
  { bytes: 200, inFlight: 1, idleMs: 3 },
] as const;
const LARGE = 10_000_000;
const PROGRAM = fileURLToPath(new URL('viewers-process.js', import.meta.url));

/** Whether those who look cost those who call. */
export const viewers: Benchmark = {
  name: 'viewers',
  summary: `calls while ${VIEWERS} pages look and one more does not read, and /healthz while 10 MB are scanned`,
  run: (args) =>
    withGuard(args, async (processes, guard, isQuick) => {
      const client = await openClient(processes, 'guard', guard.commandFor('everything'));
      await checkEcho(client);
      const page = readPage(guard);
      const rounds = isQuick ? 3 : ROUNDS;
      const aims: Aim[] = [];
      for (const load of LOADS) {
        const ratios = await compare(processes, client, page, load, rounds);
        const rows = ratios.map((ratio, round) => [`round ${round + 1}`, toNumber(ratio, 3)]);
        process.stdout.write(`\n${load.idleMs} ms idle: p50 with viewers, times that without\n${toTable(rows)}`);
        const what = `p50 with ${VIEWERS} viewers, ${load.idleMs} ms idle`;
        aims.push({ what, measured: median(ratios), bound: 'at most', limit: 1.05, unit: '×' });
      }
      const slowest = await askWhileScanning(client, page.url);
      aims.push({
        what: '/healthz while 10 MB are scanned',
        measured: slowest,
        bound: 'at most',
        limit: 50,
        unit: 'ms',
      });
      process.stdout.write(`\n${describeAims(aims)}`);
      await client.close();
    }),
};

interface Page {
  readonly url: string;
  readonly token: string;
}

function readPage({ paths }: Guard): Page {
  const token = readFileSync(paths.dashboardToken, 'utf8').trim();
  return { url: readPageUrl(paths), token };
}

/** Each round measures both, in turns that change places. */
function compare(
  processes: Processes,
  client: StdioClient,
  page: Page,
  load: (typeof LOADS)[number],
  rounds: number,
): Promise<readonly number[]> {
  const plain = async (): Promise<number> => median((await runBatch(client, load, CALLS)).latencies);
  const watched = async (): Promise<number> => {
    const looking = processes.start({
      command: process.execPath,
      args: [PROGRAM, page.url, page.token, String(VIEWERS)],
      env: {},
    });
    try {
      await once(looking.stdout, 'data');
      return await plain();
    } finally {
      await processes.end(looking);
      await delay(50);
    }
  };
  return inTurn(range(rounds), async (round) => {
    if (round % 2 === 0) {
      const without = await plain();
      return (await watched()) / without;
    }
    const looked = await watched();
    return looked / (await plain());
  });
}

/** The slowest of all answers that came while the message was under way, in milliseconds. */
async function askWhileScanning(client: StdioClient, url: string): Promise<number> {
  await askHealth(url);
  const { promise: answered, resolve } = Promise.withResolvers<unknown>();
  let isOver = false;
  client.send('tools/call', toEchoParams(LARGE), (answer) => {
    isOver = true;
    resolve(answer);
  });
  let slowest = 0;
  while (!isOver) slowest = Math.max(slowest, await askHealth(url));
  await answered;
  return slowest;
}

function askHealth(url: string): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    request(`${url}/healthz`, { agent: false }, (answer) => {
      answer.resume().once('end', () => resolve(performance.now() - start));
    })
      .once('error', reject)
      .end();
  });
}
