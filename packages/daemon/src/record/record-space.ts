import { GuardError } from '@mcp-guard/core';
import type { Approval, AuditEntry } from '@mcp-guard/store';
import type { Metered } from './delivery.js';
import { WAY_OUT, type RecordShares, type Writer } from './record-shares.js';

/** Of `audit.max_bytes`: above it `status` warns, and whoever has written more than all others writes nothing more. */
const WARN_SHARE = 0.8;
const NEARLY_FULL_SHARE = 0.9;
/** Up to here traffic is recorded, and then only its refusals; the rest is for what people decide and the guard itself. */
const TRAFFIC_SHARE = 0.98;
const REFUSAL_SHARE = 0.995;
/** Of what is left for refusals, for one server and an hour: however many it causes, those of others are recorded. */
const REFUSALS_OF_ONE = 1 / 8;
/** Servers whose refusals are counted at a time; all others together are one more. */
const MAX_COUNTED = 1000;
const HOUR = 3_600_000;
/** Of a row, beside its texts: the hash and the numbers. */
const ROW_BYTES = 150;
const PAGE = 4096;
/** Sessions that are being ended. */
const MAX_ENDING = 10_000;

export interface RecordSpaceOptions {
  readonly maxBytes: number;
  readonly shares: RecordShares;
  readonly now: () => number;
  /** Ends a session that has used up its share, or that of its server. */
  readonly onExhausted: (session: string, error: GuardError) => void;
}

interface Ending {
  readonly error: GuardError;
  untold: number;
}

/** Tells which rows the record has room for, so that no server and no client fills it for all others. */
export class RecordSpace {
  readonly #options: RecordSpaceOptions;
  /** As of the last look, and what was written since. */
  #bytes = 0;
  /** Why nothing more is recorded of a session, and how many of its rows were not written. */
  readonly #ending = new Map<string, Ending>();
  /** Bytes of refusals since traffic is refused, in one hour. */
  readonly #refusals = new Map<string, number>();
  #refusalsHour = 0;
  /** Rows that were not written since the start. */
  #untold = 0;

