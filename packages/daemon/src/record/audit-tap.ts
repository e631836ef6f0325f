import { isServerFailure, type Call, type GuardError, type Malformed, type Message } from '@mcp-guard/core';
import { CALL_METHODS, emptyEntry, type AuditEntry, type AuditKind } from '@mcp-guard/store';
import { answersCall, isKnown, targetOf, type AskedRequest, type Direction, type Judgement } from '@mcp-guard/rules';
import { toFindingsText } from './audit-findings.js';

const MAX_TARGET = 512;
const MAX_DETAIL = 2048;
/** Ids that count requests: no number so short is an account, a card or a person's. */
const COUNTER = /^\d{1,8}$/;

/** The names of a message and the request that it answers in the record. */
export type RecordedNames = Pick<AuditEntry, 'method' | 'target' | 'rpcId'>;

/** The request that a message asks or answers. */
interface OpenedRequest extends AskedRequest {
  /** When it was sent: `performance.now`. */
  readonly sentAt: number | undefined;
  /** Kept by the tap from the request to its answer. */
  names?: RecordedNames | undefined;
  isCounted?: true | undefined;
}

/** The facts of a message before anything was decided. */
export interface Arrival {
  readonly at: number;
  /** `performance.now` */
  readonly started: number;
  readonly direction: Direction;
  readonly message: Message | Malformed;
  readonly request: OpenedRequest | undefined;
  readonly bytesIn: number;
}

type Outcome = Pick<AuditEntry, 'outcome' | 'code' | 'rule' | 'detail' | 'bytesOut'>;
type Found = Pick<AuditEntry, 'warn' | 'findings'>;
const NOTHING_FOUND: Found = { warn: false, findings: null };

/** The end of a judged message. */
export type Concluded =
  | { readonly kind: 'send'; readonly note?: string }
  | { readonly kind: 'refuse' | 'hold'; readonly error: GuardError };

/**
 * Writes down both ends of a message's way through the guard: it is called before and
 * after the interceptors, which cannot skip it. It never looks into a payload.
 */
export class AuditTap {
  readonly #session: string;
  readonly #actor: string;
  readonly #server: string;
  readonly #forRecord: (text: string, limit: number) => string;
  readonly traffic: Traffic = new Traffic();

  /**
   * @param actor the user's name
   * @param forRecord cuts names and words, and takes out what may stand in no record
   */
  constructor(session: string, actor: string, server: string, forRecord: (text: string, limit: number) => string) {
    this.#session = session;
    this.#actor = actor;
    this.#server = server;
    this.#forRecord = forRecord;
  }

  /** @param request that the message asks or answers */
  arrived(direction: Direction, message: Message | Malformed, bytesIn: number, request?: OpenedRequest): Arrival {
    return { at: Date.now(), started: performance.now(), direction, message, bytesIn, request };
  }

  /** @param said what is known by this message; it may stand in the record */
  settled(arrival: Arrival, judgement: Judgement, decision: Concluded, said?: string): AuditEntry {
    const { message, rewritten, notes, rule = null, findings } = judgement;
    const found: Found = {
      warn: findings.some(({ action }) => action === 'warn'),
      findings: findings.length === 0 ? null : toFindingsText(findings),
    };
    if (decision.kind !== 'send') {
      const { kind, error } = decision;
      return this.#toRow(arrival, this.#toRefusal(error, kind === 'hold' ? 'hold' : 'block'), found);
    }
    const words = [
      ...notes,
      ...(decision.note === undefined ? [] : [decision.note]),
      ...(said === undefined ? [] : [said]),
    ];
    const detail = words.length === 0 ? null : clip(words.join('; ') || null, MAX_DETAIL);
    const outcome = rewritten ? 'redact' : 'allow';
    return this.#toRow(arrival, { outcome, code: null, rule, detail, bytesOut: message.bytes.length }, found);
  }

  /** The requester cancelled the request before it was sent. */
  cancelled(entry: AuditEntry): AuditEntry {
    this.traffic.refuse(entry);
    return { ...entry, outcome: 'block', detail: 'cancelled before it was sent', bytesOut: 0 };
  }

  /** A cancellation whose request the other end never gets, so that it goes no further. */
  absorbed(entry: AuditEntry): AuditEntry {
    return { ...entry, detail: [entry.detail ?? [], 'what this cancels was not sent'].flat().join('; '), bytesOut: 0 };
  }

  /** The message never reached the interceptors. */
  rejected(arrival: Arrival, error: GuardError): AuditEntry {
    return this.#toRow(arrival, this.#toRefusal(error, 'block'), NOTHING_FOUND);
  }

  /** The guard's own word to an end: an answer that no one else gives, a notice. */
  own(
    direction: Direction,
    shape: string,
    about: { method: string; id?: string; target?: string | null },
    error?: GuardError,
  ): AuditEntry {
    const row: AuditEntry = {
      ...this.event('message', shape, error),
      direction,
      method: this.#toMethod(about.method),
      target: this.#toName(about.target),
      rpcId: this.#toId(about.id),
    };
    if (error) this.traffic.refuse(row);
    return row;
  }

