import { GuardError } from '@mcp-guard/core';
import type { RecordUse, RecordUseStore } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { TransactionWriter } from './delivery.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Of `audit.max_bytes`, for an hour by the clock. */
const SERVER_SHARE = 1 / 4;
const SESSION_SHARE = 1 / 8;
/** Of `audit.max_bytes`, over all time: less than that is not what fills it. */
const LARGE_SHARE = 1 / 4;
/** What a killed daemon forgets of a server at most, as a part of its share: writing each change would double the work. */
const FORGOTTEN_SHARE = 1 / 256;
/** Servers and sessions at a time; all others together are one more. */
const MAX_SERVERS = 1000;
const MAX_SESSIONS = 10_000;
const OTHERS = '';
/** Of a server; the oldest go, as rows do. */
const MAX_DAYS = 4000;

interface Hour {
  hour: number;
  bytes: number;
}

interface ServerUse {
  readonly days: Map<number, number>;
  total: number;
  readonly now: Hour;
  /** Not written yet. */
  unsaved: number;
}

/** Whose row it is. */
export interface Writer {
  /** Empty where it names none. */
  readonly server: string;
  readonly session: string | null;
}

/**
 * How much of the record each server and session has written, over restarts: so that none of them takes it from all
 * others.
 */
export class RecordShares implements TransactionWriter {
  readonly #store: RecordUseStore;
  readonly #maxBytes: number;
  readonly #now: Clock;
  readonly #servers = new Map<string, ServerUse>();
  readonly #sessions = new Map<string, Hour>();
  readonly #changed = new Set<string>();
  /** As of the last commit: what is counted within it is not written by it. */
  #writing: readonly string[] = [];
  #forgetBefore: number | undefined;
  #total = 0;

  constructor(store: RecordUseStore, maxBytes: number, now: Clock) {
    this.#store = store;
    this.#maxBytes = maxBytes;
    this.#now = now;
    for (const use of store.load()) this.#restore(use);
  }

