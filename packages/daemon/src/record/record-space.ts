import { GuardError, hintText } from '@mcp-guard/core';
import type { Approval, AuditEntry } from '@mcp-guard/store';
import { WAY_OUT, type RecordShares, type RowOwner } from './record-shares.js';
import { RefusalReserve } from './refusal-reserve.js';
import type { Metered } from './delivery.js';

/**
 * The part of `audit.max_bytes` above which `status` warns, and a server that has written more than all others writes
 * nothing more.
 */
const WARN_SHARE = 0.8;
const NEARLY_FULL_SHARE = 0.9;
/** Up to here traffic is recorded, and then only its refusals. */
const TRAFFIC_SHARE = 0.98;
/** Sessions that are being ended. */
const MAX_ENDING = 10_000;

/** Size of a row beside its texts: the hash and the numbers. */
const ROW_BYTES = 150;
const PAGE = 4096;

export interface RecordSpaceOptions {
  readonly maxBytes: number;
  readonly shares: RecordShares;
  readonly now: () => number;
  /** Ends a session that has used up its share, or that of its server. */
  readonly onExhausted: (session: string, error: GuardError) => void;
}

interface Ending {
  readonly error: GuardError;
  /** Rows that were not written. */
  omitted: number;
}

/** Decides which rows the record has room for, so that no server and no client fills it for all others. */
export class RecordSpace {
  readonly #options: RecordSpaceOptions;
  readonly #refusals: RefusalReserve;
  /** As of the last measurement, and what was written since. */
  #bytes = 0;
  /** The reasons why no more of a session is recorded, by session. */
  readonly #ending = new Map<string, Ending>();
  /** Rows that were not written since the start. */
  #omitted = 0;

  constructor(options: RecordSpaceOptions) {
    this.#options = options;
    this.#refusals = new RefusalReserve(options.maxBytes, options.now);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @param bytes that the database uses */
  measured(bytes: number): void {
    this.#bytes = bytes;
  }

  /** Why all traffic is refused; `null` if it is not. */
  get failure(): string | null {
    const { maxBytes } = this.#options;
    if (this.#bytes > maxBytes) return `audit.max_bytes is used up; ${hintText(WAY_OUT)}`;
    return this.#refusesTraffic ? `audit.max_bytes has room for refusals only; ${hintText(WAY_OUT)}` : null;
  }

  get warnings(): readonly string[] {
    const { maxBytes, shares } = this.#options;
    const percent = Math.floor((this.#bytes / maxBytes) * 100);
    return [
      ...(this.#bytes > maxBytes * WARN_SHARE
        ? [`the record fills ${percent} % of audit.max_bytes; ${hintText(WAY_OUT)}`]
        : []),
      ...shares
        .exhausted(this.#isNearlyFull, this.#options.now())
        .map((why) => `traffic of one server is refused: ${why}`),
      ...(this.#omitted > 0
        ? [`${this.#omitted} refusals have no row of their own: their server or session had used up its share`]
        : []),
    ];
  }

  /** Why no session of a server may begin now. */
  checkServer(server: string): GuardError | undefined {
    return this.#refusesTraffic
      ? recordIsFull()
      : this.#options.shares.check({ server, session: null }, this.#isNearlyFull, this.#options.now());
  }

  /** Counts what a person is shown of a held call: it takes up more than its rows. */
  addApproval(approval: Approval): void {
    this.#add({ server: approval.server, session: null }, Buffer.byteLength(JSON.stringify(approval)));
  }

  /** Counts a row, or says what becomes of it if there is no room. */
  readonly meter = (entry: AuditEntry): Metered | undefined => {
    if (entry.kind === 'session' && entry.shape === 'close') return this.#meterEnd(entry);
    if (entry.kind !== 'message' && entry.kind !== 'session') return this.#meterOwn(entry);
    const { session } = entry;
    const ending = session === null ? undefined : this.#ending.get(session);
    if (ending) return this.#omit(ending.error, ending);
    return this.#refusesTraffic ? this.#meterFull(entry) : this.#meterShare(entry);
  };

  #meterShare(entry: AuditEntry): Metered | undefined {
    const { session, server } = entry;
    const { shares, now } = this.#options;
    const isNearlyFull = this.#isNearlyFull;
    const at = now();
    const excess = shares.check({ server: server ?? '', session }, isNearlyFull, at);
    if (excess && session === null) return this.#omit(excess);
    this.#count(entry, at);
    if (!excess) return undefined;
    this.#exhaust(session, excess);
    return { entry, error: excess };
  }

  #meterFull(entry: AuditEntry): Metered | undefined {
    const error = recordIsFull();
    if (!this.#refusals.take(entry.server ?? '', sizeOf(entry), this.#bytes)) {
      return this.#omit(error, this.#exhaust(entry.session, error));
    }
    this.#count(entry);
    const isTraffic = entry.outcome === 'allow' || entry.outcome === 'redact';
    return isTraffic ? { entry, error } : undefined;
  }

  get #isNearlyFull(): boolean {
    return this.#bytes > this.#options.maxBytes * NEARLY_FULL_SHARE;
  }

  get #refusesTraffic(): boolean {
    return this.#bytes > this.#options.maxBytes * TRAFFIC_SHARE;
  }

  /** Decisions of people and events of the guard itself may use all that is left. */
  #meterOwn(entry: AuditEntry): Metered | undefined {
    // A removal needs its row: without it a full record would stay full.
    const isFull = this.#bytes > this.#options.maxBytes && entry.kind !== 'retention';
    if (isFull) return this.#omit(recordIsFull());
    this.#count(entry);
    return undefined;
  }

