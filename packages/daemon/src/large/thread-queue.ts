import { GuardError } from '@mcp-guard/core';
import type { Direction } from '@mcp-guard/rules';
import { Usage } from './usage.js';

export interface Owner {
  readonly session: string;
  readonly server: string;
  readonly direction: Direction;
}

/** A thread that was given to a message. */
export interface Turn {
  readonly owner: Owner;
  /** The size of the message. */
  readonly bytes: number;
  /** Milliseconds. */
  readonly since: number;
}

interface Waiting {
  readonly owner: Owner;
  readonly bytes: number;
  readonly start: (turn: Turn) => void;
}

/** Above this many bytes messages are parsed one at a time: they can take 25 times their size in memory. */
const HEAVY_BYTES = 4 * 2 ** 20;
/** Messages of one session that may wait for a thread; one more is refused. */
const MAX_WAITING = 8;
/** How long used and ended threads count against a party, in milliseconds. */
const USE_HALF_LIFE = 60_000;
const FAULT_HALF_LIFE = 600_000;
/** The time of a repeated offender is halved at most so many times. */
const MAX_HALVINGS = 3;

/**
 * Grants threads: among those that wait, the one whose session and server have used threads least goes first. Neither a
 * session nor one direction of a server gets the last thread while it has the others, so a message of any other party
 * waits for one message at most.
 */
export class ThreadQueue {
  readonly #size: number;
  readonly #share: number;
  readonly #now: () => number;
  readonly #used: Usage;
  readonly #faults: Usage;
  readonly #running = new Set<Turn>();
  readonly #waiting: Waiting[] = [];

  /**
   * @param size threads at a time
   * @param now milliseconds, never running back
   */
  constructor(size: number, now: () => number = () => performance.now()) {
    this.#size = size;
    this.#share = Math.max(1, size - 1);
    this.#now = now;
    this.#used = new Usage(USE_HALF_LIFE, now);
    this.#faults = new Usage(FAULT_HALF_LIFE, now);
  }

  /**
   * Resolves when it is this owner's turn. Rejects if too many messages of its session wait already.
   * @param bytes of the message
   */
  async take(owner: Owner, bytes: number): Promise<Turn> {
    const { promise, resolve } = Promise.withResolvers<Turn>();
    if (this.#waiting.filter((one) => one.owner.session === owner.session).length >= MAX_WAITING)
      throw new GuardError('RATE_LIMITED', 'too many messages of this session wait to be inspected');
    this.#waiting.push({ owner, bytes, start: resolve });
    this.#startNext();
    return promise;
  }

  /** @param isFault the thread had to be ended for this message */
  end(turn: Turn, isFault: boolean): void {
    if (!this.#running.delete(turn)) return;
    for (const party of partiesOf(turn.owner)) {
      this.#used.add(party, this.#now() - turn.since);
      if (isFault) this.#faults.add(party, 1);
    }
    this.#startNext();
  }

  /** The time limit of a party, halved for each thread that had to be ended for it lately. */
  limitFor(owner: Owner, limit: number): number {
    const faults = Math.max(...partiesOf(owner).map((party) => this.#faults.of(party)));
    return limit / 2 ** Math.min(MAX_HALVINGS, Math.round(faults));
  }

  #startNext(): void {
    while (this.#running.size < this.#size) {
      const next = this.#findNext();
      if (!next) return;
      this.#waiting.splice(this.#waiting.indexOf(next), 1);
      const { owner, bytes } = next;
      const turn = { owner, bytes, since: this.#now() };
      this.#running.add(turn);
      next.start(turn);
    }
  }

  #findNext(): Waiting | undefined {
    let best: { readonly one: Waiting; readonly used: number } | undefined;
    const isHeavyRunning = [...this.#running].some(isHeavy);
    for (const one of this.#waiting) {
      if (isHeavyRunning && isHeavy(one)) continue;
      const parties = partiesOf(one.owner);
      if (parties.some((party) => this.#countRunning(party) >= this.#share)) continue;
      const used = parties.reduce((sum, party) => sum + this.#used.of(party), 0);
      if (!best || used < best.used) best = { one, used };
    }
    return best?.one;
  }

  #countRunning(party: string): number {
    return [...this.#running].filter(({ owner }) => partiesOf(owner).includes(party)).length;
  }
}

const isHeavy = ({ bytes }: Pick<Turn, 'bytes'>): boolean => bytes > HEAVY_BYTES;

/** A client can open a new session at any time; a server, and each direction of it, is known by its name. */
const partiesOf = ({ session, server, direction }: Owner): readonly [string, string] => [
  `session ${session}`,
  `${direction} ${server}`,
];
