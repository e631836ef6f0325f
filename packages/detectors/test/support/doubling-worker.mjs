import { parentPort } from 'node:worker_threads';

await import('./source-hooks.mjs');
const { startCounting } = await import('./work.ts');
const { findExcesses } = await import('./find-excesses.ts');
const { measure } = startCounting();

async function answer({ cases: module, runs }) {
  const { cases } = await import(module);
  const running = cases.filter((_, index) => runs[index]);
  parentPort.postMessage({ ...findExcesses(running, measure), count: cases.length });
}

parentPort.on('message', (asked) => void answer(asked).catch((error) => parentPort.postMessage(error)));
