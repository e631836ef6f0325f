import { statSync } from 'node:fs';

/**
 * Calls `onGone` once a folder is gone or is another one. Then no command and no bridge finds the daemon in it any more,
 * and nothing of it could be recorded. Returns what ends the watch.
 * @param interval milliseconds between two looks
 */
export function watchHome(folder: string, interval: number, onGone: () => void): () => void {
  const first = identify(folder);
  const timer = setInterval(() => {
    if ([first, UNKNOWN].includes(identify(folder))) return;
    clearInterval(timer);
    onGone();
  }, interval).unref();
  return () => clearInterval(timer);
}

/** A path that cannot be looked at is not gone. */
const UNKNOWN = 'unknown';

function identify(folder: string): string {
  try {
    const stat = statSync(folder, { throwIfNoEntry: false });
    return stat ? `${stat.dev}:${stat.ino}` : 'none';
  } catch {
    return UNKNOWN;
  }
}
