import { lstatSync, mkdirSync, type Stats } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';

const OTHERS = 0o077;
const WRITABLE_BY_OTHERS = 0o022;

/** Node keeps here what it has compiled of a program; without a folder it compiles at every start. */
export interface CompileCache {
  readonly folder?: string;
  /** Why there is no folder, or the one that is there is not read. */
  readonly problem?: string;
}

/**
 * Finds the compile cache of a program of the package, and makes its folder. What stands in there is run, so it lies in
 * the package, which is as well guarded as the program itself, and counts only if no one but the package's owner, who
 * must be this user, can read or write it.
 * @param program absolute, in a folder of the package
 */
export function findCompileCache(program: string): CompileCache {
  const uid = process.getuid?.();
  try {
    const home = dirname(dirname(program));
    const around = lstatSync(home);
    if (around.uid !== uid) return {};
    if ((around.mode & WRITABLE_BY_OTHERS) !== 0) {
      return { problem: `others can write ${home}, so the guard is compiled at every start` };
    }
    const folder = join(home, 'compiled');
    const found = lstatSync(folder, { throwIfNoEntry: false }) ?? make(folder);
    if (found.isDirectory() && found.uid === uid && (found.mode & OTHERS) === 0) return { folder };
    return { problem: `${folder} is not a folder of this user alone, so what was compiled before is not used` };
  } catch {
    return {}; // a package that this user cannot write
  }
}

/** Has Node compile what it loads from now on only once. */
export function useCompileCache(program: string): CompileCache {
  const cache = findCompileCache(program);
  if (cache.folder !== undefined) enableCompileCache(cache.folder);
  return cache;
}

function make(folder: string): Stats {
  mkdirSync(folder, { mode: 0o700 });
  return lstatSync(folder);
}