  /** Something happened to the session itself. */
  event(kind: AuditKind, shape: string, error?: GuardError, detail?: string): AuditEntry {
    return {
      ...emptyEntry(kind, shape),
      session: this.#session,
      actor: this.#actor,
      server: this.#server,
      outcome: error ? 'block' : 'allow',
      code: error?.code ?? null,
      detail: error ? this.#describe(error) : clip(detail ?? null, MAX_DETAIL),
    };
  }

  #toRow(arrival: Arrival, { outcome, code, rule, detail, bytesOut }: Outcome, { warn, findings }: Found): AuditEntry {
    const { at, started, direction, message, request, bytesIn } = arrival;
    const call = message.kind === 'request' || message.kind === 'notification' ? message : undefined;
    const sentAt = call ? undefined : request?.sentAt;
    const { method, target, rpcId } = this.#namesOf(message, call, request);
    const row: AuditEntry = {
      at,
      kind: 'message',
      session: this.#session,
      actor: this.#actor,
      server: this.#server,
      direction,
      shape: shapeOf(message, method),
      method,
      target,
      rpcId,
      outcome,
      warn,
      code,
      rule,
      detail,
      bytesIn,
      bytesOut,
      guardUs: Math.round((performance.now() - started) * 1000),
      waitedMs: sentAt === undefined ? null : Math.round(started - sentAt),
      findings,
    };
    this.traffic.count(row, request);
    return row;
  }

  /** An answer's names are those of its request, which were looked through when it came. */
  #namesOf(message: Arrival['message'], call: Call | undefined, request: OpenedRequest | undefined): RecordedNames {
    if (request?.names) return request.names;
    const names: RecordedNames = {
      method: this.#toMethod(call?.method ?? request?.method),
      target: this.#toName(call ? targetOf(call.method, call.params) : request?.target),
      rpcId: message.kind === 'notification' ? null : this.#toId(message.id),
    };
    if (request) request.names = names;
    return names;
  }

  #toMethod(method: string | undefined): string | null {
    return method !== undefined && isKnown(method) ? method : this.#toName(method);
  }

  #toId(id: string | undefined): string | null {
    return id !== undefined && COUNTER.test(id) ? id : this.#toName(id);
  }

  #toRefusal(error: GuardError, outcome: 'hold' | 'block'): Outcome {
    return { outcome, code: error.code, rule: error.rule ?? null, detail: this.#describe(error), bytesOut: 0 };
  }

  /** Others have chosen these texts: a method, a name, a URI, an id. None may bring a secret into the record. */
  #toName(text: string | null | undefined): string | null {
    return text === null || text === undefined ? null : this.#forRecord(text, MAX_TARGET);
  }

  /** The words of our own about content tell no values; those of others may repeat a name. */
  #describe({ code, message }: GuardError): string | null {
    return code === 'CONTENT_BLOCKED' ? clip(message, MAX_DETAIL) : this.#forRecord(message, MAX_DETAIL);
  }
}

/** Well-formed, since half a character would not come back from the database as it was hashed. */
function clip(text: string | null, length: number): string | null {
  if (text === null || text.length <= length) return text?.toWellFormed() ?? null;
  return `${text.slice(0, length).toWellFormed()}… (${text.length} characters)`;
}

/**
 * The shape of a message for the record. It is the one word of a result that is read, so that a tool that failed is not
 * recorded like one that did not.
 * @param method of the request that it makes or answers
 */
const shapeOf = (message: Message | Malformed, method: string | null): string =>
  message.kind === 'result' && answersCall(method ?? '') && message.result['isError'] === true
    ? 'tool_error'
    : message.kind;

/** How much has come through one session so far. */
class Traffic {
  /** Tools that its client has called, resources that it has read, prompts that it has fetched. */
  calls = 0;
  /** Calls that were refused, or whose answers were. */
  refused = 0;
  /** When the last message of either end passed or was refused: Unix milliseconds. */
  lastAt: number | null = null;

  /** @param request that the message makes or answers; a call that was kept open has two rows, and is counted once */
  count({ at, direction, shape, method, outcome, code }: AuditEntry, request: OpenedRequest | undefined): void {
    this.lastAt = at;
    if (!CALL_METHODS.has(method ?? '')) return;
    const isAsked = direction === 'toServer' && shape === 'request';
    const isAnswered = direction === 'toClient' && request !== undefined;
    if (isAsked && !request?.isCounted) {
      this.calls++;
      if (request) request.isCounted = true;
    }
    if (outcome === 'block' && !isServerFailure(code) && (isAsked || isAnswered)) this.refused++;
  }

  /** A request is not sent after all, or gets an error of the guard's own. */
  refuse({ method, code }: AuditEntry): void {
    if (!isServerFailure(code) && CALL_METHODS.has(method ?? '')) this.refused++;
  }
}
