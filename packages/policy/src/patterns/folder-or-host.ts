import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseHost, type Host } from './url-host.js';

type FolderOrHost = { readonly folder: string } | { readonly host: Host };

/** A folder (absolute, or `~` and what follows) or a host; `undefined` for anything else. */
export function parseFolderOrHost(entry: string): FolderOrHost | undefined {
  if (entry.startsWith('/')) return { folder: resolve(entry) };
  if (entry === '~' || entry.startsWith('~/')) return { folder: resolve(homedir() + entry.slice(1)) };
  const host = parseHost(entry);
  return host && { host };
}
