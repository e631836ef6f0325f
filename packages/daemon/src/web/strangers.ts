import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { loneRequest } from './lone-request.js';
import { readRequest } from './read-request.js';

/** More than a few pages open while they load. */
export const MAX_STRANGERS = 32;
/** Without a byte in either direction, in milliseconds. */
const MAX_SILENCE = 10_000;
/** Between two answers, in milliseconds: all strangers together take a small part of the main thread. */
const PACE = 2;

/** A stranger has brought nothing yet, a request that waits, or one that is being answered. */
type Stage = 'silent' | Buffer | 'answered';

export interface StrangersOptions {
  readonly server: Server;
  /** A head brings a token that counts. No parser has seen it: it decides only how its connection is read. */
  readonly isKnown: (head: string) => boolean;
  /** Resolves once a request is answered in the turn in which it comes; rejects where each is an error. */
  readonly ready: () => Promise<unknown>;
}

/**
 * Stands in front of Node’s parser, which takes every request of a block in one go. A connection whose first request
 * brings a token is left to the server. Any other belongs to a stranger: the server gets one request of it, and one
 * stranger after the other is answered. The oldest of too many goes, so connections that stay keep out no other.
 */
export class Strangers {
  readonly #options: StrangersOptions;
  readonly #serve: (connection: Duplex) => void;
  /** The oldest first. */
  readonly #strangers = new Map<Socket, Stage>();
  #isAnswering = false;

  constructor(options: StrangersOptions) {
    const { server } = options;
    const [serve] = server.listeners('connection');
    if (!serve) throw new Error('the server serves no connections');
    this.#options = options;
    this.#serve = (connection) => void Reflect.apply(serve, server, [connection]);
    server.removeAllListeners('connection').on('connection', (socket: Socket) => this.#meet(socket));
  }

  get count(): number {
    return this.#strangers.size;
  }

  close(): void {
    for (const socket of this.#strangers.keys()) this.#drop(socket);
  }

  #meet(socket: Socket): void {
    if (this.#strangers.size >= MAX_STRANGERS) this.#drop(this.#findLeast());
    this.#strangers.set(socket, 'silent');
    const drop = (): void => this.#drop(socket);
    socket.setTimeout(MAX_SILENCE, drop).on('error', drop).once('close', drop);
    readRequest(socket, (read, length) => {
      const request = read.subarray(0, length);
      if (!this.#options.isKnown(request.toString('latin1'))) return this.#await(socket, request);
      socket.setTimeout(0, drop);
      this.#admit(socket, read);
    });
  }

  /** From now on its connection is the server’s, with all that has come. */
  #admit(socket: Socket, read: Buffer): void {
    this.#strangers.delete(socket);
    socket.unshift(read);
    this.#serve(socket);
    socket.resume();
  }

  /** Finds the oldest that has brought nothing, else the last that waits, else the oldest of all. */
  #findLeast(): Socket | undefined {
    let [last] = this.#strangers.keys();
    for (const [socket, stage] of this.#strangers) {
      if (stage === 'silent') return socket;
      if (stage !== 'answered') last = socket;
    }
    return last;
  }

  #drop(socket: Socket | undefined): void {
    if (socket === undefined) return;
    this.#strangers.delete(socket);
    socket.destroy();
  }

  #await(socket: Socket, request: Buffer): void {
    this.#strangers.set(socket, request);
    if (this.#isAnswering) return;
    this.#isAnswering = true;
    const answer = (): void => this.#answer();
    this.#options.ready().then(answer, answer);
  }

  #answer(): void {
    for (const [socket, request] of this.#strangers) {
      if (typeof request === 'string') continue;
      this.#strangers.set(socket, 'answered');
      this.#serve(loneRequest(socket, request));
      setTimeout(() => this.#answer(), PACE);
      return;
    }
    this.#isAnswering = false;
  }
}
