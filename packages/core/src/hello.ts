import { isErrorCode, type ErrorCode } from './errors.js';
import { isObject, type JsonObject } from './jsonrpc.js';

/** Version of the handshake between bridge and daemon. */
export const HELLO_VERSION = 1;
export const MAX_HELLO_BYTES = 65_536;

/** The first line of a bridge. It can name a server of the configuration and nothing else. */
export interface Hello {
  readonly server: string;
  /** Hex of `daemon.key`. */
  readonly key: string;
  /** The client's working folder, where servers without `cwd` start. */
  readonly cwd: string;
  /** The configuration that the client's entry names; none for the one in the home. */
  readonly config: string | undefined;
  /** `MCP_GUARD_API_KEY` of the client's own configuration. It is said here and nowhere else. */
  readonly credential: string | undefined;
}

/** The daemon's first line: the session is open, and here is its server's log. */
export interface Welcome {
  readonly log: string;
}

/** How the daemon ends a session that it did not just let end. */
export interface Farewell {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
}

/**
 * Begins the farewell, the last line of a session. A raw NUL stands in no JSON text,
 * and the daemon forwards nothing else.
 */
export const FAREWELL_MARK = 0;

export const toHelloLine = (hello: Hello): string => `${JSON.stringify({ mcp_guard: HELLO_VERSION, ...hello })}\n`;

export function parseHello(line: string): Hello | undefined {
  const value = parseObject(line);
  if (value?.['mcp_guard'] !== HELLO_VERSION) return undefined;
  const { server, key, cwd, config, credential } = value;
  if (typeof server !== 'string' || typeof key !== 'string' || typeof cwd !== 'string') return undefined;
  if (config !== undefined && typeof config !== 'string') return undefined;
  if (credential !== undefined && typeof credential !== 'string') return undefined;
  return { server, key, cwd, config, credential };
}

export function parseWelcome(line: string): Welcome | undefined {
  const log = parseObject(line)?.['log'];
  return typeof log === 'string' ? { log } : undefined;
}

export const toFarewell = (farewell: Farewell): string => `\0${JSON.stringify(farewell)}\n`;

export function parseFarewell(text: string): Farewell | undefined {
  const value = parseObject(text);
  if (!value || !isErrorCode(value['code']) || typeof value['message'] !== 'string') return undefined;
  const hint = value['hint'];
  return { code: value['code'], message: value['message'], hint: typeof hint === 'string' ? hint : undefined };
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
