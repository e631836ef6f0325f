import { randomUUID } from 'node:crypto';
import { GuardError, type SpendStatus } from '@mcp-guard/core';
import { forRecord } from '@mcp-guard/detectors';
import { formatMoney, type Cap, type Cost, type Money } from '@mcp-guard/rules';
import type { Reservation, SpendingStore, Spent } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { TransactionWriter } from '../record/transaction-writer.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Minutes that count, beside the one that has begun. */
const WINDOWS = { hour: 60, day: 1440 } as const;
/** Caps that are counted at a time, each for one user. */
const MAX_KEYS = 10_000;

/** Of a tool's name, in characters. */
const MAX_NAME = 512;

/** Who pays. */
export interface Payer {
  readonly actor: string;
  readonly session: string;
  readonly server: string;
  readonly tool: string;
}

/** Money that a call takes from its caps. Ended once; what is never ended counts as spent. */
export interface Payment {
  /** The call has cost nothing, or was not sent. */
  release(): void;
  /** The call has cost what it said, as far as anybody knows. */
  settle(): void;
}

/** What was spent of one cap: by minutes, so that an amount counts for its whole window and up to a minute longer. */
interface Account {
  total: Money;
  readonly minutes: Map<number, Money>;
}

/**
 * What calls have cost. An amount is reserved when its call is let through, in the transaction of the call's row, and
 * counts from then on: calls at the same time cannot pass a cap together. After a restart, also by `kill -9`,
 * everything counts that was reserved.
 */
export class Ledger implements TransactionWriter {
  readonly #store: SpendingStore;
  readonly #now: Clock;
  readonly #accounts = new Map<string, Account>();
  /** Of sessions: they end with their connection. */
  readonly #sessions = new Map<string, Map<string, Money>>();
  readonly #open = new Map<string, Reservation>();
  readonly #lost: readonly Reservation[];
  /** Accounts and minutes that are to be written. */
  readonly #changed = new Map<string, Omit<Spent, 'amount'>>();
  /** Reservations that are to be written: opened, or closed. */
  readonly #fresh = new Set<string>();
  readonly #closed = new Set<string>();

