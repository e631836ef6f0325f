import { existsSync } from 'node:fs';
import type { GuardPaths } from '@mcp-guard/core';
import type { ToolKind } from '@mcp-guard/store';
import { openRecord } from '../record/open-record.js';

/** By name, what the server says that it does; `null` if it says nothing. */
export type KnownTools = ReadonlyMap<string, ToolKind | null>;

/** The tools that servers have shown so far, by server, in the order of their names; none before the first record. */
export function readKnownTools(paths: GuardPaths, env: NodeJS.ProcessEnv): ReadonlyMap<string, KnownTools> {
  if (!existsSync(paths.database)) return new Map();
  const record = openRecord(paths, env);
  try {
    const kinds = readOr(() => record.shownTools.kinds());
    const shown = readOr(() => record.shownTools.all());
    return new Map(
      [...(shown ?? [])].map(([server, tools]) => [
        server,
        new Map([...tools.keys()].toSorted().map((tool) => [tool, kinds?.get(server)?.get(tool) ?? null])),
      ]),
    );
  } finally {
    record.close();
  }
}

/** Nothing in a record of an older version. */
function readOr<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
