import { userInfo } from 'node:os';
import { isObject, parseJson } from '../wire/jsonrpc.js';
import { readPrivate, writePrivate } from './private-file.js';

/** The user, and the language of the system and the terminal. */
const USUAL = /^(?:USER|LOGNAME|SHELL|TERM|TMPDIR|TZ|DISPLAY|WAYLAND_DISPLAY|LC_[A-Z]+|XDG_[A-Z_]+)$/;
/** A company's proxy and certificate authority: without them no server reaches the network there. */
const NETWORK = new RegExp(
  `^(?:${[
    '(?:HTTPS?|NO|ALL)_PROXY|(?:https?|no|all)_proxy',
    'NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE',
    // The same for the programs that fetch packages: where from is not theirs to say.
    'npm_config_(?:cafile|proxy|https_proxy)|NPM_CONFIG_(?:CAFILE|PROXY|HTTPS_PROXY)',
    'PIP_(?:CERT|PROXY)|UV_(?:NATIVE_TLS|SYSTEM_CERTS)|DENO_(?:CERT|TLS_CA_STORE)',
    'AWS_CA_BUNDLE|GIT_SSL_CAINFO',
  ].join('|')})$`,
);

/** Servers get this variable of a person's terminal by default. */
export const isOfTerminal = (name: string): boolean => USUAL.test(name) || NETWORK.test(name);

/** The programs of a desktop meet here. It is kept for the guard's own notifications; servers do not get it. */
export const DESKTOP_BUS = 'DBUS_SESSION_BUS_ADDRESS';

/** These move the files of clients. They are kept to hold those files against messages; servers do not get them. */
export const PLACES_OF_CLIENTS: readonly string[] = [
  'CLAUDE_CONFIG_DIR',
  'CLINE_DATA_DIR',
  'CLINE_DIR',
  'CLINE_MCP_SETTINGS_PATH',
  'CODEX_HOME',
  'COPILOT_HOME',
  'CRUSH_GLOBAL_CONFIG',
  'OPENCODE_CONFIG',
  'QWEN_HOME',
];

/** A daemon that a person starts at a terminal keeps this variable. */
export const isKept = (name: string): boolean =>
  name === DESKTOP_BUS || PLACES_OF_CLIENTS.includes(name) || isOfTerminal(name);

const MAX_VALUE = 8192;
const MAX_FILE_BYTES = 2 ** 18;

type Environment = Readonly<Record<string, string>>;

/**
 * Keeps the variables that servers get from a terminal from their next start on. A desktop client's own environment
 * names no proxy, and the first client must not decide for the others.
 * @param record `GuardPaths.environment`, in a home that is there
 * @param further names, of `daemon.pass_env`
 */
export function recordEnvironment(record: string, env: NodeJS.ProcessEnv, further: readonly string[]): void {
  const named = new Set(further);
  const kept = Object.entries(env).filter(
    ([name, value]) => (isKept(name) || named.has(name)) && value !== undefined && value.length <= MAX_VALUE,
  );
  const text = `${JSON.stringify(Object.fromEntries(kept))}\n`;
  if (Buffer.byteLength(text) <= MAX_FILE_BYTES) writePrivate(record, text);
}

/**
 * The variables that servers get from the terminal that was recorded last; without one, those of the user.
 * @param further names that are wanted now; recorded variables that are no longer wanted are left out
 */
export function readEnvironment(record: string, further: readonly string[]): Environment {
  const recorded = parseRecord(readPrivate(record, MAX_FILE_BYTES));
  if (!recorded) return ownNames();
  const named = new Set(further);
  return Object.fromEntries(Object.entries(recorded).filter(([name]) => isOfTerminal(name) || named.has(name)));
}

function parseRecord(text: string | undefined): Environment | undefined {
  if (text === undefined) return undefined;
  try {
    const value = parseJson(text);
    if (!isObject(value)) return undefined;
    const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return Object.fromEntries(entries);
  } catch {
    return undefined;
  }
}

function ownNames(): Environment {
  try {
    const { username, shell } = userInfo();
    return { USER: username, LOGNAME: username, ...(shell !== null && { SHELL: shell }) };
  } catch {
    return {}; // a user without a name in the system
  }
}
