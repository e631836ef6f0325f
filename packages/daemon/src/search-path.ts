import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';

const USUAL = ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/**
 * The PATH that servers are found with: that of the terminal in which a person last
 * started the daemon. A desktop client's own has no `npx`, and the first client to come
 * must not decide for the others.
 */
export function searchPath(recordPath: string, typedPath: string | undefined): string {
  if (typedPath) {
    writeFileSync(recordPath, `${typedPath}\n`, { mode: 0o600 });
    return typedPath;
  }
  try {
    return readFileSync(recordPath, 'utf8').trim();
  } catch {
    return [...new Set([dirname(process.execPath), ...USUAL])].join(delimiter);
  }
}
