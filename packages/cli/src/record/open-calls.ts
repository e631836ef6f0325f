import { guardPaths, type OpenCall } from '@mcp-guard/core';
import { findOpenCalls } from '@mcp-guard/store';
import { readRecord } from './open-record.js';

/** What a client still waits for when the daemon of `home` is gone. Loaded by its bridge, and only then. */
export function readOpenCalls(home: string, session: string): readonly OpenCall[] {
  return readRecord(guardPaths(home), process.env, ({ audit }) => findOpenCalls(audit, session));
}
