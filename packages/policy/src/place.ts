import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { parseHost, type Host } from './url-host.js';

type Place = { readonly folder: string } | { readonly host: Host };

/** A folder (absolute, or `~` and what follows) or a host; `undefined` for anything else. */
export function parsePlace(entry: string): Place | undefined {
  if (entry.startsWith('/')) return { folder: resolve(entry) };
  if (entry === '~' || entry.startsWith('~/')) return { folder: resolve(homedir() + entry.slice(1)) };
  const host = parseHost(entry);
  return host && { host };
}
