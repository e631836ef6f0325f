import { isObject, member, type JsonObject, type JsonValue } from '@mcp-guard/core';
import type { ServerRun } from './client-format.js';

/** The words of one client for what every client declares about a server. */
export interface Spelling {
  readonly command: string;
  /** Absent: the command is a list, and its arguments are the rest of it. */
  readonly args: string | undefined;
  readonly env: string;
  /** The one that takes precedence is first. */
  readonly urls: readonly string[];
  /** These of `urls` mean SSE if the entry names no type. */
  readonly sse: readonly string[];
  /** The keys that hold headers. */
  readonly headers: readonly string[];
  /** The type of a server that a command starts; nothing if the client has no type for those. */
  readonly stdio: string | undefined;
  /** Other keys that a client refuses, or misreads, beside a command. */
  readonly onlyRemote: readonly string[];
}

/** As in Claude Desktop, which most clients followed. */
export const COMMON: Spelling = {
  command: 'command',
  args: 'args',
  env: 'env',
  urls: ['url'],
  sse: [],
  headers: ['headers'],
  stdio: 'stdio',
  onlyRemote: ['oauth'],
};

/** The keys that name a type. */
export const TYPE_KEYS: readonly string[] = ['type', 'transport'];

/** Values of `type`, written without capitals, `-` and `_`. */
const TYPES: ReadonlyMap<string, 'stdio' | 'remote' | Transport> = new Map([
  ['stdio', 'stdio'],
  ['local', 'stdio'],
  ['http', 'streamable-http'],
  ['streamablehttp', 'streamable-http'],
  ['sse', 'sse'],
  ['ws', 'websocket'],
  ['websocket', 'websocket'],
  ['remote', 'remote'], // over any of them
]);

type Transport = Extract<ServerRun, { kind: 'remote' }>['transport'];

/** Reports how a server runs, and only what is certain: clients differ in ambiguous cases. */
export function readRun(entry: JsonValue, spelling: Spelling): ServerRun {
  if (!isObject(entry)) return unknown('it is not an object');
  const headers = spelling.headers.reduce<JsonValue | undefined>(given, entry);
  if ([entry, given(entry, spelling.env), headers].some(isMerged)) return MERGED;
  const command = given(entry, spelling.command);
  const urlKey = spelling.urls.find((key) => given(entry, key) !== undefined);
  if (urlKey !== undefined) {
    if (command !== undefined) return unknown(`it has both ${spelling.command} and ${urlKey}`);
    return withType(entry, readRemote(entry, urlKey, spelling));
  }
  if (command !== undefined) return withType(entry, readStdio(entry, command, spelling));
  return unknown(`it has no ${[spelling.command, ...spelling.urls].join(' and no ')}`);
}

/** The type may be missing, but must not contradict. */
function withType(entry: JsonObject, run: ServerRun): ServerRun {
  if (run.kind === 'unknown') return run;
  const transport = given(entry, 'transport'); // an object is no type
  const named = [given(entry, 'type'), typeof transport === 'string' ? transport : undefined];
  const types = new Set(named.flatMap((type) => (type === undefined ? [] : [typeOf(type)])));
  if (types.has(undefined)) return unknown('its type is not known');
  if (types.size > 1) return unknown('its type and its transport differ');
  const [type] = types;
  if (type === undefined) return run;
  if ((type === 'stdio') !== (run.kind === 'stdio')) return unknown(`its type is not that of a ${run.kind} server`);
  return run.kind === 'stdio' || type === 'stdio' || type === 'remote' ? run : { ...run, transport: type };
}

const typeOf = (type: JsonValue): 'stdio' | 'remote' | Transport | undefined =>
  typeof type === 'string' ? TYPES.get(type.toLowerCase().replaceAll(/[-_]/g, '')) : undefined;

/**
 * The transport where the entry names none. Clients that try several end with SSE at a path that is named so, as its
 * servers have done since 2024.
 */
export function guessTransport(url: string, isSse: boolean): Transport {
  if (/^wss?:/i.test(url)) return 'websocket';
  return isSse || /^[^?#]*\/sse\/?(?:[?#]|$)/i.test(url) ? 'sse' : 'streamable-http';
}

function readStdio(
  entry: JsonObject,
  line: JsonValue,
  { command: key, args: argsKey, env: envKey }: Spelling,
): ServerRun {
  const texts = argsKey === undefined ? readTexts(line) : readCommand(line);
  if (!texts) return unknown(`${key} is not ${argsKey === undefined ? 'a list of texts' : 'a text'}`);
  const [command = '', ...rest] = texts;
  if (command === '') return unknown(`${key} is empty`);
  const args = argsKey === undefined ? rest : readTexts(given(entry, argsKey) ?? []);
  if (!args) return unknown(`${argsKey} is not a list of texts`);
  const env = readTextsByName(given(entry, envKey) ?? {});
  return env ? { kind: 'stdio', command, args, env } : unknown(`${envKey} does not hold texts by name`);
}

function readRemote(entry: JsonObject, urlKey: string, spelling: Spelling): ServerRun {
  const url = given(entry, urlKey);
  if (typeof url !== 'string') return unknown(`${urlKey} is not a text`);
  if (url === '') return unknown(`${urlKey} is empty`);
  const headers = readTextsByName(spelling.headers.reduce<JsonValue | undefined>(given, entry) ?? {});
  return headers
    ? { kind: 'remote', url, headers, transport: guessTransport(url, spelling.sse.includes(urlKey)) }
    : unknown(`${spelling.headers.join('.')} does not hold texts by name`);
}

/** YAML's `<<: *other` fills a map from elsewhere; some clients support it, others do not. */
export const MERGE = '<<';

export const isMerged = (value: JsonValue | undefined): boolean => given(value, MERGE) !== undefined;

export const MERGED: ServerRun = { kind: 'unknown', why: `it takes values from another place in the file (${MERGE})` };

const unknown = (why: string): ServerRun => ({ kind: 'unknown', why });

/** A member with a value: many programs write `null` for none. */
export const given = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  member(value, key) ?? undefined;

const readCommand = (value: JsonValue): readonly string[] | undefined =>
  typeof value === 'string' ? [value] : undefined;

const isText = (value: JsonValue): value is string => typeof value === 'string';

const readTexts = (value: JsonValue): readonly string[] | undefined =>
  Array.isArray(value) && value.every(isText) ? value : undefined;

/** Numbers and booleans are their text: `PORT: 8080` is what people write. */
export function readTextsByName(value: JsonValue): Readonly<Record<string, string>> | undefined {
  if (!isObject(value)) return undefined;
  const texts = new Map<string, string>();
  for (const [name, item] of Object.entries(value)) {
    if (item === null || typeof item === 'object') return undefined;
    texts.set(name, String(item));
  }
  return Object.fromEntries(texts);
}
