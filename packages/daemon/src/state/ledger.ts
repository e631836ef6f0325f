import { randomUUID } from 'node:crypto';
import { GuardError, type SpendStatus } from '@mcp-guard/core';
import { createForRecord, CustomTypes } from '@mcp-guard/detectors';
import { CAP_MINUTES, findExcess, formatMoney, type Cap, type Cost, type Money } from '@mcp-guard/rules';
import type { Reservation, SpendingStore } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { TransactionWriter, Unwritten } from '../record/transaction-writer.js';
import { Accounts, oldestMinute } from './accounts.js';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The longest name of a tool, in characters. */
const MAX_NAME = 512;

/** An amount is counted for these. */
export interface Payer {
  readonly actor: string;
  readonly session: string;
  readonly server: string;
  readonly tool: string;
}

export interface MostSpent {
  readonly user: string;
  readonly spent: Money;
  /** Unix milliseconds at which the oldest amount stops counting. */
  readonly resetsAt: number;
}

/** Money that a call takes from its caps. Ends once; a payment that never ends counts as spent. */
export interface Payment {
  /** The call has cost nothing, or was not sent. */
  release(): void;
  /** The call has cost its price, as far as the guard knows. */
  settle(): void;
}

/**
 * Counts the cost of calls. An amount is reserved when its call is let through, in the transaction of the call's row,
 * and counts from then on: calls at the same time cannot exceed a cap together. After a restart, also by `kill -9`, all
 * reserved amounts count as spent.
 */
export class Ledger implements TransactionWriter {
  readonly #store: SpendingStore;
  readonly #unwritten: Unwritten;
  readonly #now: Clock;
  readonly #accounts: Accounts;
  /** The spending of sessions from their caps, which end with them. */
  readonly #sessions = new Map<string, Map<string, Money>>();
  readonly #forRecord = createForRecord(new CustomTypes([]));
  readonly #open = new Map<string, Reservation>();
  readonly #lost: readonly Reservation[];
  /** Reservations that are to be written: opened or closed. */
  readonly #fresh = new Set<string>();
  readonly #closed = new Set<string>();

  constructor(store: SpendingStore, unwritten: Unwritten, now: Clock) {
    this.#store = store;
    this.#unwritten = unwritten;
    this.#now = now;
    store.forget(oldestMinute(now()));
    this.#accounts = new Accounts(store.load(), now);
    this.#lost = store.loadLost(now() - DAY);
  }

  /** The user who has spent most of a cap, for people; nothing if no one has, or it ends with each session. */
  most(rule: string, window: Cap['window']): MostSpent | undefined {
    if (window === 'session') return undefined;
    const most = this.#accounts.most(rule, window);
    return most && { ...most, resetsAt: (most.oldest + CAP_MINUTES[window] + 1) * MINUTE };
  }

  /** Why a call may not cost this now; `undefined` when it may. */
  check(cost: Cost, payer: Payer): GuardError | undefined {
    if (cost.amount === 0n) return undefined;
    const excess = findExcess(cost, (cap) => this.#spent(cap, payer));
    if (excess) return excess;
    if (this.#accounts.hasRoom(cost.caps.length)) return undefined;
    return new GuardError('SPEND_LIMIT', 'too many caps are being counted');
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
        else this.#accounts.add(cap.rule, actor, at, by);
      }
    };
    move(amount);
    const name = this.#forRecord(tool, MAX_NAME); // a client may call a tool by any name, also by a secret
    this.#open.set(id, { id, at, actor, server, tool: name, amount, currency, isLost: false });
    this.#fresh.add(id);
    this.#unwritten.add(this);
    const close = (): boolean => {
      if (!this.#open.delete(id)) return false;
      if (!this.#fresh.delete(id)) this.#closed.add(id);
      this.#unwritten.add(this);
      return true;
    };
    return {
      release: () => void (close() && move(-amount)),
      settle: () => void close(),
    };
  }

  /** Forgets amounts that no window counts any more. */
  forgetOld(): void {
    this.#store.forget(oldestMinute(this.#now()));
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

  write(): void {
    this.#store.put(this.#accounts.changed());
    for (const id of this.#closed) this.#store.close(id);
    for (const id of this.#fresh) {
      const reservation = this.#open.get(id);
      if (reservation) this.#store.open(reservation);
    }
  }

  written(): void {
    this.#accounts.written();
    this.#fresh.clear();
    this.#closed.clear();
  }

  #spent({ rule, window }: Cap, { actor, session }: Payer): Money {
    if (window === 'session') return this.#sessions.get(session)?.get(rule) ?? 0n;
    return this.#accounts.spent(rule, actor, window);
  }

  #addToSession(session: string, rule: string, amount: Money): void {
    let sums = this.#sessions.get(session);
    if (!sums) this.#sessions.set(session, (sums = new Map<string, Money>()));
    sums.set(rule, (sums.get(rule) ?? 0n) + amount);
  }
}

const toLost = ({ at, actor, server, tool, amount, currency }: Reservation): SpendStatus['lost'][number] => ({
  at: Math.floor(at / 1000),
  actor,
  server,
  tool,
  amount: formatMoney(amount, currency),
  currency,
});
