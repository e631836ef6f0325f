import { timingSafeEqual } from 'node:crypto';
import { closeSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { GuardError, MAX_HELLO_BYTES, parseHello, toFarewell, toWelcomeLine, type Hello } from '@mcp-guard/core';
import type { Identity } from '../identity/identities.js';
import { ownPeer, type PeerCredentials } from '../identity/peer-credentials.js';
import type { Timings } from '../timings.js';
import { closeWithReader, openBridge, openClient } from './bridge.js';
import type { End, EndResources } from './end.js';
import { openHandedOver, receiveFirst, type HandedOver } from './handed-over.js';

/** Connections of all bridges together. */
const MAX_CONNECTIONS = 2048;

/** A bridge that has proved its identity and waits for its session. */
export interface Bridge {
  /** Without its secrets, which are no longer needed. */
  readonly hello: Omit<Hello, 'key' | 'credential' | 'forward'>;
  /** For the start of its server only. */
  readonly forward: Hello['forward'];
  readonly identity: Identity;
  /** The client's end of the session. */
  readonly open: (resources: EndResources) => End;
  /** Reports that the session is open, its id, and which file holds the log of its server. */
  readonly welcome: (session: string, log: string) => void;
}

/** The facts about a bridge that is refused. */
export interface RefusedBridge {
  /** It is a process of our own user, according to the system. */
  readonly isOwn: boolean;
  /** Named in its hello, which brought the key of this daemon. */
  readonly server: string | undefined;
}

export interface ListenerOptions {
  /** Hex of `daemon.key`. */
  readonly key: string;
  /** Identifies the client, or throws the error for the bridge. */
  readonly identify: (peer: PeerCredentials, credential: string | undefined) => Promise<Identity>;
  /** Takes over the bridge, or throws the error for it. */
  readonly onBridge: (bridge: Bridge) => void;
  /** Records the refusal, then calls `tell` with the id of its row, if it has one. */
  readonly onRefused: (error: GuardError, refused: RefusedBridge, tell: (auditId: string | undefined) => void) => void;
  readonly timings: Pick<Timings, 'hello' | 'identify' | 'bridgeCheck'>;
}

/** The socket that bridges connect to. Only a valid hello of a known client gets further. */
export function createListener({ key, identify, onBridge, onRefused, timings }: ListenerOptions): Server {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    let isOwn = false;
    let named: string | undefined;
    /** Descriptors of the client, until they are opened. */
    const passed: number[] = [];
    let handedOver: HandedOver | undefined;
    const open = (resources: EndResources, label: string, first: Buffer): End => {
      handedOver = openHandedOver(passed.splice(0));
      if (!handedOver) return openBridge({ ...resources, label, socket, first });
      return openClient({ ...resources, ...handedOver, label, socket, checkEvery: timings.bridgeCheck });
    };
    const acceptBridge = async (): Promise<void> => {
      const deadline = performance.now() + timings.hello;
      passed.push(...(await receiveFirst(socket, deadline)));
      const { line, first } = await readLine(socket, Math.max(deadline - performance.now(), 0));
      if (line === undefined) throw new GuardError('UNAUTHENTICATED', 'no hello came');
      const peer = ownPeer(socket);
      isOwn = true;
      const { credential, forward, ...hello } = readHello(line, key);
      named = hello.server;
      const identity = await inTime(identify(peer, credential), timings.identify);
      if (socket.destroyed) return;
      const label = `pid ${peer.pid ?? 'unknown'}`;
      onBridge({
        hello,
        forward,
        identity,
        open: (resources) => open(resources, label, first),
        welcome: (session, log) =>
          void socket.write(toWelcomeLine({ log, session, isHandedOver: handedOver !== undefined })),
      });
    };
    const refuse = (thrown: unknown): void => {
      const error = GuardError.from(thrown);
      const { code, message, hint } = error;
      onRefused(error, { isOwn, server: named }, (auditId) => {
        socket.end(toFarewell({ code, message, hint, auditId }));
        socket.destroySoon();
      });
    };
    socket
      .on('error', () => socket.destroy())
      .once('end', () => closeWithReader(socket, timings.bridgeCheck))
      .once('close', () => passed.splice(0).forEach((fd) => closeSync(fd)));
    void acceptBridge().catch(refuse);
  });
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

/** Throws unless it is a hello of this version that brings the daemon's key. */
function readHello(line: string, key: string): Omit<Hello, 'key'> {
  const said = parseHello(line);
  if (!said) throw new GuardError('UNAUTHENTICATED', 'bridge and daemon versions differ; restart the client');
  const { key: given, ...hello } = said;
  if (!isSame(given, key)) throw new GuardError('UNAUTHENTICATED', 'the key is not that of this daemon');
  return hello;
}

async function inTime(identity: Promise<Identity>, limit: number): Promise<Identity> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new GuardError('UNAUTHENTICATED', 'authentication timed out');
    timer = setTimeout(() => reject(error), limit);
  });
  try {
    return await Promise.race([identity, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface FirstLine {
  readonly line: string | undefined;
  readonly first: Buffer;
}

/** The first line and what came after it, or no line in `limit` milliseconds; from then on the socket is paused. */
function readLine(socket: Socket, limit: number): Promise<FirstLine> {
  return new Promise((resolve) => {
    let read = Buffer.alloc(0);
    const finish = (line: string | undefined, first: Buffer): void => {
      clearTimeout(timer);
      socket.off('data', onData).off('end', onEnd).pause();
      resolve({ line, first });
    };
    const onData = (chunk: Buffer): void => {
      read = Buffer.concat([read, chunk]);
      const end = read.indexOf(0x0a);
      if (end >= 0 && end <= MAX_HELLO_BYTES) finish(read.toString('utf8', 0, end), read.subarray(end + 1));
      else if (read.length > MAX_HELLO_BYTES) finish(undefined, read);
    };
    const onEnd = (): void => finish(undefined, read);
    const timer = setTimeout(onEnd, limit);
    socket.on('data', onData).once('end', onEnd).resume();
  });
}

function isSame(given: string, key: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}
