import { guardPaths, type OpenCall } from '@mcp-guard/core';
import { findOpenCalls } from '@mcp-guard/store';
import { readRecord } from './open-record.js';

/**
 * Finds calls for whose answers a client still waits when the daemon of `home` is gone. The bridge loads this only
 * then.
 */
export function readOpenCalls(home: string, session: string): readonly OpenCall[] {
  return readRecord(guardPaths(home), process.env, ({ audit }) => findOpenCalls(audit, session));
}
