import { createHash, timingSafeEqual } from 'node:crypto';
import { orDefault } from '@mcp-guard/policy';
import type { AuthSettings } from './settings.js';

const HASHED = /^sha256:/i;

/** An API key of the configuration, as its hash. */
export interface KeyEntry {
  readonly hash: Buffer;
  readonly roles: readonly string[];
}

export const hashKey = (key: string): Buffer => createHash('sha256').update(key).digest();

export const readKeys = (keys: AuthSettings['api_keys']): readonly KeyEntry[] =>
  Object.entries(keys).map(([key, { roles }]) => ({
    hash: HASHED.test(key) ? Buffer.from(key.replace(HASHED, ''), 'hex') : hashKey(key),
    roles: orDefault(roles),
  }));

/** Compares with every entry, so that the time reveals neither whether one matches nor which one. */
export function findKey(keys: readonly KeyEntry[], hash: Buffer): KeyEntry | undefined {
  let found: KeyEntry | undefined;
  for (const entry of keys) {
    if (entry.hash.length === hash.length && timingSafeEqual(entry.hash, hash)) found = entry;
  }
  return found;
}

/** The user name for the owner of a key, where the key itself must not stand. */
export const keyName = (hash: Buffer): string => `key:${hash.toString('hex', 0, 6)}`;
