import type { Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';
/** As many as Node’s parser takes. */
const MAX_HEAD_BYTES = 16_384;
/** More than a code takes. A longer body is not waited for: without a token it is refused by its head. */
const MAX_BODY_BYTES = 4096;
/** In which a request must have come: a crumb costs as much as a block. */
const MAX_READS = 64;
const BODY_LENGTH = /^content-length:[ \t]*(\d{1,4})[ \t]*$/im;

/**
 * Reads the first request of a connection, or the beginning of one that is too long, and then no further. Calls back
 * once, with all that has come and the length of that request; destroys what ends before or comes in crumbs.
 */
export function readRequest(socket: Socket, onRequest: (read: Buffer, length: number) => void): void {
  let read: Buffer = Buffer.alloc(0);
  let reads = 0;
  const leave = (): void => void socket.destroy();
  const take = (chunk: Buffer): void => {
    read = read.length === 0 ? chunk : Buffer.concat([read, chunk]); // most come at once, and a block is 64 KB
    const length = lengthOf(read);
    if (length !== undefined) {
      socket.off('data', take).off('end', leave).pause();
      onRequest(read, length);
    } else if (++reads >= MAX_READS) leave();
  };
  socket.on('data', take).once('end', leave);
}

/** The length of the request at the beginning of what has come; nothing if more is needed to answer it. */
function lengthOf(read: Buffer): number | undefined {
  const end = read.indexOf(HEAD_END);
  if (end < 0) return read.length > MAX_HEAD_BYTES ? read.length : undefined;
  const headLength = end + HEAD_END.length;
  const bodyLength = Number(BODY_LENGTH.exec(read.toString('latin1', 0, end))?.[1] ?? 0);
  const length = bodyLength > MAX_BODY_BYTES ? headLength : headLength + bodyLength;
  return read.length < length ? undefined : length;
}
