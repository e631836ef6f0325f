import { MAX_WITHHELD, type WithheldItem } from '@mcp-guard/core';

export const identify = ({ kind, key, prefix }: WithheldItem): string => `${kind} ${prefix} ${key}`;

/** These could be remembered, too. */
export function hasRoom(known: readonly WithheldItem[], items: readonly WithheldItem[]): boolean {
  const all = [...known, ...items];
  return new Set(all.map(identify)).size <= MAX_WITHHELD && countPrefixes(all) <= MAX_PREFIXES;
}

/** Templates take a hash of each URI for each length of their prefixes. */
const countPrefixes = (items: readonly WithheldItem[]): number => new Set(items.map(({ prefix }) => prefix)).size;
const MAX_PREFIXES = 64;