  /** Counts what a row takes up. */
  add({ server, session }: Writer, bytes: number): void {
    const now = this.#now();
    const hour = Math.floor(now / HOUR);
    const use = this.#useOf(server);
    addTo(use.now, hour, bytes);
    const day = Math.floor(now / DAY);
    use.days.set(day, (use.days.get(day) ?? 0) + bytes);
    use.total += bytes;
    this.#total += bytes;
    use.unsaved += bytes;
    if (use.unsaved >= this.#maxBytes * SERVER_SHARE * FORGOTTEN_SHARE) this.#changed.add(this.#keyOf(server));
    if (session !== null) addTo(this.#hourOf(session, hour), hour, bytes);
  }

  /**
   * Why nothing more may be written for it in this hour.
   * @param isNearlyFull then not even by whoever has written more than all others
   */
  check({ server, session }: Writer, isNearlyFull: boolean): GuardError | undefined {
    const hour = Math.floor(this.#now() / HOUR);
    const use = this.#servers.get(this.#keyOf(server));
    if (use && inHour(use.now, hour) > this.#maxBytes * SERVER_SHARE) return this.#excess(`${nameServer(server)} has`);
    const mine = session === null ? undefined : (this.#sessions.get(session) ?? this.#sessions.get(OTHERS));
    if (mine && inHour(mine, hour) > this.#maxBytes * SESSION_SHARE) return this.#excess('this session has');
    const isLargest = use && isNearlyFull && use.total > this.#total / 2 && use.total > this.#maxBytes * LARGE_SHARE;
    return isLargest
      ? new GuardError('RATE_LIMITED', `${nameServer(server)} has written most of a record that is nearly full`, {
          rule: RULE,
          hint: WAY_OUT,
        })
      : undefined;
  }

  /** Those that may write nothing more for now. */
  exhausted(isNearlyFull: boolean): readonly string[] {
    const errors = [...this.#servers.keys()].map((server) => this.check({ server, session: null }, isNearlyFull));
    return errors.flatMap((error) => error?.message ?? []);
  }

  /** The session has ended. */
  forgetSession(session: string): void {
    this.#sessions.delete(session);
  }

  /** The rows of before `at` (Unix milliseconds) are gone. */
  forgetBefore(at: number): void {
    const oldest = Math.floor(at / DAY);
    for (const [server, use] of this.#servers) {
      for (const [day, bytes] of use.days) if (day < oldest) this.#drop(use, day, bytes);
      if (use.total === 0) this.#servers.delete(server);
    }
    this.#forgetBefore = oldest;
  }

  /** From now on everything that was counted is to be written. */
  save(): void {
    for (const [server, { unsaved }] of this.#servers) if (unsaved > 0) this.#changed.add(server);
  }

  get isDirty(): boolean {
    return this.#changed.size > 0 || this.#forgetBefore !== undefined;
  }

  write(): void {
    if (this.#forgetBefore !== undefined) this.#store.forget(this.#forgetBefore);
    this.#writing = [...this.#changed];
    const day = Math.floor(this.#now() / DAY);
    const uses = this.#writing.flatMap((server) => {
      const use = this.#servers.get(server);
      if (!use) return [];
      return { server, day, bytes: use.days.get(day) ?? 0, hour: use.now.hour, hourBytes: use.now.bytes };
    });
    this.#store.put(uses);
  }

  written(): void {
    this.#forgetBefore = undefined;
    for (const server of this.#writing) {
      this.#changed.delete(server);
      const use = this.#servers.get(server);
      if (use) use.unsaved = 0;
    }
  }

  #excess(who: string): GuardError {
    const left = Math.ceil((HOUR - (this.#now() % HOUR)) / 1000);
    return new GuardError('RATE_LIMITED', `${who} used up its share of the record for this hour`, {
      rule: RULE,
      hint: 'see mcp-guard status; a larger audit.max_bytes gives larger shares',
      data: { retry_after: left },
    });
  }

  #restore({ server, day, bytes, hour, hourBytes }: RecordUse): void {
    const use = this.#useOf(server);
    use.days.set(day, (use.days.get(day) ?? 0) + bytes);
    use.total += bytes;
    this.#total += bytes;
    use.now.hour = hour;
    use.now.bytes = hourBytes;
  }

  #useOf(server: string): ServerUse {
    const key = this.#keyOf(server);
    let use = this.#servers.get(key);
    if (!use) this.#servers.set(key, (use = { days: new Map(), total: 0, now: { hour: 0, bytes: 0 }, unsaved: 0 }));
    const [oldest] = use.days;
    if (use.days.size > MAX_DAYS && oldest) this.#drop(use, ...oldest);
    return use;
  }

  #keyOf(server: string): string {
    return this.#servers.has(server) || this.#servers.size < MAX_SERVERS ? server : OTHERS;
  }

  #hourOf(session: string, now: number): Hour {
    let found = this.#sessions.get(session);
    if (!found && this.#sessions.size >= MAX_SESSIONS) {
      for (const [other, { hour }] of this.#sessions) if (hour !== now) this.#sessions.delete(other);
    }
    const key = found || this.#sessions.size < MAX_SESSIONS ? session : OTHERS;
    found ??= this.#sessions.get(key);
    if (!found) this.#sessions.set(key, (found = { hour: now, bytes: 0 }));
    return found;
  }

  #drop(use: ServerUse, day: number, bytes: number): void {
    use.days.delete(day);
    use.total -= bytes;
    this.#total -= bytes;
  }
}

const RULE = 'audit.max_bytes';

/** What helps where the record is full. */
export const WAY_OUT =
  'make room with: mcp-guard logs --prune --before 30d (or --to 1GiB), or raise audit.max_bytes, or lower audit.retention_days';

const nameServer = (server: string): string => (server === '' ? 'what names no server' : `the server ${server}`);

function addTo(counted: Hour, hour: number, bytes: number): void {
  if (counted.hour !== hour) [counted.hour, counted.bytes] = [hour, 0];
  counted.bytes += bytes;
}

const inHour = (counted: Hour, hour: number): number => (counted.hour === hour ? counted.bytes : 0);
