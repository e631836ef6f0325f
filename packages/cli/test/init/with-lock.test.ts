import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, it } from 'vitest';
import { withLock } from '../../src/init/with-lock.js';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
const path = join(folder, 'init.lock');
/** A pid of no process: systems count to less. */
const DEAD = '999999999';

afterAll(() => rmSync(folder, { recursive: true }));

it('the lock admits one process at a time, and leaves nothing', async () => {
  const result = await withLock(path, async () => {
    await expect(withLock(path, () => Promise.resolve())).rejects.toMatchObject({
      message: `another mcp-guard init is at work (pid ${process.pid})`,
      hint: `or remove ${path}`,
    });
    return 'done';
  });
  expect(result).toBe('done');
  expect(readdirSync(folder)).toEqual([]);
});

it.each(['', DEAD])('the lock of a killed process is taken over: %j', async (left) => {
  writeFileSync(path, left, { mode: 0o600 });
  expect(await withLock(path, () => Promise.resolve(readFileSync(path, 'utf8')))).toMatch(`${process.pid} `);
  expect(readdirSync(folder)).toEqual([]);
});

it('the lock of another process that is there in the end is left alone', async () => {
  await withLock(path, () => Promise.resolve(writeFileSync(path, 'of another')));
  expect(readFileSync(path, 'utf8')).toBe('of another');
  rmSync(path);
});

const ROUNDS = 40;

/** Tries every lock at the same moment as its twin, and holds it until the other has tried. */
const TWIN = `
  const { parentPort, workerData: { module, folder, gate, rounds } } = require('node:worker_threads');
  const counts = new Int32Array(gate);
  const meet = (at) => { Atomics.add(counts, at, 1); while (Atomics.load(counts, at) < 2); };
  import(module).then(async ({ withLock }) => {
    const won = [];
    for (let round = 0; round < rounds; round++) {
      meet(2 * round);
      await withLock(folder + '/' + round, async () => { won.push(round); meet(2 * round + 1); })
        .catch(() => meet(2 * round + 1));
    }
    parentPort.postMessage(won);
  });`;

it('the lock admits one of two processes that find the lock of a killed one at the same moment', async () => {
  const races = mkdtempSync(join(folder, 'races-'));
  const rounds = Array.from({ length: ROUNDS }, (_, round) => round);
  for (const round of rounds) writeFileSync(join(races, String(round)), DEAD, { mode: 0o600 });
  const module = new URL('../../dist/init/with-lock.js', import.meta.url).href;
  const gate = new SharedArrayBuffer(2 * ROUNDS * Int32Array.BYTES_PER_ELEMENT);
  const workerData = { module, folder: races, gate, rounds: ROUNDS };
  const twins = [1, 2].map(() => new Worker(TWIN, { eval: true, workerData, execArgv: [] })); // of what was built
  try {
    const won = await Promise.all(twins.map((twin) => once(twin, 'message')));
    expect(won.flat(2).toSorted((a: number, b: number) => a - b)).toEqual(rounds);
    expect(readdirSync(races)).toEqual([]);
  } finally {
    await Promise.all(twins.map((twin) => twin.terminate()));
  }
});
