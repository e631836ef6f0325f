import { isObject, type JsonValue } from '@mcp-guard/core';
import type { ClientServer, LaunchKeys } from './client-format.js';
import { COMMON, given, isMerged, MERGE, MERGED, readRun, TYPE_KEYS, type Spelling } from './read-run.js';
import type { KeyPath, ParsedText } from './syntax/syntax.js';

/** How one client's entries are written. */
export interface EntryWords {
  readonly spelling?: Partial<Spelling>;
  /** The key that switches an entry off: `disabled: true` or `enabled: false`. Absent: entries cannot be switched off. */
  readonly off?: 'disabled' | 'enabled';
  /** The key that names the tools called without asking; `true` or `*` is all of them. */
  readonly unasked?: string;
}

/** The servers by name under a key, as most clients have them. None if there is no such key. */
export function readNamedServers(
  file: ParsedText,
  keys: readonly string[],
  words: EntryWords,
): readonly ClientServer[] {
  const { value, path, isFromElsewhere } = follow(file.value, keys);
  if (value === undefined) return isFromElsewhere ? [merged(file, path, keys.join('.'), null)] : [];
  if (!isObject(value)) return [notAList(file, path, keys, value, 'it does not hold servers by name')];
  return Object.entries(value).map(([name, entry]) => {
    const place = [...path, name];
    return name === MERGE ? merged(file, place, name, entry) : readServer(file, place, name, entry, words);
  });
}

/** Servers that come from another place in the file, shown as one server. */
const merged = (file: ParsedText, path: KeyPath, name: string, entry: JsonValue): ClientServer => ({
  ...readServer(file, path, name, entry, {}),
  run: MERGED,
});

export function readServer(
  file: ParsedText,
  path: KeyPath,
  name: string,
  entry: JsonValue,
  { spelling, off, unasked }: EntryWords,
): ClientServer {
  const words = { ...COMMON, ...spelling };
  return {
    name,
    path,
    place: file.placeOf(path),
    run: readRun(entry, words),
    keys: keysOf(words),
    disabled: off !== undefined && given(entry, off) === (off === 'disabled'),
    unasked: unasked === undefined ? [] : readUnasked(given(entry, unasked)),
    entry,
  };
}

export const keysOf = (
  { command, args, env, urls, headers, stdio, onlyRemote }: Spelling,
  before: readonly string[] = [],
): LaunchKeys => ({
  command: [...before, command],
  args: args === undefined ? undefined : [...before, args],
  env: [...before, env],
  headers: [...before, ...headers],
  types: TYPE_KEYS.map((key) => ({ at: [...before, key], stdio })),
  remote: [...[...urls, ...onlyRemote].map((key) => before.concat(key)), before.concat(headers)],
});

/** A value of another shape in place of the servers, shown as one server. */
export const notAList = (
  file: ParsedText,
  path: KeyPath,
  keys: readonly string[],
  entry: JsonValue,
  why: string,
): ClientServer => ({ ...readServer(file, path, keys.join('.'), entry, {}), run: { kind: 'unknown', why } });

interface Followed {
  readonly value: JsonValue | undefined;
  readonly path: KeyPath;
  /** A map on the path takes values from another place in the file. */
  readonly isFromElsewhere: boolean;
}

/** The value below the keys, or the first value on the path that has no keys. */
export function follow(root: JsonValue, keys: readonly string[]): Followed {
  let value: JsonValue | undefined = root ?? undefined;
  let isFromElsewhere = false;
  for (const [depth, key] of keys.entries()) {
    if (!isObject(value)) return { value, path: keys.slice(0, depth), isFromElsewhere };
    isFromElsewhere ||= isMerged(value);
    value = given(value, key);
  }
  return { value, path: keys, isFromElsewhere };
}

function readUnasked(value: JsonValue | undefined): true | readonly string[] {
  if (value === true) return true;
  const names = Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
  return names.includes('*') || names;
}
