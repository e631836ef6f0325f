import { FAREWELL_MARK } from '@mcp-guard/core';
import { answerOpen, type ReadOpenCalls } from './answer-open.js';
import type { Greeting } from './greet.js';
import { leave } from './leave.js';

/** How often to check that the client is still there once its input has ended, in milliseconds. */
const TRY_EVERY = 1000;
const LINE_END = 0x0a;

/** Copies bytes both ways, no faster than the slower end, until the session is over; then the process ends. */
export function relay({ socket, first }: Greeting, readOpen: ReadOpenCalls): void {
  const { stdin, stdout } = process;
  let farewell: Buffer | undefined;
  let isBetween = true;

  const copy = (chunk: Buffer): void => {
    const mark = farewell ? 0 : chunk.indexOf(FAREWELL_MARK);
    const bytes = mark < 0 ? chunk : chunk.subarray(0, mark);
    if (mark >= 0) farewell = Buffer.concat([farewell ?? Buffer.alloc(0), chunk.subarray(mark)]);
    if (bytes.length === 0) return;
    isBetween = bytes.at(-1) === LINE_END;
    if (!stdout.write(bytes)) socket.pause();
  };
  const whenGone = (): void => {
    if (!isBetween) stdout.write('\n'); // the daemon ended in the middle of a line
    void answerOpen(readOpen, stdout);
  };
  const onClose = (): void => {
    leave(farewell, stdin.readableEnded, whenGone); // a daemon that dies then looks like one that has ended the session
    stdin.destroy(); // stdout drains, and then nothing keeps the process alive
  };

  stdout.on('drain', () => socket.resume()).on('error', () => process.exit()); // the client is gone
  socket
    .on('data', copy)
    .once('end', () => socket.end())
    .once('close', onClose);
  copy(first);
  socket.resume();
  stdin.pipe(socket).on('error', () => undefined); // its close reports it
  // A client that closed our stdin may wait for responses, or be gone, and a launcher such as npx hides which. Only a write
  // shows it; white space before a message has no meaning.
  const tryReader = (): boolean => isBetween && stdout.write(' ');
  stdin.once('end', () => setInterval(tryReader, TRY_EVERY).unref());
}
