import { CAP_MINUTES, capKey, toMinute, type Money } from '@mcp-guard/rules';
import type { Spent } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';

/** Caps that are counted at a time, each for one user. */
const MAX_KEYS = 10_000;

/** The spending from one cap: by minutes, so that an amount counts for its whole window and up to a minute longer. */
interface Account {
  total: Money;
  /** In the order of time. */
  readonly minutes: Map<number, Money>;
}

export interface UserSpent {
  readonly user: string;
  readonly spent: Money;
  /** Minute of the first amount that counts. */
  readonly oldest: number;
}

/** The spending from hourly and daily caps, each counted for each user. */
export class Accounts {
  readonly #now: Clock;
  readonly #accounts = new Map<string, Account>();
  /** Accounts and minutes that are to be written. */
  readonly #changed = new Map<string, Omit<Spent, 'amount'>>();

  constructor(loaded: readonly Spent[], now: Clock) {
    this.#now = now;
    const minute = toMinute(now());
    for (const spent of loaded) {
      // A clock that was set back leaves amounts in its future: they count from now on.
      add(this.#find(spent.key), Math.min(spent.minute, minute), spent.amount);
    }
  }

  spent(rule: string, actor: string, window: keyof typeof CAP_MINUTES): Money {
    const account = this.#accounts.get(capKey({ rule }, actor));
    if (!account) return 0n;
    forgetBefore(account, toMinute(this.#now()) - CAP_MINUTES[window]);
    return account.total;
  }

  /** The user who has spent most of a cap, and the minute of the oldest amount that counts; nothing if no one has. */
  most(rule: string, window: keyof typeof CAP_MINUTES): UserSpent | undefined {
    let most: UserSpent | undefined;
    const prefix = capKey({ rule }, '');
    for (const key of this.#accounts.keys()) {
      if (!key.startsWith(prefix)) continue;
      const user = key.slice(prefix.length);
      const spent = this.spent(rule, user, window);
      const [oldest = 0] = this.#accounts.get(key)?.minutes.keys() ?? [];
      if (spent > (most?.spent ?? 0n)) most = { user, spent, oldest };
    }
    return most;
  }

  /** So many more caps can be counted. */
  hasRoom(count: number): boolean {
    return this.#accounts.size + count <= MAX_KEYS || this.#makeRoom();
  }

  /** @param at Unix milliseconds of the call, also if its amount is taken back later */
  add(rule: string, actor: string, at: number, amount: Money): void {
    const [key, minute] = [capKey({ rule }, actor), toMinute(at)];
    const account = this.#find(key);
    if (amount < 0n && !account.minutes.has(minute)) return; // its window has ended meanwhile
    add(account, minute, amount);
    this.#changed.set(`${minute} ${key}`, { key, minute });
  }

  /** The changes since it was last written. */
  changed(): readonly Spent[] {
    return [...this.#changed.values()].map(({ key, minute }) => {
      return { key, minute, amount: this.#accounts.get(key)?.minutes.get(minute) ?? 0n };
    });
  }

  written(): void {
    this.#changed.clear();
  }

  #find(key: string): Account {
    let account = this.#accounts.get(key);
    if (!account) this.#accounts.set(key, (account = { total: 0n, minutes: new Map() }));
    return account;
  }

  #makeRoom(): boolean {
    const oldest = oldestMinute(this.#now());
    for (const [key, account] of this.#accounts) {
      forgetBefore(account, oldest);
      if (account.minutes.size === 0) this.#accounts.delete(key);
    }
    return this.#accounts.size < MAX_KEYS;
  }
}

/** The first minute that some window still counts, at a time in Unix milliseconds. */
export const oldestMinute = (now: number): number => toMinute(now) - CAP_MINUTES.day;

function add(account: Account, minute: number, amount: Money): void {
  account.total += amount;
  account.minutes.set(minute, (account.minutes.get(minute) ?? 0n) + amount);
}

function forgetBefore(account: Account, minute: number): void {
  for (const [each, amount] of account.minutes) {
    if (each >= minute) return;
    account.total -= amount;
    account.minutes.delete(each);
  }
}
