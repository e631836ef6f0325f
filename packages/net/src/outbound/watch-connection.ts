import type { Socket } from 'node:net';
import type { HttpExchange } from './exchange.js';

/** Counts what comes over a connection, before it is parsed. */
export function watchConnection(socket: Socket, current: () => HttpExchange | undefined): Socket {
  const push = socket.push.bind(socket);
  socket.push = (chunk: unknown, encoding) => {
    const why = Buffer.isBuffer(chunk) ? current()?.take(chunk.length) : undefined;
    if (!why) return push(chunk, encoding);
    socket.destroy(why);
    return false;
  };
  // undici would parse on to the end of what was read, and make an error for each header that is one too many.
  const destroy = socket.destroy.bind(socket);
  socket.destroy = (error) => {
    destroy(error);
    if (error && 'code' in error && error.code === 'UND_ERR_HEADERS_OVERFLOW') throw error;
    return socket;
  };
  return socket;
}
