import { unwatchFile, watchFile } from 'node:fs';

/** Milliseconds between two looks; by name and not by inode, so that an atomic rename is seen. */
const INTERVAL = 500;

/** Calls `onChange` after one of the files was written, replaced, created or removed. Returns what ends it. */
export function watchFiles(paths: readonly string[], onChange: () => void): () => void {
  for (const path of paths) watchFile(path, { interval: INTERVAL, persistent: false }, onChange);
  return () => {
    for (const path of paths) unwatchFile(path, onChange);
  };
}
