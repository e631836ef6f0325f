import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** A connection that brings this request and nothing after it. It ends with the answer. */
export function loneRequest(socket: Socket, request: Buffer): Duplex {
  const connection = new Duplex({
    read: () => undefined,
    // Not slower than the socket: the answer is short, or a file that is in memory anyway.
    write(chunk: Buffer, _, done) {
      if (socket.writable) socket.write(chunk);
      done();
    },
    final(done) {
      socket.destroySoon();
      done();
    },
    destroy(_, done) {
      socket.destroySoon();
      done(null);
    },
  });
  socket.once('close', () => connection.destroy());
  connection.push(request);
  return connection;
}
