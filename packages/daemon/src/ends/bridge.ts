import type { Socket } from 'node:net';
import { SESSION_ENDED, toFarewell, type GuardError } from '@mcp-guard/core';
import { isPeerGone } from '../identity/peer-credentials.js';
import type { End, EndResources } from './end.js';
import type { HandedOver } from './handed-over.js';
import { LineEnd } from './line-end.js';

export interface BridgeEndOptions extends EndResources {
  readonly label: string;
  /** Its identity is known; half-open, and paused. */
  readonly socket: Socket;
  /** Bytes that came after the hello. */
  readonly first: Buffer;
}

/** The client at the other end of a bridge's socket. */
export function openBridge({ socket, ...options }: BridgeEndOptions): End {
  const ended = new Promise<undefined>((resolve) => {
    if (socket.destroyed) resolve(undefined);
    socket.once('close', () => resolve(undefined));
  });
  return new LineEnd({
    ...options,
    input: socket,
    output: socket,
    ended,
    endInput: (reason) => void (reason ? socket.end(toWords(reason)) : socket.end()),
    async close() {
      socket.destroySoon();
    },
  });
}

export interface HandedOverOptions extends EndResources, HandedOver {
  readonly label: string;
  /** The socket of the bridge, which only waits; half-open, and paused. */
  readonly socket: Socket;
  /** Between two checks whether a client that has ended its input still reads, in milliseconds. */
  readonly checkEvery: number;
}

/** The client itself: its bridge has handed over its input and output, and learns only how the session ends. */
export function openClient({ socket, input, output, checkEvery, ...options }: HandedOverOptions): End {
  const tell = (words: string): void => void (socket.writableEnded || socket.end(words));
  // After all that was sent; also called if it can no longer be sent.
  const onceSent = (then: () => void): void => void output.write('', then);
  input
    .once('end', () => closeWithReader(output, checkEvery))
    .once('close', () => input.readableEnded || output.destroy());
  output.once('close', () => tell(SESSION_ENDED));
  const ended = new Promise<undefined>((resolve) => {
    output.once('close', () => resolve(undefined));
    socket.once('close', () => {
      input.destroy();
      output.destroy();
    });
  });
  // A bridge sends nothing more, and its end shows here at once.
  socket.once('end', () => socket.destroy()).resume();
  return new LineEnd({
    ...options,
    input,
    output,
    ended,
    endInput: (reason) =>
      onceSent(() => {
        tell(reason ? toWords(reason) : SESSION_ENDED);
        output.destroy(); // not ended, which would end it for all that share it
      }),
    close: async () => onceSent(() => socket.destroySoon()),
  });
}

const toWords = ({ code, message, hint }: GuardError): string => toFarewell({ code, message, hint });

/** A client that has ended its input may wait for responses, or be gone: nothing else shows it. Ends where the other end is closed. */
export function closeWithReader(socket: Socket, checkEvery: number): void {
  const timer = setInterval(() => isPeerGone(socket) && socket.destroy(), checkEvery);
  socket.once('close', () => clearInterval(timer));
}
