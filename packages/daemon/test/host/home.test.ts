import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

const KEYS = 40;

/** Makes the same keys as its twin, each at the same moment. */
const DAEMON = `
  const { parentPort, workerData: { home, folder, gate, keys } } = require('node:worker_threads');
  import(home).then(({ ensureKey }) => {
    const made = [];
    const arrived = new Int32Array(gate);
    for (let key = 0; key < keys; key++) {
      Atomics.add(arrived, key, 1);
      while (Atomics.load(arrived, key) < 2);
      made.push(ensureKey(folder + '/' + key));
    }
    parentPort.postMessage(made);
  });`;

it('daemons that start at once get the same key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  const home = new URL('../../dist/host/home.js', import.meta.url).href;
  const gate = new SharedArrayBuffer(KEYS * Int32Array.BYTES_PER_ELEMENT);
  const workerData = { home, folder, gate, keys: KEYS };
  const daemons = [1, 2].map(() => new Worker(DAEMON, { eval: true, workerData, execArgv: [] })); // of what was built
  try {
    const [one, other] = await Promise.all(daemons.map((daemon) => once(daemon, 'message')));
    expect(other).toEqual(one);
    expect(readdirSync(folder)).toHaveLength(KEYS); // and no draft
  } finally {
    await Promise.all(daemons.map((daemon) => daemon.terminate()));
    rmSync(folder, { recursive: true });
  }
});
