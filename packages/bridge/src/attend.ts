import { Socket } from 'node:net';
import { FAREWELL_MARK, MAX_HELLO_BYTES } from '@mcp-guard/core';
import { answerOpen, type ReadOpenCalls } from './answer-open.js';
import type { Greeting } from './greet.js';
import { leave } from './leave.js';

/**
 * Waits for the end of a session whose bytes the daemon reads and writes itself; then the process ends.
 * @param output of the client, kept for when the daemon is gone
 */
export function attend({ socket, first }: Greeting, output: number | undefined, readOpen: ReadOpenCalls): void {
  let told = first;
  const whenGone = (): void => {
    if (output === undefined) return;
    // A daemon ends in the middle of a line only if its client reads slowly. That line and the next are lost then.
    void answerOpen(readOpen, new Socket({ fd: output, readable: false, writable: true }));
  };
  socket
    .on('data', (chunk: Buffer) => {
      if (told.length < MAX_HELLO_BYTES) told = Buffer.concat([told, chunk]);
    })
    .once('end', () => socket.end())
    .once('close', () => {
      const mark = told.indexOf(FAREWELL_MARK);
      leave(mark < 0 ? undefined : told.subarray(mark), told.length > 0, whenGone); // a daemon that dies tells nothing
    })
    .resume();
}
