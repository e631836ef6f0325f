import { GuardError } from '@mcp-guard/core';
import type { PruneWish } from '@mcp-guard/store';
import { parseDuration } from '../duration.js';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
]);

export interface PruneOptions {
  readonly before?: string;
  readonly to?: string;
}

/** What the options select for removal. */
export function parsePruneWish({ before, to }: PruneOptions, now: number): PruneWish {
  if (before !== undefined && to === undefined) return { before: parseMoment(before, now) };
  if (to !== undefined && before === undefined) return { to: parseSize(to) };
  throw new GuardError('CONFIG_INVALID', '--prune needs one of --before and --to', {
    hint: 'mcp-guard logs --prune --before 30d',
  });
}

/** `2026-11-01` (its beginning here), `2026-11-01T15:04`, or `30d` ago. In Unix milliseconds. */
function parseMoment(text: string, now: number): number {
  if (/^\d{1,6}[smhd]$/.test(text)) return now - parseDuration(text);
  const [date, time] = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(?::\d\d)?Z?)?$/.exec(text) ?? [];
  // `Date` reads a date alone as UTC.
  const at = date === undefined ? Number.NaN : Date.parse(time === undefined ? `${date}T00:00` : date);
  if (!Number.isNaN(at)) return at;
  throw new GuardError('CONFIG_INVALID', '--before is a date like 2026-11-01 or 2026-11-01T15:04, or a time like 30d');
}

/** `500MiB`, in bytes. */
function parseSize(text: string): number {
  const [, digits, unit] = /^(\d{1,9}) ?(KiB|MiB|GiB|)$/.exec(text) ?? [];
  const factor = UNITS.get(unit ?? '');
  if (digits !== undefined && factor !== undefined) return Number(digits) * factor;
  throw new GuardError('CONFIG_INVALID', '--to is a size like 500MiB or 1GiB');
}
