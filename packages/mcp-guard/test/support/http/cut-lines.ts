import type { Readable } from 'node:stream';

const LINE_FEED = 0x0a;

/** Calls `onLine` for each whole line of a stream, without its end. */
export function cutLines(input: Readable, onLine: (line: Buffer) => void): void {
  let partial: Buffer[] = [];
  input.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      onLine(Buffer.concat([...partial, chunk.subarray(start, end)]));
      partial = [];
      start = end + 1;
    }
    if (start < chunk.length) partial.push(chunk.subarray(start));
  });
}
