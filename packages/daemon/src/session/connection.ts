import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, toFarewell, toMalformed, type ByteBudget, type JsonScanner } from '@mcp-guard/core';
import { type Direction, isProbe, toRefusal, type SessionPolicy } from '@mcp-guard/rules';
import type { AuditTap } from '../record/audit-tap.js';
import type { Delivery } from '../record/delivery.js';
import type { LargeMessages } from '../large/large-messages.js';
import type { Markers } from '../state/markers.js';
import { Peer } from '../ends/peer.js';
import type { ToolLists } from '../state/tool-lists.js';
import type { Turns } from '../ends/turns.js';
import type { Withheld } from '../state/withheld.js';
import type { Upstream } from '../ends/upstream.js';
import { Session } from './session.js';
import type { SessionParts } from './session-parts.js';

/** How long a server may go on after its client has ended its input and has all its answers, in milliseconds. */
const INPUT_END_GRACE = 2000;
/** How often it is looked whether the last messages of a client were judged, in milliseconds. */
const SETTLE_EVERY = 10;
/** Of the unfinished line of each end, so much is not taken from what all sessions share, in bytes. */
const FREE_LINE_BYTES = 2 ** 20;
/** An unfinished line is given up after this long, in milliseconds. */
const MAX_LINE_AGE = 60_000;

export interface ConnectionParts {
  readonly socket: Socket;
  /** Bytes that came behind the hello. */
  readonly first: Buffer;
  readonly upstream: Upstream;
  readonly context: SessionParts['context'];
  readonly identity: SessionParts['identity'];
  readonly tasks: SessionParts['tasks'];
  readonly policy: () => SessionPolicy;
  readonly tap: AuditTap;
  readonly delivery: Delivery;
  readonly tools: ToolLists;
  readonly markers: Markers;
  readonly withheld: Withheld;
  readonly gate: SessionParts['gate'];
  readonly charge: SessionParts['charge'];
  readonly large: LargeMessages;
  readonly budget: ByteBudget;
  readonly turns: Turns;
  readonly maxMessageBytes: number;
}

