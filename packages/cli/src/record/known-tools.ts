import { existsSync } from 'node:fs';
import type { GuardPaths } from '@mcp-guard/core';
import type { ToolKind } from '@mcp-guard/store';
import { readRecord } from './open-record.js';

/** The kind that the server claims for each tool; `null` if it claims none. */
export type KnownTools = ReadonlyMap<string, ToolKind | null>;

/** The tools that servers have shown so far, by server, in the order of their names; none before the first record. */
export function readKnownTools(paths: GuardPaths, env: NodeJS.ProcessEnv): ReadonlyMap<string, KnownTools> {
  if (!existsSync(paths.database)) return new Map();
  return readRecord(paths, env, (record) => {
    const kinds = readOr(() => record.shownTools.kinds());
    const shown = readOr(() => record.shownTools.all());
    return new Map(
      [...(shown ?? [])].map(([server, tools]) => [
        server,
        new Map([...tools.keys()].toSorted().map((tool) => [tool, kinds?.get(server)?.get(tool) ?? null])),
      ]),
    );
  });
}

/** Their names alone. */
export const readShownTools = (paths: GuardPaths, env: NodeJS.ProcessEnv): ReadonlyMap<string, readonly string[]> =>
  new Map([...readKnownTools(paths, env)].map(([server, tools]) => [server, [...tools.keys()]]));

/** A record of an older version has none. */
function readOr<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
