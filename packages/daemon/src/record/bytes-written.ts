import type { RecordUse, RecordUseStore } from '@mcp-guard/store';
import type { Clock } from '../host/clock.js';
import type { TransactionWriter, Unwritten } from './transaction-writer.js';

export const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Servers that are counted at a time; all others together are one more. */
const MAX_SERVERS = 1000;
const OTHERS = '';
/** The same of sessions. */
const MAX_SESSIONS = 10_000;
/** Days of one server; the oldest go, as rows do. */
const MAX_DAYS = 4000;

/** Bytes that were written in one hour by the clock; the next hour begins at zero. */
interface HourBytes {
  /** Unix hours. */
  hour: number;
  bytes: number;
}

interface ServerBytes {
  /** Bytes by Unix day. */
  readonly days: Map<number, number>;
  total: number;
  readonly hour: HourBytes;
  /** Not written yet. */
  unsaved: number;
}

/** How many bytes of the record each server has written: in this hour, and over all time with restarts. */
export class BytesByServer implements TransactionWriter {
  readonly #store: RecordUseStore;
  readonly #unwritten: Unwritten;
  /** Bytes of a server that a killed daemon may forget: to write each change would double the work. */
  readonly #saveAbove: number;
  readonly #now: Clock;
  readonly #servers = new Map<string, ServerBytes>();
  readonly #changed = new Set<string>();
  /** As of the last commit: what is counted during the commit is not written by it. */
  #writing: readonly string[] = [];
  #forgetBefore: number | undefined;
  #total = 0;

  constructor(store: RecordUseStore, unwritten: Unwritten, saveAbove: number, now: Clock) {
    this.#store = store;
    this.#unwritten = unwritten;
    this.#saveAbove = saveAbove;
    this.#now = now;
    for (const use of store.load()) this.#restore(use);
  }

  /** The bytes of all servers. */
  get total(): number {
    return this.#total;
  }

  /** The names of the servers that are counted. */
  servers(): IterableIterator<string> {
    return this.#servers.keys();
  }

  totalOf(server: string): number {
    return this.#servers.get(this.#keyOf(server))?.total ?? 0;
  }

  /** @param at Unix milliseconds */
  inHour(server: string, at: number): number {
    const counted = this.#servers.get(this.#keyOf(server));
    return counted ? bytesIn(counted.hour, Math.floor(at / HOUR)) : 0;
  }

  /** @param at Unix milliseconds */
  add(server: string, bytes: number, at: number): void {
    const counted = this.#find(server);
    addInHour(counted.hour, Math.floor(at / HOUR), bytes);
    this.#addToDay(counted, Math.floor(at / DAY), bytes);
    counted.unsaved += bytes;
    if (counted.unsaved >= this.#saveAbove) this.#toWrite(this.#keyOf(server));
  }

  /** The rows before `at` (Unix milliseconds) are gone. */
  forgetBefore(at: number): void {
    const oldest = Math.floor(at / DAY);
    for (const [server, counted] of this.#servers) {
      for (const [day, bytes] of counted.days) if (day < oldest) this.#drop(counted, day, bytes);
      if (counted.total === 0) this.#servers.delete(server);
    }
    this.#forgetBefore = oldest;
    this.#unwritten.add(this);
  }

  /** The next commit writes all that was counted. */
  save(): void {
    for (const [server, { unsaved }] of this.#servers) if (unsaved > 0) this.#toWrite(server);
  }

  write(): void {
    if (this.#forgetBefore !== undefined) this.#store.forget(this.#forgetBefore);
    this.#writing = [...this.#changed];
    const day = Math.floor(this.#now() / DAY);
    const uses = this.#writing.flatMap((server) => {
      const counted = this.#servers.get(server);
      if (!counted) return [];
      const { hour, bytes: hourBytes } = counted.hour;
      return { server, day, bytes: counted.days.get(day) ?? 0, hour, hourBytes };
    });
    this.#store.put(uses);
  }

  written(): void {
    this.#forgetBefore = undefined;
    for (const server of this.#writing) {
      this.#changed.delete(server);
      const counted = this.#servers.get(server);
      if (counted) counted.unsaved = 0;
    }
    if (this.#changed.size > 0) this.#unwritten.add(this);
  }

  #toWrite(server: string): void {
    this.#changed.add(server);
    this.#unwritten.add(this);
  }

  #restore({ server, day, bytes, hour, hourBytes }: RecordUse): void {
    const counted = this.#find(server);
    this.#addToDay(counted, day, bytes);
    counted.hour.hour = hour;
    counted.hour.bytes = hourBytes;
  }

  #find(server: string): ServerBytes {
    const key = this.#keyOf(server);
    let found = this.#servers.get(key);
    if (!found)
      this.#servers.set(key, (found = { days: new Map(), total: 0, hour: { hour: 0, bytes: 0 }, unsaved: 0 }));
    const [oldest] = found.days;
    if (found.days.size > MAX_DAYS && oldest) this.#drop(found, ...oldest);
    return found;
  }

  #keyOf(server: string): string {
    return this.#servers.has(server) || this.#servers.size < MAX_SERVERS ? server : OTHERS;
  }

  #addToDay(counted: ServerBytes, day: number, bytes: number): void {
    counted.days.set(day, (counted.days.get(day) ?? 0) + bytes);
    counted.total += bytes;
    this.#total += bytes;
  }

  #drop(counted: ServerBytes, day: number, bytes: number): void {
    counted.days.delete(day);
    counted.total -= bytes;
    this.#total -= bytes;
  }
}

/** How many bytes of the record each session has written in an hour. */
export class BytesBySession {
  readonly #sessions = new Map<string, HourBytes>();

  add(session: string, bytes: number, hour: number): void {
    addInHour(this.#find(session, hour), hour, bytes);
  }

  inHour(session: string, hour: number): number {
    const counted = this.#sessions.get(session) ?? this.#sessions.get(OTHERS);
    return counted ? bytesIn(counted, hour) : 0;
  }

  forget(session: string): void {
    this.#sessions.delete(session);
  }

  #find(session: string, now: number): HourBytes {
    let found = this.#sessions.get(session);
    if (!found && this.#sessions.size >= MAX_SESSIONS) {
      for (const [other, { hour }] of this.#sessions) if (hour !== now) this.#sessions.delete(other);
    }
    const key = found || this.#sessions.size < MAX_SESSIONS ? session : OTHERS;
    found ??= this.#sessions.get(key);
    if (!found) this.#sessions.set(key, (found = { hour: now, bytes: 0 }));
    return found;
  }
}

function addInHour(counted: HourBytes, hour: number, bytes: number): void {
  if (counted.hour !== hour) [counted.hour, counted.bytes] = [hour, 0];
  counted.bytes += bytes;
}

const bytesIn = (counted: HourBytes, hour: number): number => (counted.hour === hour ? counted.bytes : 0);
