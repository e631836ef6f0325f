import { realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { guardHome } from '@mcp-guard/core';
import { leadsToGuard, toReal } from '../scan/installed-guard.js';
import { isOfProject } from '../scan/project-guard.js';
import type { GuardProgram } from './guard-program.js';

/** The command of the guard in a file that others use on machines of their own. */
export const PORTABLE = 'mcp-guard';
/** Entries of a search path that are looked at. */
const MAX_ENTRIES = 256;

/** Why an entry cannot start the guard by its name alone; nothing if it can. */
export function whyNotPortable({ bin, searchPath = '', entrance, config }: GuardProgram): string | undefined {
  if (config !== entrance.config) return 'your configuration is not the one in the home';
  if (entrance.home !== guardHome({})) return 'MCP_GUARD_HOME is set';
  const found = findOnPath(searchPath);
  if (found === undefined) return 'mcp-guard is not on your PATH';
  const isOurs = toReal(found) === toReal(bin) || (leadsToGuard(found) && !isOfProject(found, undefined));
  return isOurs ? undefined : 'the mcp-guard on your PATH is another program';
}

/** The entries of a search path that lead to the same folder everywhere. */
export const absoluteEntries = (searchPath: string): readonly string[] =>
  searchPath
    .split(delimiter)
    .slice(0, MAX_ENTRIES)
    .filter((folder) => isAbsolute(folder));

const findOnPath = (searchPath: string): string | undefined =>
  absoluteEntries(searchPath)
    .map((folder) => join(folder, PORTABLE))
    .find((path) => isProgram(path));

function isProgram(path: string): boolean {
  try {
    const stat = statSync(realpathSync(path));
    return stat.isFile() && (stat.mode & 0o111) !== 0;
  } catch {
    return false;
  }
}
