import { readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { member, tryParseJson } from '@mcp-guard/core';

/** A guard that a person has installed: with links followed, its Node and its program. */
export interface InstalledGuard {
  readonly node: string | undefined;
  readonly bin: string | undefined;
}

/** The one that runs here. */
export const runningGuard = (): InstalledGuard => installedGuard(process.execPath, process.argv[1]);

export const installedGuard = (node: string, bin: string | undefined): InstalledGuard => ({
  node: toReal(node),
  bin: bin === undefined ? undefined : toReal(bin),
});

/** With links resolved; nothing if nothing is there, or this process may not see it. */
export function toReal(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The launcher that package managers put before a program: a script of some lines. */
const MAX_SHIM_BYTES = 65_536;
/** One program in the place of all that a version manager keeps. */
const SHIMS: ReadonlySet<string> = new Set(['volta-shim', 'asdf', 'mise', 'proto-shim', 'nodenv']);

/**
 * A program of this machine is a guard, behind links and the launchers of package managers. `guard-gone` reports a
 * missing one.
 */
export function leadsToGuard(path: string): boolean {
  const real = toReal(path);
  if (real === undefined) return true;
  if (basename(real) === 'mcp-guard.cjs') return nameOfPackage(join(real, '..', '..', 'package.json')) === 'mcp-guard';
  return SHIMS.has(basename(real)) || (readSmall(real)?.includes('mcp-guard') ?? false);
}

const nameOfPackage = (path: string): unknown => member(tryParseJson(readSmall(path) ?? ''), 'name');

function readSmall(path: string): string | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size <= MAX_SHIM_BYTES ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
