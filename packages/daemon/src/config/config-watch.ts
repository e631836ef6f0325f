import { unwatchFile, watchFile } from 'node:fs';

/**
 * Calls `onChange` after one of the files was written, replaced, created or removed. Returns what ends it.
 * @param interval milliseconds between two checks; by name and not by inode, so that an atomic rename is seen
 */
export function watchFiles(paths: readonly string[], interval: number, onChange: () => void): () => void {
  for (const path of paths) watchFile(path, { interval, persistent: false }, onChange);
  return () => {
    for (const path of paths) unwatchFile(path, onChange);
  };
}