/** Joins a client's socket and its server's streams by a session, and ends both when either has ended. */
export class Connection {
  readonly session: Session;
  readonly #parts: ConnectionParts;
  readonly #client: Peer;
  readonly #server: Peer;
  #clientEnded = false;
  #ending: Promise<void> | undefined;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    const { socket, upstream, budget, maxMessageBytes, turns } = parts;
    const shares = { toServer: turns.open(), toClient: turns.open() };
    const lines = (direction: Direction) => ({
      budget,
      keepsBudget: true,
      freeBytes: FREE_LINE_BYTES,
      maxBytes: maxMessageBytes,
      onLine: (line: Buffer, release?: () => void) => this.session.receive(direction, line, release),
      onEmpty: () => this.session.receiveEmpty(direction),
      onDiscarded: (scan: JsonScanner, why: string) =>
        this.session.receiveDiscarded(direction, toMalformed(scan, new GuardError('MESSAGE_TOO_LARGE', why))),
    });
    this.#client = new Peer(socket, socket, lines('toServer'), shares.toServer);
    this.#server = new Peer(upstream.output, upstream.input, lines('toClient'), shares.toClient);
    this.session = new Session({
      ...parts,
      send: {
        toServer: (bytes) => this.#send(this.#server, this.#client, bytes),
        toClient: (bytes) => this.#send(this.#client, this.#server, bytes),
      },
      onHeldUp: (direction, isFull) => {
        const source = direction === 'toServer' ? this.#client : this.#server;
        if (isFull) source.pause('held up');
        else source.resume('held up');
      },
      later: (direction, work) => shares[direction].ask(work),
      end: (reason) => void this.end(reason),
    });
  }

  /** Relays until either side ends; resolves when nothing of the session is left. */
  async run(): Promise<void> {
    const { socket, first, upstream } = this.#parts;
    this.#client.onDrain(() => this.#server.resume('receiver'));
    this.#server.onDrain(() => this.#client.resume('receiver'));
    const clientGone = new Promise<undefined>((resolve) => {
      if (socket.destroyed) resolve(undefined);
      socket.once('close', () => resolve(undefined));
      socket.on('error', () => socket.destroy());
    });
    socket.once('end', () => this.#endInput());
    this.#client.start(first);
    this.#server.start(Buffer.alloc(0));
    // The last words of a server may still be looked at when it is gone.
    const serverGone = upstream.ended.then((why) => this.#settle('toClient').then(() => why));
    const reason = await Promise.race([clientGone, serverGone]);
    await this.end(this.#clientEnded ? undefined : reason);
  }

  /** Ends the session once; with a reason, those who wait are told, and the client's stderr too. */
  end(reason: GuardError | undefined): Promise<void> {
    this.#ending ??= this.#end(reason);
    return this.#ending;
  }

  /** Tells the client to ask for its lists again. */
  announceChange(): void {
    const { delivery, tap } = this.#parts;
    const { negotiated, asked } = this.session;
    const finish = this.session.finishOne('toClient');
    for (const { method, bytes } of negotiated.listChangedNotices(asked.toServer.waiting())) {
      delivery.record(tap.own('toClient', 'notification', { method }), { deliver: () => finish({ forward: bytes }) });
    }
  }

  /** Pid of the process at the client's end. */
  get bridge(): number | undefined {
    return this.#parts.identity().pid;
  }

  sweep(): void {
    const oldest = performance.now() - MAX_LINE_AGE;
    this.#client.discardOlderThan(oldest);
    this.#server.discardOlderThan(oldest);
    this.session.sweep();
  }

  /** What a stop waits for. A subscription never ends by itself. */
  get inFlight(): number {
    const asked = this.session.asked.toServer.waiting().filter(({ method }) => method !== 'subscriptions/listen');
    return asked.length + (this.#isSettled('toServer') ? 0 : 1);
  }

  #send(receiver: Peer, sender: Peer, bytes: Buffer): void {
    receiver.send(bytes);
    if (receiver.isFull) sender.pause('receiver');
  }

  /** The client sends no more, but may still read: its server ends by itself, as without a guard, or is ended. */
  #endInput(): void {
    this.#clientEnded = true;
    const { upstream, delivery } = this.#parts;
    void this.#settle('toServer')
      .then(() => delivery.drain())
      .then(() => upstream.endInput());
    const check = setInterval(() => {
      if (this.inFlight === 0) void this.end(undefined);
    }, INPUT_END_GRACE);
    this.#parts.socket.once('close', () => clearInterval(check));
  }

  /** Resolves once all that came from an end was judged and recorded; a worker that takes too long is ended. */
  async #settle(direction: Direction): Promise<void> {
    while (!this.#isSettled(direction)) await delay(SETTLE_EVERY);
  }

  #isSettled(direction: Direction): boolean {
    const source = direction === 'toServer' ? this.#client : this.#server;
    return source.isDrained && this.session.isSettled(direction);
  }

  async #end(reason: GuardError | undefined): Promise<void> {
    const { socket, upstream, delivery, tap } = this.#parts;
    this.#client.close();
    this.session.abandon();
    if (reason) this.#answerOpen(reason);
    delivery.record(tap.event('session', 'close', reason));
    await delivery.drain();
    this.#server.close();
    if (reason) socket.write(toFarewell({ code: reason.code, message: reason.message, hint: reason.hint }));
    socket.end();
    await upstream.close();
    socket.destroySoon();
  }

  /** Nobody hangs: what the server will not answer any more is answered by us. */
  #answerOpen(reason: GuardError): void {
    const { delivery, tap, policy } = this.#parts;
    const finish = this.session.finishOne('toClient');
    for (const request of this.session.asked.toServer.waiting()) {
      if (isProbe(request.method) && request.method !== 'initialize') continue; // an error would be read as a revision
      this.session.asked.toServer.close(request.id);
      const deliver = (): void => {
        finish({ forward: toRefusal(reason, request, auditId, policy().refusals), answers: request.id });
      };
      const auditId = delivery.record(tap.own('toClient', 'failure', request, reason), { deliver, refuse: deliver });
    }
  }
}
