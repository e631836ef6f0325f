import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { GuardError, MAX_HELLO_BYTES, parseHello, toFarewell, type Hello } from '@mcp-guard/core';
import type { Identity } from '../identity/identities.js';
import { isPeerGone, ownPeer, type PeerCredentials } from '../identity/peer-credentials.js';

/** A bridge has this long to say hello, in milliseconds. */
const HELLO_TIMEOUT = 5000;
/** It may take this long to find out who it is, where a provider has to be asked, in milliseconds. */
const IDENTIFY_TIMEOUT = 30_000;
/** Connections of all bridges together. */
const MAX_CONNECTIONS = 2048;
/** How often it is looked whether a bridge that has ended its input is still there, in milliseconds. */
const LOOK_EVERY = 1000;

/** A bridge that showed who it is. */
export interface Bridge {
  readonly socket: Socket;
  /** Without its secrets, which have served their turn. */
  readonly hello: Omit<Hello, 'key' | 'credential' | 'forward'>;
  /** For the start of its server, and to be kept no longer. */
  readonly forward: Hello['forward'];
  readonly identity: Identity;
  /** Bytes that came behind the hello. */
  readonly first: Buffer;
}

export interface ListenerOptions {
  /** Hex of `daemon.key`. */
  readonly key: string;
  /** Finds out who it is, or throws what the bridge is told. */
  readonly identify: (peer: PeerCredentials, credential: string | undefined) => Promise<Identity>;
  /** Takes over the socket, or throws what the bridge is told. */
  readonly onBridge: (bridge: Bridge) => void;
  /** @param peer whom the system names there, where it is our own user */
  readonly onRefused: (error: GuardError, peer: PeerCredentials | undefined) => void;
}

/** The socket that bridges connect to. Nothing but a valid hello from somebody who is known gets further. */
export function createListener({ key, identify, onBridge, onRefused }: ListenerOptions): Server {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let peer: PeerCredentials | undefined;
    const acceptBridge = async (line: string | undefined, first: Buffer): Promise<void> => {
      if (line === undefined) throw new GuardError('UNAUTHENTICATED', 'no hello came');
      peer = ownPeer(socket);
      const said = parseHello(line);
      if (!said) throw new GuardError('UNAUTHENTICATED', 'the hello is not that of this version of mcp-guard');
      const { key: given, credential, forward, ...hello } = said;
      if (!isSame(given, key)) throw new GuardError('UNAUTHENTICATED', 'the key is not that of this daemon');
      const identity = await inTime(identify(peer, credential));
      if (!socket.destroyed) onBridge({ socket, hello, forward, identity, first });
    };
    const refuse = (thrown: unknown): void => {
      const error = GuardError.from(thrown);
      onRefused(error, peer);
      socket.end(toFarewell({ code: error.code, message: error.message, hint: error.hint }));
      socket.destroySoon();
    };
    socket.on('error', () => socket.destroy()).once('end', () => closeWithReader(socket));
    readHello(socket, (line, first) => void acceptBridge(line, first).catch(refuse));
  });
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

async function inTime(identity: Promise<Identity>): Promise<Identity> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new GuardError('UNAUTHENTICATED', 'it could not be found out in time who this is');
    timer = setTimeout(() => reject(error), IDENTIFY_TIMEOUT);
  });
  try {
    return await Promise.race([identity, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A bridge that ends its input may wait for answers, or be gone together with its client: nothing but this tells. */
function closeWithReader(socket: Socket): void {
  const timer = setInterval(() => isPeerGone(socket) && socket.destroy(), LOOK_EVERY);
  socket.once('close', () => clearInterval(timer));
}

/** Calls back once, with the first line or without one; from then on the socket is paused. */
function readHello(socket: Socket, done: (line: string | undefined, rest: Buffer) => void): void {
  let read = Buffer.alloc(0);
  const finish = (line: string | undefined, rest: Buffer): void => {
    clearTimeout(timer);
    socket.off('data', onData).off('end', onEnd).pause();
    done(line, rest);
  };
  const onData = (chunk: Buffer): void => {
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf(0x0a);
    if (end >= 0 && end <= MAX_HELLO_BYTES) finish(read.toString('utf8', 0, end), read.subarray(end + 1));
    else if (read.length > MAX_HELLO_BYTES) finish(undefined, read);
  };
  const onEnd = (): void => finish(undefined, read);
  const timer = setTimeout(onEnd, HELLO_TIMEOUT);
  socket.on('data', onData).once('end', onEnd);
}

function isSame(given: string, key: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}
