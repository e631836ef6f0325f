import { lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { guardPaths } from '@mcp-guard/core';

/** Files that stand in no list of paths: beside the database, and the record's journal. */
const BESIDE = ['mcp-guard.db-wal', 'mcp-guard.db-shm', 'journal'];

/** Names of what the guard keeps in its home, directly in it. */
function ownNames(home: string): ReadonlySet<string> {
  const paths = Object.values<string>({ ...guardPaths(home) }).map((path) => relative(home, path).split(sep)[0] ?? '');
  return new Set([...paths, ...BESIDE].filter((name) => name !== ''));
}

/** The contents of a home: files of the guard, and others that somebody else has put there. */
export interface HomeContents {
  readonly own: readonly string[];
  readonly others: readonly string[];
}

/** Returns nothing for a folder that is not this user's or has no key of the guard: then it is no home. */
export function readHome(home: string): HomeContents | undefined {
  const key = basename(guardPaths(home).key);
  try {
    const stat = lstatSync(home);
    if (!stat.isDirectory() || stat.uid !== process.getuid?.()) return undefined;
    const names = readdirSync(home);
    if (!names.includes(key)) return undefined;
    const known = ownNames(home);
    return { own: names.filter((name) => known.has(name)), others: names.filter((name) => !known.has(name)) };
  } catch {
    return undefined;
  }
}

/** Removes what the guard keeps in its home, and the folder if nothing else is in it. */
export function removeHome(home: string, { own, others }: HomeContents): void {
  for (const name of own) rmSync(join(home, name), { recursive: true, force: true });
  if (others.length === 0) rmdirSync(home);
}
