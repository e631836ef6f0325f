/*
 * How messages for people are written, here and wherever a `GuardError` is made:
 *
 * - The message says what happened and why, in one line: `the server git cannot be started: its command was not found`.
 *   It is lower case, has no full stop, and begins with its subject: the server, the call, the configuration.
 * - On the wire it becomes the end of a sentence that names the guard, `mcp-guard refused this: … (record 6)`, or `holds`
 *   for a call that waits for a person. Where the server has failed, the guard has refused nothing:
 *   `mcp-guard: the server git failed: … (record 6)`. A server may not write like that (`impersonation`).
 * - The hint says what to do, in a line of its own: a command that can be copied (`{ command }`, with `commandLine` where
 *   a name is in it), or words: a key of the configuration, a path to look at. It is shown to people and never sent to a
 *   model, which could take it for an order.
 * - Neither holds a payload, a secret or a value of a message, since both are recorded. They name the rule, the type and
 *   the place. A name that others have chosen is masked (`forRecord`, `forTerminal`) before it is put into one.
 * - Neither holds a path of another user. Paths of the guard's home, of its configuration and of a command line are shown.
 * - A model reads the message, too. It says whether the same call can succeed later, and never how a rule is avoided.
 * - Words: a client asks, a server answers, the guard refuses, a user approves or denies, the daemon stops. Requests,
 *   responses and notifications are those of JSON-RPC. A call is held, approved, denied, expired or withdrawn; a message
 *   is refused, redacted or allowed; a file cannot be read, a setting is invalid, a server cannot be started. A user is
 *   `the user` or `they`.
 * - The code says what kind of failure it is. `POLICY_DENIED` is a rule's no, `CONFIG_INVALID` what the user has to
 *   correct in a file, `USAGE` in a command line, `MALFORMED_MESSAGE` what the sender has to, `INTERNAL` a fault of the
 *   guard.
 */
import type { Hint } from './hint.js';
import { lineSafe } from './line-safe.js';

/**
 * Every way mcp-guard says no, and how each one looks on each surface.
 * `rpc` is HTTP's number + 10000: clients take a bare 401 or 403 for a missing login and
 * send the user to log in. -32768..-32000 belongs to MCP; only the JSON-RPC standard codes
 * are reused, with their standard meaning.
 */
export const ERRORS = {
  MALFORMED_MESSAGE: { rpc: -32600, http: 400, exit: 65 }, // -32700 if it is not even JSON
  INTERNAL: { rpc: -32603, http: 500, exit: 70 },
  UNAUTHENTICATED: { rpc: 10401, http: 401, exit: 77 },
  SPEND_LIMIT: { rpc: 10402, http: 402, exit: 77 },
  POLICY_DENIED: { rpc: 10403, http: 403, exit: 77 },
  CONTENT_BLOCKED: { rpc: 10422, http: 403, exit: 77 },
  UNKNOWN_SERVER: { rpc: 10404, http: 404, exit: 69 },
  APPROVAL_REQUIRED: { rpc: -32004, http: 409, exit: 75 }, // the one legacy number: agents already act on it
  MESSAGE_TOO_LARGE: { rpc: 10413, http: 413, exit: 65 },
  HALTED: { rpc: 10423, http: 423, exit: 75 },
  RATE_LIMITED: { rpc: 10429, http: 429, exit: 75 },
  UPSTREAM_UNAVAILABLE: { rpc: 10502, http: 502, exit: 69 },
  DAEMON_UNAVAILABLE: { rpc: 10503, http: 503, exit: 69 },
  CONFIG_INVALID: { rpc: -32603, http: 422, exit: 78 },
  USAGE: { rpc: -32603, http: 400, exit: 64 }, // of a command line; no message is answered with it
} as const;

export type ErrorCode = keyof typeof ERRORS;

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(ERRORS, code);

/** The server has failed; the guard has refused nothing. */
export const isServerFailure = (code: string | null): boolean => code === 'UPSTREAM_UNAVAILABLE';

/** No payloads and no secrets. */
export type ErrorData = Readonly<Record<string, string | number>>;

interface ErrorOptions {
  readonly cause?: unknown;
  /** The next step for a person. Never sent to a model. */
  readonly hint?: Hint | undefined;
  /** Place in the configuration of the rule that refused. */
  readonly rule?: string | undefined;
  /** Facts that a program can act on; they go into the refusal's `data`. */
  readonly data?: ErrorData;
  /** Only if one code has two JSON-RPC numbers. */
  readonly rpc?: number | undefined;
}

/**
 * A refusal or failure with a stable code. The message reaches clients, logs
 * and models, so it never carries a payload, a secret or a token.
 */
export class GuardError extends Error {
  override readonly name = 'GuardError';
  readonly code: ErrorCode;
  readonly hint: Hint | undefined;
  readonly rule: string | undefined;
  readonly data: ErrorData;
  readonly rpc: number;

  constructor(code: ErrorCode, message: string, { cause, hint, rule, data = {}, rpc }: ErrorOptions = {}) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
    this.rule = rule;
    this.data = data;
    this.rpc = rpc ?? ERRORS[code].rpc;
  }

  /** The same refusal with its rule's place as people find it. */
  at(rule: string): GuardError {
    const { cause, hint, data, rpc } = this;
    return new GuardError(this.code, this.message, { cause, hint, rule, data, rpc });
  }

  /** The exit code of a command that ends with this error. */
  get exit(): number {
    return ERRORS[this.code].exit;
  }

  /** Anything thrown becomes a GuardError; unknown causes are never echoed. */
  static from(thrown: unknown): GuardError {
    if (thrown instanceof GuardError) return thrown;
    const message = isOutOfFiles(thrown) ? TOO_MANY_FILES : 'unexpected failure inside mcp-guard';
    return new GuardError('INTERNAL', message, { cause: thrown });
  }
}

/** This process, or the machine, is out of descriptors; the message says nothing about what was to be opened. */
export const TOO_MANY_FILES = 'too many files and connections are open';

export const isOutOfFiles = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'EMFILE' || thrown.code === 'ENFILE');

/** The message of anything that was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The `data.source` of every refusal, so that it is not mistaken for the upstream's own error. */
export const SOURCE = 'mcp-guard';

/** The words of a refusal, as people see them in a client: who refused, what and why, and which record tells more. */
export function toWords({ code, message }: GuardError, auditId: string | undefined): string {
  const verb = code === 'APPROVAL_REQUIRED' ? ' holds this' : isServerFailure(code) ? '' : ' refused this';
  const record = auditId === undefined ? '' : ` (record ${auditId})`;
  return `${SOURCE}${verb}: ${message}${record}`;
}

/**
 * The wire form of a refusal, one line without its end.
 * @param id JSON text of the request's id; `undefined` becomes `null`
 * @param auditId the row that records it; none if it could not be recorded
 */
export function toFailure(error: GuardError, id: string | undefined, auditId: string | undefined): Buffer {
  const message = toWords(error, auditId);
  const data = { source: SOURCE, code: error.code, rule: error.rule, audit_id: auditId, ...error.data };
  const body = JSON.stringify({ code: error.rpc, message, data });
  return lineSafe(Buffer.from(`{"jsonrpc":"2.0","id":${id ?? 'null'},"error":${body}}`));
}
