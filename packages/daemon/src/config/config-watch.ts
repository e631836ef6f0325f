import { statSync, unwatchFile, watchFile, type Stats } from 'node:fs';

/** The files that were found at paths, and when each was last changed. */
export type FilesSeen = ReadonlyMap<string, string>;

/** Looks at files, to be called before they are read. */
export const lookAt = (paths: readonly string[]): FilesSeen => new Map(paths.map((path) => [path, identify(path)]));

/**
 * Calls `onChange` after one of the files was written, replaced, created or removed since it was seen. Returns what ends it.
 * @param interval milliseconds between two checks; by name and not by inode, so that an atomic rename is seen
 */
export function watchFiles(seen: FilesSeen, interval: number, onChange: () => void): () => void {
  const onStats = (now: Stats, before: Stats): void => {
    if (now.ino !== 0 || before.ino !== 0) onChange(); // a file that is missing from the first is reported once
  };
  for (const path of seen.keys()) watchFile(path, { interval, persistent: false }, onStats);
  // `watchFile` compares with what it finds first, which may have changed after the files were read.
  const first = setTimeout(() => {
    if ([...seen].some(([path, was]) => identify(path) !== was)) onChange();
  }, interval).unref();
  return () => {
    clearTimeout(first);
    for (const path of seen.keys()) unwatchFile(path, onStats);
  };
}

function identify(path: string): string {
  try {
    const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
    return stats ? `${stats.dev} ${stats.ino} ${stats.size} ${stats.ctimeNs}` : 'missing';
  } catch {
    return 'unknown'; // reading it says why
  }
}
