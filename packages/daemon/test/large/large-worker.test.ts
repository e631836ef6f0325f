import { expect, it } from 'vitest';
import { parseConfig } from '@mcp-guard/policy';
import { LargeWorker } from '../../src/large/large-worker.js';

const config = parseConfig('servers: { files: { command: x } }', 'test.yaml', new Map());

/** A thread that does `code` before each reply. */
function start(code: string): LargeWorker {
  const program = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', () => {
      ${code};
      parentPort.postMessage({ id: '1', method: undefined, hasAnswer: false });
    });`;
  return new LargeWorker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), {
    config,
    fingerprintKey: '',
  });
}

const scan = (worker: LargeWorker, limit: number) =>
  worker.ask<'scan'>({ step: 'scan', line: new Uint8Array() }, limit);

it('a thread that the machine keeps waiting is not late', async () => {
  const worker = start('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)');
  await expect(scan(worker, 500)).resolves.toMatchObject({ id: '1' });
  worker.end();
});

it.each([
  ['computes', 'for (;;);', 100],
  ['waits for what never comes', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)', 10],
])('a thread that %s is ended', async (_, code, limit) => {
  const worker = start(code);
  await expect(scan(worker, limit)).rejects.toThrow('took too long');
  expect(worker.isGone).toBe(true);
});
