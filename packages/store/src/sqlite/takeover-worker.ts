import { parentPort, workerData } from 'node:worker_threads';
import { DatabaseWriter, type WriterData, type WriterOrder, type WriterReport } from './database-writer.js';

const data: WriterData = workerData; // oxlint-disable-line typescript/no-unsafe-assignment -- from `TakeoverThread`
const writer = new DatabaseWriter(data, (report: WriterReport) => parentPort?.postMessage(report));

parentPort?.on('message', (order: WriterOrder) => writer.carryOut(order));