  /** There are no more ends than sessions, and they report what has no row. */
  #meterEnd(entry: AuditEntry): Metered | undefined {
    if (this.#bytes > this.#options.maxBytes) return this.#omit(recordIsFull());
    const { session } = entry;
    this.#count(entry);
    if (session === null) return undefined;
    const { omitted = 0 } = this.#ending.get(session) ?? {};
    this.#options.shares.forgetSession(session);
    if (omitted === 0) return undefined;
    const words = `${omitted} more of its messages were refused without a row`;
    return {
      entry: { ...entry, detail: entry.detail === null ? words : `${entry.detail}; ${words}` },
      error: undefined,
    };
  }

  #count(entry: AuditEntry, at?: number): void {
    this.#add({ server: entry.server ?? '', session: entry.session }, sizeOf(entry), at);
  }

  #add(owner: RowOwner, bytes: number, at = this.#options.now()): void {
    this.#bytes += bytes;
    this.#options.shares.add(owner, bytes, at);
  }

  #omit(error: GuardError, session?: Ending): Metered {
    this.#omitted++;
    if (session) session.omitted++;
    return { entry: undefined, error };
  }

  /** No more of a session is recorded, so no more of it moves. */
  #exhaust(session: string | null, error: GuardError): Ending | undefined {
    if (session === null) return undefined;
    const ending = { error, omitted: 0 };
    const [oldest] = this.#ending.keys();
    if (this.#ending.size >= MAX_ENDING && oldest !== undefined) this.#ending.delete(oldest);
    this.#ending.set(session, ending);
    this.#options.onExhausted(session, error);
    return ending;
  }
}

const recordIsFull = (): GuardError =>
  new GuardError('INTERNAL', 'nothing moves because the record is full', { rule: 'audit.max_bytes', hint: WAY_OUT });

/** Bytes that a row takes up, in whole pages: a row that is longer than half a page has it for itself. */
function sizeOf(entry: AuditEntry): number {
  const { session, actor, server, method, target, rpcId, code, rule, detail, findings } = entry;
  let bytes = ROW_BYTES;
  for (const text of [session, actor, server, method, target, rpcId, code, rule, detail, findings])
    if (text !== null) bytes += Buffer.byteLength(text);
  return bytes > PAGE ? Math.ceil(bytes / PAGE) * PAGE : Math.ceil(PAGE / Math.floor(PAGE / bytes));
}
