import { createHash, timingSafeEqual } from 'node:crypto';
import { orDefault } from '@mcp-guard/policy';
import type { AuthSettings } from './settings.js';

const HASHED = 'sha256:';

/** A key of the configuration; the key itself is not kept. */
export interface KeyEntry {
  readonly hash: Buffer;
  readonly roles: readonly string[];
}

export const hashKey = (key: string): Buffer => createHash('sha256').update(key).digest();

export const readKeys = (keys: AuthSettings['api_keys']): readonly KeyEntry[] =>
  Object.entries(keys).map(([key, { roles }]) => ({
    hash: key.startsWith(HASHED) ? Buffer.from(key.slice(HASHED.length), 'hex') : hashKey(key),
    roles: orDefault(roles),
  }));

/** Compares with every entry, so that the time tells neither whether nor which one it is. */
export function findKey(keys: readonly KeyEntry[], hash: Buffer): KeyEntry | undefined {
  let found: KeyEntry | undefined;
  for (const entry of keys) {
    if (entry.hash.length === hash.length && timingSafeEqual(entry.hash, hash)) found = entry;
  }
  return found;
}

/** How a key's owner is called where the key must not stand. */
export const keyName = (hash: Buffer): string => `key:${hash.toString('hex', 0, 6)}`;
