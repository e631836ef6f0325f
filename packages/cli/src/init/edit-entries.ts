import { isObject, member, type JsonValue } from '@mcp-guard/core';
import type { ClientServer } from '../clients/client-format.js';
import type { Change, KeyPath, ParsedText } from '../clients/syntax/syntax.js';
import type { GuardLaunch } from './guard-launch.js';

/** The new command of a client's entry. */
export interface NewLaunch extends GuardLaunch {
  /** Variables that stay in the entry, since only the client can fill them. */
  readonly kept: readonly string[];
}

/** The names of variables whose values a bridge sends in its hello. */
export const FORWARD = 'MCP_GUARD_FORWARD';

/** Throws if the text cannot be edited without changing anything else. */
export const editEntries = (
  file: ParsedText,
  moves: readonly { readonly server: ClientServer; readonly launch: NewLaunch }[],
): string => file.replaceAll(moves.flatMap(({ server, launch }) => changesFor(server, launch)));

function changesFor(server: ClientServer, launch: NewLaunch): readonly Change[] {
  const { path, entry, keys } = server;
  const { command, args } = launch;
  const line: readonly Change[] = keys.args
    ? [
        [[...path, ...keys.command], command],
        [[...path, ...keys.args], [...args]],
      ]
    : [
        [
          [...path, ...keys.command],
          [command, ...args],
        ],
      ];
  const env = environmentChanges([...path, ...keys.env], valueAt(entry, keys.env), launch);
  return [...line, ...env, ...remoteMembers(server).map(({ at, stdio }): Change => [[...path, ...at], stdio])];
}

/**
 * Maps the members that make an entry one of a remote server to their values for a command; `undefined` removes one.
 */
function remoteMembers({ run, entry, keys: { types, remote } }: ClientServer): typeof types {
  if (run.kind !== 'remote') return [];
  const named = types.filter(({ at }) => typeof valueAt(entry, at) === 'string');
  const others = remote.filter((at) => valueAt(entry, at) !== undefined);
  return [...named, ...others.map((at) => ({ at, stdio: undefined }))];
}

function environmentChanges(
  path: KeyPath,
  env: JsonValue | undefined,
  { env: ours, kept }: NewLaunch,
): readonly Change[] {
  const added: Record<string, string> = { ...ours, ...(kept.length > 0 && { [FORWARD]: kept.join(',') }) };
  const isNeeded = kept.length > 0 || Object.keys(added).length > 0;
  if (!isObject(env)) return isNeeded ? [[path, added]] : [];
  if (!isNeeded && !Object.keys(env).some(isForGuard)) return [[path, undefined]];
  const gone = Object.keys(env).filter(
    (name) => !kept.includes(name) && !Object.hasOwn(added, name) && !isForGuard(name),
  );
  return [
    ...gone.map((name): Change => [[...path, name], undefined]),
    ...Object.entries(added).map(([name, value]): Change => [[...path, name], value]),
  ];
}

/** A person has set this variable for the guard, such as its key, and not for a server: it stays in the entry. */
export const isForGuard = (variable: string): boolean => variable.startsWith('MCP_GUARD_') && variable !== FORWARD;

/**
 * Restores what an entry started before, and keeps every other change in it.
 * @param now the entry as it is, which is ours
 * @param before the same entry as it was
 */
export function restoringChanges(now: ClientServer, before: ClientServer): readonly Change[] {
  const { command, args, env } = before.keys;
  const put = (key: readonly string[], value: JsonValue | undefined): readonly Change[] =>
    value === undefined && valueAt(now.entry, key) === undefined ? [] : [[[...now.path, ...key], value]];
  return [
    ...[command, ...(args ? [args] : [])].flatMap((key) => put(key, valueAt(before.entry, key))),
    ...remoteMembers(before).flatMap(({ at }) => put(at, valueAt(before.entry, at))),
    ...put(env, withAdded(valueAt(before.entry, env), valueAt(now.entry, env))),
  ];
}

/** An environment as it was, with what a person has set in it since. */
function withAdded(before: JsonValue | undefined, now: JsonValue | undefined): JsonValue | undefined {
  const added = Object.entries(isObject(now) ? now : {}).filter(
    ([name]) => !name.startsWith('MCP_GUARD_') && member(before, name) === undefined,
  );
  if (added.length === 0) return before;
  return Object.fromEntries([...Object.entries(isObject(before) ? before : {}), ...added]);
}

const valueAt = (entry: JsonValue, keys: readonly string[]): JsonValue | undefined =>
  keys.reduce<JsonValue | undefined>(member, entry);
