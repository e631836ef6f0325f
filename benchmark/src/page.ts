import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { describeAims } from './aims.js';
import type { Benchmark } from './benchmark.js';
import { guardCommand } from './guard-home.js';
import type { Guard } from './guard.js';
import { inTurn, range } from './in-turn.js';
import { runBatch } from './load.js';
import { percentile } from './statistics.js';
import { openClient, type StdioClient } from './stdio-client.js';
import { toNumber, toTable } from './table.js';
import { withGuard } from './with-guard.js';

const CALLS = 10_000;
const ROUNDS = 5;
const LIMIT = 50;
/** Calls that come while the list is scrolled: an agent that works makes fewer. */
const LIVE = { bytes: 200, inFlight: 1, idleMs: 20 } as const;
const FILL = { bytes: 200, inFlight: 16, idleMs: 0 } as const;
/** Where the browser is, unless CHROMIUM says so. */
const USUAL = '/usr/bin/chromium';

/** Scrolls until every row was drawn, and older ones are asked for no more. */
const TO_THE_END = `async (calls) => {
  const place = document.querySelector('.call-scroller');
  const last = () => Number(document.querySelector('tr[data-seq]:nth-last-child(2)')?.getAttribute('aria-rowindex'));
  while (last() < calls) {
    place.scrollTop = place.scrollHeight;
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
  }
}`;

/** Scrolls through all rows in so many steps, one a frame. Returns the milliseconds of each frame. */
const SCROLL = `async (steps) => {
  const place = document.querySelector('.call-scroller');
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const frames = [];
  let before = await frame();
  for (let step = 1; step <= steps; step++) {
    const at = step % 2 === 0 ? step : steps - step;
    place.scrollTop = (place.scrollHeight * (step < steps / 2 ? step : at)) / steps;
    const now = await frame();
    frames.push(now - before);
    before = now;
  }
  return frames;
}`;
const STEPS = 300;

/** How smoothly the page shows many calls. */
export const page: Benchmark = {
  name: 'page',
  summary: `frames while a real browser scrolls through ${CALLS} calls, and more come`,
  run: (args) =>
    withGuard(args, async (processes, guard, isQuick) => {
      const client = await openClient(processes, 'guard', guard.commandFor('everything'));
      await runBatch(client, FILL, CALLS);
      const executablePath = process.env['CHROMIUM'] ?? USUAL;
      const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      try {
        const open = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        await openCalls(open, guard);
        const rounds = await inTurn(range(isQuick ? 2 : ROUNDS), () => scrollOnce(open, client));
        report(rounds);
      } finally {
        await browser.close();
      }
      await client.close();
    }),
};

/** A page that decides nothing shows the same. */
async function openCalls(open: Page, { paths }: Guard): Promise<void> {
  const { command, args, env } = guardCommand(paths.home, 'dashboard', '--code', '--json');
  const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, ...env } });
  const { url, code }: { url: string; code: string } = JSON.parse(stdout); // oxlint-disable-line typescript/no-unsafe-assignment -- our own command
  await open.goto(url);
  await open.getByLabel('Code', { exact: true }).fill(code);
  await open.getByRole('button', { name: 'Sign in' }).click();
  await open.getByRole('link', { name: 'Calls', exact: true }).click();
  await open.locator('tr[data-seq]').first().waitFor();
  await open.evaluate(`(${TO_THE_END})(${CALLS})`);
}

/** Milliseconds of the frames of one way through all rows, while calls come. */
async function scrollOnce(open: Page, client: StdioClient): Promise<readonly number[]> {
  const [frames] = await Promise.all([
    open.evaluate<readonly number[]>(`(${SCROLL})(${STEPS})`),
    runBatch(client, LIVE, 100),
  ]);
  return frames;
}

function report(rounds: readonly (readonly number[])[]): void {
  const rows = rounds.map((frames, round) => [
    `round ${round + 1}`,
    ...[0.5, 0.95, 0.99, 1].map((fraction) => toNumber(percentile(frames, fraction), 1)),
  ]);
  process.stdout.write(`frames, ms\n${toTable([['', 'p50', 'p95', 'p99', 'longest'], ...rows])}\n`);
  // Each round takes the same steps: a machine that does something else meanwhile does not hold up the same one each time.
  const steps = range(STEPS).map((step) => Math.min(...rounds.map((frames) => frames[step] ?? NaN)));
  const all = rounds.flat();
  process.stdout.write(
    describeAims([
      { what: 'the longest step, in its best round', measured: Math.max(...steps), ...AIM },
      { what: 'frames of all rounds, p95', measured: percentile(all, 0.95), ...AIM },
    ]),
  );
}

const AIM = { bound: 'at most', limit: LIMIT, unit: 'ms' } as const;
