import { userInfo } from 'node:os';
import { isObject, parseJson } from '../wire/jsonrpc.js';
import { readPrivate, writePrivate } from './private-file.js';

/** Who the user is, and how the system and the terminal speak. */
const USUAL = /^(?:USER|LOGNAME|SHELL|TERM|TMPDIR|TZ|DISPLAY|WAYLAND_DISPLAY|LC_[A-Z]+|XDG_[A-Z_]+)$/;
/** A company's proxy and certificate authority: without them no server reaches the network there. */
const NETWORK = new RegExp(
  `^(?:${[
    '(?:HTTPS?|NO|ALL)_PROXY|(?:https?|no|all)_proxy',
    'NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE',
  ].join('|')})$`,
);

/** Whether servers get this variable of a person's terminal without being told to. */
export const isOfTerminal = (name: string): boolean => USUAL.test(name) || NETWORK.test(name);

const MAX_VALUE = 8192;
const MAX_FILE_BYTES = 2 ** 18;

type Environment = Readonly<Record<string, string>>;

/**
 * Keeps what servers get of a terminal from their next start on. A desktop client's own environment knows no proxy, and
 * the first client to come must not decide for the others.
 * @param record `GuardPaths.environment`, in a home that is there
 * @param further names, of `daemon.pass_env`
 */
export function recordEnvironment(record: string, env: NodeJS.ProcessEnv, further: readonly string[]): void {
  const named = new Set(further);
  const kept = Object.entries(env).filter(
    ([name, value]) => (isOfTerminal(name) || named.has(name)) && value !== undefined && value.length <= MAX_VALUE,
  );
  const text = `${JSON.stringify(Object.fromEntries(kept))}\n`;
  if (Buffer.byteLength(text) <= MAX_FILE_BYTES) writePrivate(record, text);
}

/**
 * What servers get of the terminal that was recorded last; where none was, who the user is.
 * @param further names that are wanted now; what was recorded and is wanted no more is left out
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
    return {}; // a user that the system has no name for
  }
}
