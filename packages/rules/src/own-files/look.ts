import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { FsBudget } from '@mcp-guard/policy';

/** Returns nothing if there is nothing, or nothing that this process may see. */
export function look(path: string, looks?: FsBudget): Stats | undefined {
  try {
    looks?.spend(path);
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Identifies a file that has more than one name. */
export const identifyLinked = (stat: Stats | undefined): string | undefined =>
  stat?.isFile() && stat.nlink > 1 ? `${stat.dev}:${stat.ino}` : undefined;

/** All that stands in a folder and below. */
export function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
