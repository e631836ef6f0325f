import { isObject, type JsonValue } from '@mcp-guard/core';
import type { ClientServer, LaunchKeys } from './client-format.js';
import { COMMON, given, isMerged, MERGE, MERGED, readRun, type Spelling } from './read-run.js';
import type { KeyPath, ParsedText } from './syntax/syntax.js';

/** How the entries of one client read. */
export interface EntryWords {
  readonly spelling?: Partial<Spelling>;
  /** With which word an entry is switched off: `disabled: true` or `enabled: false`. Without: it cannot be. */
  readonly off?: 'disabled' | 'enabled';
  /** What names the tools that are called without asking; `true` or `*` is all of them. */
  readonly unasked?: string;
}

/** The servers that stand by name under a key, as most clients have them. None where there is no such key. */
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

/** Servers that another place in the file brings, as the one that they are shown as. */
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

export const keysOf = ({ command, args, env, headers }: Spelling, before: readonly string[] = []): LaunchKeys => ({
  command: [...before, command],
  args: args === undefined ? undefined : [...before, args],
  env: [...before, env],
  headers: [...before, ...headers],
});

/** What stands where servers should, as the one server that it is shown as. */
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
  /** A map on the way is filled from another place in the file. */
  readonly isFromElsewhere: boolean;
}

/** What stands below the keys, or the first thing on the way that has no keys. */
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