  constructor(options: RecordSpaceOptions) {
    this.#options = options;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @param bytes that the database uses */
  looked(bytes: number): void {
    this.#bytes = bytes;
  }

  /** Why all traffic is refused; `null` where it is not. */
  get failure(): string | null {
    const { maxBytes } = this.#options;
    if (this.#bytes > maxBytes) return `audit.max_bytes is used up; ${WAY_OUT}`;
    return this.#refusesTraffic ? `audit.max_bytes is used up but for refusals; ${WAY_OUT}` : null;
  }

  get warnings(): readonly string[] {
    const { maxBytes, shares } = this.#options;
    const percent = Math.floor((this.#bytes / maxBytes) * 100);
    return [
      ...(this.#bytes > maxBytes * WARN_SHARE ? [`the record fills ${percent} % of audit.max_bytes; ${WAY_OUT}`] : []),
      ...shares.exhausted(this.#isNearlyFull).map((why) => `traffic of one server is refused: ${why}`),
      ...(this.#untold > 0
        ? [`${this.#untold} refusals have no row of their own, since their server or session had used up its share`]
        : []),
    ];
  }

  /** Why no session of a server may begin now. */
  checkServer(server: string): GuardError | undefined {
    return this.#refusesTraffic
      ? recordIsFull()
      : this.#options.shares.check({ server, session: null }, this.#isNearlyFull);
  }

  /** A held call takes up more than its rows: what a person is shown. */
  addApproval(approval: Approval): void {
    this.#add({ server: approval.server, session: null }, Buffer.byteLength(JSON.stringify(approval)));
  }

  /** Counts a row, and says what becomes of it instead where there is no room. */
  meter(entry: AuditEntry): Metered | undefined {
    if (entry.kind === 'session' && entry.shape === 'close') return this.#meterEnd(entry);
    if (entry.kind !== 'message' && entry.kind !== 'session') return this.#meterOwn(entry);
    const { session } = entry;
    const ending = session === null ? undefined : this.#ending.get(session);
    if (ending) return this.#leaveOut(ending.error, ending);
    return this.#refusesTraffic ? this.#meterFull(entry) : this.#meterShare(entry);
  }

  #meterShare(entry: AuditEntry): Metered | undefined {
    const { session, server } = entry;
    const excess = this.#options.shares.check({ server: server ?? '', session }, this.#isNearlyFull);
    if (excess && session === null) return this.#leaveOut(excess);
    this.#count(entry);
    if (!excess) return undefined;
    this.#exhaust(session, excess);
    return { entry, error: excess };
  }

  #meterFull(entry: AuditEntry): Metered | undefined {
    const error = recordIsFull();
    if (!this.#hasRoomForRefusal(entry.server ?? '', sizeOf(entry))) {
      return this.#leaveOut(error, this.#exhaust(entry.session, error));
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

  /** What people decide, and what happens to the guard: it may use all that is left. */
  #meterOwn(entry: AuditEntry): Metered | undefined {
    // Where rows cannot be removed without a row that tells of it, a full record would stay full.
    const isFull = this.#bytes > this.#options.maxBytes && entry.kind !== 'retention';
    if (isFull) return this.#leaveOut(recordIsFull());
    this.#count(entry);
    return undefined;
  }

  /** There are no more of them than sessions, and they tell what was not told before. */
  #meterEnd(entry: AuditEntry): Metered | undefined {
    if (this.#bytes > this.#options.maxBytes) return this.#leaveOut(recordIsFull());
    const { session } = entry;
    this.#count(entry);
    if (session === null) return undefined;
    const { untold = 0 } = this.#ending.get(session) ?? {};
    this.#options.shares.forgetSession(session);
    if (untold === 0) return undefined;
    const words = `${untold} more of its messages were refused without a row`;
    return {
      entry: { ...entry, detail: entry.detail === null ? words : `${entry.detail}; ${words}` },
      error: undefined,
    };
  }

  #count(entry: AuditEntry): void {
    this.#add({ server: entry.server ?? '', session: entry.session }, sizeOf(entry));
  }

  #add(writer: Writer, bytes: number): void {
    this.#bytes += bytes;
    this.#options.shares.add(writer, bytes);
  }

  #leaveOut(error: GuardError, session?: Ending): Metered {
    this.#untold++;
    if (session) session.untold++;
    return { entry: undefined, error };
  }

  /** Nothing more is recorded of a session, so nothing more of it moves. */
  #exhaust(session: string | null, error: GuardError): Ending | undefined {
    if (session === null) return undefined;
    const ending = { error, untold: 0 };
    const [oldest] = this.#ending.keys();
    if (this.#ending.size >= MAX_ENDING && oldest !== undefined) this.#ending.delete(oldest);
    this.#ending.set(session, ending);
    this.#options.onExhausted(session, error);
    return ending;
  }

  /** However many refusals one server causes, there is room for those of others. */
  #hasRoomForRefusal(server: string, bytes: number): boolean {
    const { maxBytes, now } = this.#options;
    const hour = Math.floor(now() / HOUR);
    if (hour !== this.#refusalsHour) this.#refusals.clear();
    this.#refusalsHour = hour;
    const key = this.#refusals.has(server) || this.#refusals.size < MAX_COUNTED ? server : '';
    const used = (this.#refusals.get(key) ?? 0) + bytes;
    if (used > (maxBytes * REFUSAL_SHARE - this.#bytes) * REFUSALS_OF_ONE) return false;
    this.#refusals.set(key, used);
    return true;
  }
}

const recordIsFull = (): GuardError =>
  new GuardError('INTERNAL', 'nothing moves because the record is full', { rule: 'audit.max_bytes', hint: WAY_OUT });

/** In pages: a row that is longer than half of one has it for itself. */
function sizeOf(entry: AuditEntry): number {
  const { session, actor, server, method, target, rpcId, code, rule, detail, findings } = entry;
  let bytes = ROW_BYTES;
  for (const text of [session, actor, server, method, target, rpcId, code, rule, detail, findings])
    if (text !== null) bytes += Buffer.byteLength(text);
  return bytes > PAGE ? Math.ceil(bytes / PAGE) * PAGE : Math.ceil(PAGE / Math.floor(PAGE / bytes));
}
