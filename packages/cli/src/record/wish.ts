import { GuardError } from '@mcp-guard/core';
import type { PruneWish } from '@mcp-guard/store';
import { parseMoment } from '../output/moment.js';

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

/** Reads which rows the options select for removal. */
export function parsePruneWish({ before, to }: PruneOptions, now: number): PruneWish {
  if (before !== undefined && to === undefined) return { before: parseMoment(before, now, '--before') };
  if (to !== undefined && before === undefined) return { to: parseSize(to) };
  throw new GuardError('USAGE', '--prune needs one of --before and --to', {
    hint: { command: 'mcp-guard logs --prune --before 30d' },
  });
}

/** `500MiB`, in bytes. */
function parseSize(text: string): number {
  const [, digits, unit] = /^(\d{1,9}) ?(KiB|MiB|GiB|)$/.exec(text) ?? [];
  const factor = UNITS.get(unit ?? '');
  if (digits !== undefined && factor !== undefined) return Number(digits) * factor;
  throw new GuardError('USAGE', '--to is a size like 500MiB or 1GiB');
}