  constructor(store: SpendingStore, now: Clock) {
    this.#store = store;
    this.#now = now;
    const minute = toMinute(now());
    this.forgetOld();
    for (const spent of store.load()) {
      // What lies in the future of a clock that was set back counts from now on.
      add(this.#accountOf(spent.key), Math.min(spent.minute, minute), spent.amount);
    }
    this.#lost = store.loadLost(now() - DAY);
  }

  /** Why a call may not cost this now; `undefined` when it may. */
  check(cost: Cost, payer: Payer): GuardError | undefined {
    if (cost.amount === 0n) return undefined;
    for (const cap of cost.caps) {
      if (this.#spent(cap, payer) + cost.amount > cap.limit) return excess(cap);
    }
    const isFull = this.#accounts.size + cost.caps.length > MAX_KEYS && !this.#makeRoom();
    return isFull ? new GuardError('SPEND_LIMIT', 'too many caps are being counted') : undefined;
  }

  /** Takes an amount that was checked in the same turn. */
  reserve({ amount, currency, caps }: Cost, payer: Payer): Payment {
    if (amount === 0n) return { release: () => undefined, settle: () => undefined };
    const { actor, server, tool, session } = payer;
    const id = randomUUID();
    const at = this.#now();
    const move = (by: Money): void => {
      for (const cap of caps) {
        if (cap.window === 'session') this.#addToSession(session, cap.rule, by);
        else this.#add(keyOf(cap, payer), toMinute(at), by);
      }
    };
    move(amount);
    const name = forRecord(tool, MAX_NAME); // a client may call a tool by any name, also by a secret
    this.#open.set(id, { id, at, actor, server, tool: name, amount, currency, isLost: false });
    this.#fresh.add(id);
    const close = (): boolean => {
      if (!this.#open.delete(id)) return false;
      if (!this.#fresh.delete(id)) this.#closed.add(id);
      return true;
    };
    return {
      release: () => void (close() && move(-amount)),
      settle: () => void close(),
    };
  }

  /** What no window counts any more. */
  forgetOld(): void {
    this.#store.forget(toMinute(this.#now()) - WINDOWS.day);
  }

  /** The session has ended, and its caps with it. */
  forget(session: string): void {
    this.#sessions.delete(session);
  }

  get status(): SpendStatus {
    const oldest = this.#now() - DAY;
    return {
      open: this.#open.size,
      lost: this.#lost.filter(({ at }) => at >= oldest).map(toLost),
    };
  }

  get isDirty(): boolean {
    return this.#changed.size + this.#fresh.size + this.#closed.size > 0;
  }

  write(): void {
    const spent = [...this.#changed.values()].map(({ key, minute }) => {
      return { key, minute, amount: this.#accounts.get(key)?.minutes.get(minute) ?? 0n };
    });
    this.#store.put(spent);
    for (const id of this.#closed) this.#store.close(id);
    for (const id of this.#fresh) {
      const reservation = this.#open.get(id);
      if (reservation) this.#store.open(reservation);
    }
  }

  written(): void {
    this.#changed.clear();
    this.#fresh.clear();
    this.#closed.clear();
  }

  #spent(cap: Cap, payer: Payer): Money {
    if (cap.window === 'session') return this.#sessions.get(payer.session)?.get(cap.rule) ?? 0n;
    const account = this.#accounts.get(keyOf(cap, payer));
    if (!account) return 0n;
    forgetBefore(account, toMinute(this.#now()) - WINDOWS[cap.window]);
    return account.total;
  }

  #add(key: string, minute: number, amount: Money): void {
    const account = this.#accountOf(key);
    if (amount < 0n && !account.minutes.has(minute)) return; // it has run out of the window meanwhile
    add(account, minute, amount);
    this.#changed.set(`${minute} ${key}`, { key, minute });
  }

  #addToSession(session: string, rule: string, amount: Money): void {
    let sums = this.#sessions.get(session);
    if (!sums) this.#sessions.set(session, (sums = new Map<string, Money>()));
    sums.set(rule, (sums.get(rule) ?? 0n) + amount);
  }

  #accountOf(key: string): Account {
    let account = this.#accounts.get(key);
    if (!account) this.#accounts.set(key, (account = { total: 0n, minutes: new Map() }));
    return account;
  }

  #makeRoom(): boolean {
    const oldest = toMinute(this.#now()) - WINDOWS.day;
    for (const [key, account] of this.#accounts) {
      forgetBefore(account, oldest);
      if (account.minutes.size === 0) this.#accounts.delete(key);
    }
    return this.#accounts.size < MAX_KEYS;
  }
}

const toMinute = (milliseconds: number): number => Math.floor(milliseconds / MINUTE);

/** A cap counts each user for himself. */
const keyOf = ({ rule }: Cap, { actor }: Payer): string => `${rule} ${actor}`;

function add(account: Account, minute: number, amount: Money): void {
  account.total += amount;
  account.minutes.set(minute, (account.minutes.get(minute) ?? 0n) + amount);
}

/** Minutes are in the order of time. */
function forgetBefore(account: Account, minute: number): void {
  for (const [each, amount] of account.minutes) {
    if (each >= minute) return;
    account.total -= amount;
    account.minutes.delete(each);
  }
}

const WORDS = { session: 'session’s', hour: 'hourly', day: 'daily' } as const;

const excess = ({ rule, window }: Cap): GuardError =>
  new GuardError('SPEND_LIMIT', `this call would exceed the ${WORDS[window]} spend cap`, { rule });

const toLost = ({ at, actor, server, tool, amount, currency }: Reservation): SpendStatus['lost'][number] => ({
  at: Math.floor(at / 1000),
  actor,
  server,
  tool,
  amount: formatMoney(amount, currency),
  currency,
});
