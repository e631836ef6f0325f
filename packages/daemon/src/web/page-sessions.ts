import { hash, randomBytes } from 'node:crypto';
import type { Clock } from '../host/clock.js';
import type { Opener } from './codes.js';

const TOKEN_BYTES = 32;
const LIFE = 12 * 3_600_000;
/** Pages of one user that are signed in; of more, the oldest is signed out. */
const MAX_PAGES = 64;

/** A page that has signed in. */
export interface PageSession {
  readonly opener: Opener;
  readonly until: number;
}

/** The tokens of pages, in memory only: none outlives the daemon that gave it. */
export class PageSessions {
  readonly #now: Clock;
  /** Sessions by the digest of the token, so that no comparison tells how much of one was right. */
  readonly #sessions = new Map<string, PageSession>();

  constructor(now: Clock) {
    this.#now = now;
  }

  /** A token for the page that this person opened. */
  open(opener: Opener): string {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.#sessions.set(digestOf(token), { opener, until: this.#now() + LIFE });
    const [oldest = ''] = this.#sessions.keys();
    if (this.#sessions.size > MAX_PAGES) this.#sessions.delete(oldest);
    return token;
  }

  find(token: string): PageSession | undefined {
    const digest = digestOf(token);
    const session = this.#sessions.get(digest);
    if (!session || session.until > this.#now()) return session;
    this.#sessions.delete(digest);
    return undefined;
  }

  close(token: string): void {
    this.#sessions.delete(digestOf(token));
  }
}

const digestOf = (token: string): string => hash('sha256', token);
