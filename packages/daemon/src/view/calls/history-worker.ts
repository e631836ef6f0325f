/** The thread that reads the record for people who look back, so that no message waits for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '@mcp-guard/core';
import { openSqliteReader, type SqliteSource } from '@mcp-guard/store';
import { findCall } from './find-call.js';
import { findCalls } from './find-calls.js';
import type { HistoryOrder } from './history-query.js';

/** Milliseconds after which a search gives back what it has found. */
const LATE = 2000;

const source: SqliteSource = workerData; // oxlint-disable-line typescript/no-unsafe-assignment -- from `History`

parentPort?.on('message', (order: HistoryOrder) => {
  const start = performance.now();
  const isLate = (): boolean => performance.now() - start > LATE;
  try {
    const record = openSqliteReader(source);
    const { audit } = record;
    try {
      const answer =
        order.kind === 'calls' ? findCalls(audit, order.query, isLate) : findCall(audit, order.seq, isLate);
      parentPort?.postMessage({ answer });
    } finally {
      record.close();
    }
  } catch (error) {
    parentPort?.postMessage({ problem: messageOf(error) });
  }
});
