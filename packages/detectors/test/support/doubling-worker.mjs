import { parentPort, workerData } from 'node:worker_threads';

await import('./source-hooks.mjs');
const { startCounting } = await import('./work.ts');
const { findExcesses } = await import('./find-excesses.ts');
const { measure } = startCounting();
const { cases } = await import(workerData.cases);
const running = cases.filter((_, index) => workerData.runs[index]);
parentPort.postMessage({ ...findExcesses(running, measure), count: cases.length });
