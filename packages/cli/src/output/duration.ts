import { GuardError } from '@mcp-guard/core';

const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** `30m`, `24h`, `7d` or `45s`, in milliseconds. */
export function parseDuration(text: string): number {
  const [, digits, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  const factor = UNITS.get(unit ?? '');
  if (digits === undefined || factor === undefined) {
    throw new GuardError('USAGE', `not a duration: ${JSON.stringify(text)}; it is written like 30m, 24h or 7d`);
  }
  return Number(digits) * factor;
}

/** In the largest unit that fits: `3 h`. */
export function formatDuration(milliseconds: number): string {
  const [unit, factor] = [...UNITS].findLast(([, size]) => milliseconds >= size) ?? ['s', 1000];
  return `${Math.floor(milliseconds / factor)} ${unit}`;
}
