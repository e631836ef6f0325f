import { MAX_WITHHELD, type WithheldItem } from '@mcp-guard/core';

export const identify = ({ kind, key, prefix }: WithheldItem): string => `${kind} ${prefix} ${key}`;

/** Whether these could be remembered, too. */
export function hasRoom(known: readonly WithheldItem[], items: readonly WithheldItem[]): boolean {
  const all = [...known, ...items];
  return new Set(all.map(identify)).size <= MAX_WITHHELD && countPrefixes(all) <= MAX_PREFIXES;
}

/** Of templates: a URI is hashed once for each length of a begin. */
const countPrefixes = (items: readonly WithheldItem[]): number => new Set(items.map(({ prefix }) => prefix)).size;
const MAX_PREFIXES = 64;
