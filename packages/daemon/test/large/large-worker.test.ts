import { expect, it } from 'vitest';
import { LargeWorker } from '../../src/large/large-worker.js';
import { contextOf } from '../../../rules/test/support/context.js';

/** A thread that does `code` before each reply. */
function start(code: string): LargeWorker {
  const program = `
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', () => {
      ${code};
      parentPort.postMessage({ id: '1', method: undefined, hasAnswer: false });
    });`;
  return new LargeWorker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), {
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

it('a job that cannot be sent is refused at once, and does not end the thread later', async () => {
  const worker = start('');
  const context = { ...contextOf(), tasks: [{ id: 't', by: [], toJSON: () => '' }] };
  const asked = worker.ask<'judge'>({ step: 'judge', direction: 'toServer', context, again: undefined }, 1);
  await expect(asked).rejects.toThrow('unexpected failure');
  // Its timer would have to run out in this time: the thread waits, and the limit is a millisecond.
  await expect(scan(worker, 10_000)).resolves.toMatchObject({ id: '1' });
  expect(worker.isGone).toBe(false);
  worker.end();
});
