import type { Socket } from 'node:net';
import { toFarewell } from '@mcp-guard/core';
import { isPeerGone } from '../identity/peer-credentials.js';
import type { End, EndResources } from './end.js';
import { LineEnd } from './line-end.js';

export interface BridgeOptions extends EndResources {
  readonly label: string;
  /** Its identity is known; half-open, and paused. */
  readonly socket: Socket;
  /** Bytes that came after the hello. */
  readonly first: Buffer;
}

/** The client at the other end of a bridge's socket. */
export function openBridge({ socket, ...options }: BridgeOptions): End {
  const ended = new Promise<undefined>((resolve) => {
    if (socket.destroyed) resolve(undefined);
    socket.once('close', () => resolve(undefined));
  });
  return new LineEnd({
    ...options,
    input: socket,
    output: socket,
    ended,
    endInput(reason) {
      if (reason) socket.write(toFarewell({ code: reason.code, message: reason.message, hint: reason.hint }));
      socket.end();
    },
    async close() {
      socket.destroySoon();
    },
  });
}

/** A bridge that has ended its input may wait for responses, or be gone together with its client: nothing else shows it. */
export function closeWithReader(socket: Socket, checkEvery: number): void {
  const timer = setInterval(() => isPeerGone(socket) && socket.destroy(), checkEvery);
  socket.once('close', () => clearInterval(timer));
}
