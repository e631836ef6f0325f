import { FAREWELL_MARK, MAX_HELLO_BYTES } from '@mcp-guard/core';
import type { Greeting } from './greet.js';
import { leave } from './leave.js';

/** Waits for the end of a session whose bytes the daemon reads and writes itself; then the process ends. */
export function attend({ socket, first }: Greeting): void {
  let told = first;
  socket
    .on('data', (chunk: Buffer) => {
      if (told.length < MAX_HELLO_BYTES) told = Buffer.concat([told, chunk]);
    })
    .once('end', () => socket.end())
    .once('close', () => {
      const mark = told.indexOf(FAREWELL_MARK);
      leave(mark < 0 ? undefined : told.subarray(mark), told.length > 0);
    })
    .resume();
}
