import { GuardError, isErrorCode, type ErrorCode } from '../errors.js';
import { isHint, type Hint } from '../hint.js';
import { isObject, tryParseJson, type JsonObject, type JsonValue } from '../wire/jsonrpc.js';
import { isForwardName, MAX_FORWARDED } from './forward.js';

/**
 * Version of the handshake between bridge and daemon. An optional member needs no new version: a daemon that does not
 * know `forward` has no configuration that asks for it, and one that misses a value names it.
 */
export const HELLO_VERSION = 1;
export const MAX_HELLO_BYTES = 65_536;

/** The first line of a bridge. It can name a server of the configuration and nothing else. */
export interface Hello {
  readonly server: string;
  /** Hex of `daemon.key`. */
  readonly key: string;
  /** The client's working folder, where servers without `cwd` start. */
  readonly cwd: string;
  /** The configuration that the client's entry names, or the one in the home; older bridges omit it then. */
  readonly config: string | undefined;
  /** `MCP_GUARD_API_KEY` of the client's own configuration. It is sent here and nowhere else. */
  readonly credential: string | undefined;
  /** Values that the client resolved, by the names that `MCP_GUARD_FORWARD` gives. They are sent here and nowhere else. */
  readonly forward: ReadonlyMap<string, string>;
}

/** The daemon's first line: the session is open, and here is its server's log. */
export interface Welcome {
  readonly log: string;
  /** Its id in the record. Older daemons omit it. */
  readonly session: string | undefined;
  /** The daemon reads and writes the descriptors that came with the hello, and the bridge copies nothing. Older daemons omit it. */
  readonly isHandedOver: boolean;
}

/** The error with which the daemon ends a session. */
export interface Farewell {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: Hint | undefined;
  /** The row that records a refused bridge. Older daemons omit it. */
  readonly auditId?: string | undefined;
}

/**
 * Begins the farewell, the last line of a session. No JSON text contains a raw NUL,
 * and the daemon forwards nothing else.
 */
export const FAREWELL_MARK = 0;

/** A daemon that holds the client's input and output sends this to the bridge where a session ends without an error. */
export const SESSION_ENDED = '\n';

/** Throws CONFIG_INVALID with the name of the longest value if forwarded values make it longer than a daemon reads. */
export function toHelloLine(hello: Hello): string {
  const forward = hello.forward.size === 0 ? undefined : [...hello.forward]; // pairs, since an object hides duplicates
  const line = `${JSON.stringify({ mcp_guard: HELLO_VERSION, ...hello, forward })}\n`;
  if (!forward || Buffer.byteLength(line) <= MAX_HELLO_BYTES) return line;
  const [longest] = forward.toSorted(([, a], [, b]) => b.length - a.length).flatMap(([name]) => name);
  const what = `a client can send at most ${MAX_HELLO_BYTES} bytes about itself; the longest value is that of ${longest}`;
  throw new GuardError('CONFIG_INVALID', what);
}

export function parseHello(line: string): Hello | undefined {
  const value = parseObject(line);
  if (value?.['mcp_guard'] !== HELLO_VERSION) return undefined;
  const { server, key, cwd, config, credential } = value;
  if (typeof server !== 'string' || typeof key !== 'string' || typeof cwd !== 'string') return undefined;
  if (config !== undefined && typeof config !== 'string') return undefined;
  if (credential !== undefined && typeof credential !== 'string') return undefined;
  const forward = parseForward(value['forward']);
  return forward && { server, key, cwd, config, credential, forward };
}

/** Returns nothing unless each name may be asked for and occurs once. */
function parseForward(pairs: JsonValue | undefined): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>();
  if (pairs === undefined) return values;
  if (!Array.isArray(pairs) || pairs.length > MAX_FORWARDED) return undefined;
  for (const pair of pairs) {
    const [name, value, ...rest] = Array.isArray(pair) ? pair : [];
    if (typeof name !== 'string' || typeof value !== 'string' || rest.length > 0) return undefined;
    if (!isForwardName(name) || value.includes('\0') || values.has(name)) return undefined;
    values.set(name, value);
  }
  return values;
}

export const toWelcomeLine = ({ log, session, isHandedOver }: Welcome): string =>
  `${JSON.stringify({ log, session, handed_over: isHandedOver || undefined })}\n`;

export function parseWelcome(line: string): Welcome | undefined {
  const value = parseObject(line);
  const log = value?.['log'];
  const session = value?.['session'];
  if (typeof log !== 'string') return undefined;
  return {
    log,
    session: typeof session === 'string' ? session : undefined,
    isHandedOver: value?.['handed_over'] === true,
  };
}

export const toFarewell = (farewell: Farewell): string => `\0${JSON.stringify(farewell)}\n`;

export function parseFarewell(text: string): Farewell | undefined {
  const value = parseObject(text);
  if (!value || !isErrorCode(value['code']) || typeof value['message'] !== 'string') return undefined;
  const { hint, auditId } = value;
  return {
    code: value['code'],
    message: value['message'],
    hint: isHint(hint) ? hint : undefined,
    auditId: typeof auditId === 'string' ? auditId : undefined,
  };
}

function parseObject(text: string): JsonObject | undefined {
  const value = tryParseJson(text);
  return isObject(value) ? value : undefined;
}
