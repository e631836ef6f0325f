import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { identify, type FilesSeen } from '@mcp-guard/policy';

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
