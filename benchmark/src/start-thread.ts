/** Prints what a thread for large messages costs, in a process with the flags of a daemon: `start-thread PROGRAM`. */
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

const program = pathToFileURL(process.argv[2] ?? '');

/** Until it has read its first line, which it does after all that it prepares. */
async function start(): Promise<{ readonly cpu: number; readonly time: number }> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const thread = new Worker(program, { workerData: { fingerprintKey: '0'.repeat(64) }, env: {}, execArgv: [] });
  thread.postMessage({ step: 'scan', line: Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping"}') });
  await once(thread, 'message');
  const { user, system } = process.cpuUsage(before);
  const time = performance.now() - startedAt;
  await thread.terminate();
  return { cpu: (user + system) / 1000, time };
}

await start(); // Node itself loads for the first thread what it has for each later one.
process.stdout.write(JSON.stringify(await start()));
