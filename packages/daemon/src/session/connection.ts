import { setTimeout as delay } from 'node:timers/promises';
import { GuardError, toMalformed } from '@mcp-guard/core';
import { BACK, isListening, type Direction } from '@mcp-guard/rules';
import type { End, Hearing } from '../ends/end.js';
import type { Share } from '../ends/turns.js';
import { Session } from './session.js';
import type { SessionDeps, SessionFacts } from './session-parts.js';

export interface ConnectionParts {
  /** The sender of each direction: the client sends what goes to the server. */
  readonly speakers: Readonly<Record<Direction, End>>;
  readonly shares: Readonly<Record<Direction, Share>>;
  readonly deps: SessionDeps;
  readonly facts: SessionFacts;
}

/** Joins a client and its server by a session, and ends both once either has ended. */
export class Connection {
  readonly session: Session;
  readonly #parts: ConnectionParts;
  readonly #client: End;
  readonly #server: End;
  #clientEnded = false;
  #ending: Promise<void> | undefined;

  constructor(parts: ConnectionParts) {
    const { speakers, shares, deps, facts } = parts;
    this.#parts = parts;
    this.#client = speakers.toServer;
    this.#server = speakers.toClient;
    this.session = new Session({
      ...deps,
      ...facts,
      send: {
        toServer: (bytes) => this.#send('toServer', bytes),
        toClient: (bytes) => this.#send('toClient', bytes),
      },
      onHeldUp: (direction, isFull) => {
        if (isFull) speakers[direction].pause('held up');
        else speakers[direction].resume('held up');
      },
      later: (direction, work) => shares[direction].ask(work),
      end: (reason) => void this.end(reason),
    });
  }

  /** Relays until either side ends; resolves when nothing of the session is left. */
  async run(): Promise<void> {
    this.#start('toServer');
    this.#start('toClient');
    void this.#client.inputEnded.then(() => this.#endInput());
    // The last messages of a server may still be judged when it is gone.
    const serverGone = this.#server.ended.then((why) => this.#settle('toClient').then(() => why));
    const reason = await Promise.race([this.#client.ended, serverGone]);
    await this.end(this.#clientEnded ? undefined : reason);
  }

  /** Ends the session once; open requests and the client's end get the reason. */
  end(reason: GuardError | undefined): Promise<void> {
    this.#ending ??= this.#end(reason);
    return this.#ending;
  }

  /** Asks the client to read its lists again. */
  announceChange(): void {
    const { delivery } = this.#parts.deps;
    const { tap } = this.#parts.facts;
    const { session } = this;
    const { negotiated, asked } = session;
    for (const { method, bytes } of negotiated.listChangedNotices(asked.toServer.waiting())) {
      delivery.record(tap.own('toClient', 'notification', { method }), { deliver: () => session.tellClient(bytes) });
    }
  }

  sweep(): void {
    const oldest = performance.now() - this.#parts.deps.timings.lineAge;
    this.#client.discardOlderThan(oldest);
    this.#server.discardOlderThan(oldest);
    this.session.sweep();
  }

  /** Requests that a stop waits for. A subscription never ends by itself. */
  get inFlight(): number {
    const asked = this.session.asked.toServer.waiting().filter(({ method }) => !isListening(method));
    return asked.length + (this.#isSettled('toServer') ? 0 : 1);
  }

  #start(direction: Direction): void {
    const { speakers } = this.#parts;
    const speaker = speakers[direction];
    speakers[BACK[direction]].onDrained(() => speaker.resume('receiver'));
    speaker.start(this.#hearing(direction));
  }

  #hearing(direction: Direction): Hearing {
    return {
      line: (line, release) => this.session.receive(direction, line, release),
      empty: () => this.session.receiveEmpty(direction),
      tooLong: (scan, why, rule) =>
        this.session.receiveDiscarded(direction, toMalformed(scan, new GuardError('MESSAGE_TOO_LARGE', why, { rule }))),
      lost: (id, error) => direction === 'toClient' && this.session.lose(id, error),
    };
  }

  #send(direction: Direction, bytes: Buffer): void {
    const { speakers } = this.#parts;
    if (!speakers[BACK[direction]].send(bytes)) speakers[direction].pause('receiver');
  }

  /** The client sends no more, but may still read: its server ends by itself, as without a guard, or is ended. */
  #endInput(): void {
    this.#clientEnded = true;
    const { delivery, timings } = this.#parts.deps;
    void this.#settle('toServer')
      .then(() => delivery.drain())
      .then(() => this.#server.endInput());
    const check = setInterval(() => {
      if (this.inFlight === 0) void this.end(undefined);
    }, timings.inputEndGrace);
    void this.#client.ended.then(() => clearInterval(check));
  }

  /** Resolves once all that came from an end was judged and recorded; a worker that takes too long is ended. */
  async #settle(direction: Direction): Promise<void> {
    while (!this.#isSettled(direction)) await delay(this.#parts.deps.timings.settleCheck);
  }

  #isSettled(direction: Direction): boolean {
    return !this.#parts.speakers[direction].hasUnheard && this.session.isSettled(direction);
  }

  async #end(reason: GuardError | undefined): Promise<void> {
    const { delivery } = this.#parts.deps;
    this.#client.stop();
    this.session.abandon();
    if (reason) this.session.loseAll(reason);
    const { tap } = this.#parts.facts;
    // An ordinary stop refuses nothing; what waits for an answer has a row of its own.
    const isStop = reason?.code === 'DAEMON_UNAVAILABLE';
    delivery.record(tap.event('session', 'close', isStop ? undefined : reason, isStop ? reason.message : undefined));
    await delivery.drain();
    this.#server.stop();
    this.#client.endInput(reason);
    await this.#server.close();
    await this.#client.close();
  }
}
