import type { Writable } from 'node:stream';
import { GuardError, toFailure, type OpenCall } from '@mcp-guard/core';

const LINE_END = 0x0a;
/** How long a client has to read the answers, in milliseconds. */
const WAIT = 5000;

/** Reads what the client still waits for from the record. */
export type ReadOpenCalls = () => Promise<readonly OpenCall[]>;

/** Answers what a client asked and a daemon that is gone does not answer, as far as the record knows it. */
export async function answerOpen(read: ReadOpenCalls, output: Writable): Promise<void> {
  output.on('error', () => process.exit()); // the client is gone, too
  setTimeout(() => process.exit(), WAIT).unref();
  const gone = new GuardError('DAEMON_UNAVAILABLE', 'mcp-guard ended before the answer came; the call may have run');
  try {
    for (const { id, auditId } of await read())
      output.write(Buffer.concat([toFailure(gone, id, auditId), Buffer.of(LINE_END)]));
  } catch {
    // The record cannot be read: the end of the output has to do.
  }
  output.end();
}
