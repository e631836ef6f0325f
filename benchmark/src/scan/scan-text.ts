import { toNumber, toRatio, toTable } from '../table.js';

/** Times in µs: per call, or per MB of text. */
export interface Compared {
  readonly name: string;
  readonly scan: number;
  /** The same for a user who has sent or got it before. */
  readonly again: number;
  /** One regular expression over the same. */
  readonly match: number;
  /** `JSON.parse` of the same. */
  readonly parse: number;
}

/** µs per MB of a flood of two lengths. */
export interface Flooded {
  readonly name: string;
  readonly piece: string;
  readonly small: number;
  readonly large: number;
}

/** All that `--json` prints. */
export interface ScanReport {
  readonly machine: string;
  readonly rounds: number;
  readonly calls: readonly Compared[];
  readonly texts: readonly Compared[];
  readonly floods: readonly Flooded[];
}

export function toScanText({ machine, rounds, calls, texts, floods }: ScanReport): string {
  const head = ['scan', 'seen before', 'one expression', 'JSON.parse', '×'];
  const floodRows = floods
    .toSorted((a, b) => b.large - a.large)
    .map(({ name, piece, small, large }) => [
      `${name}: ${JSON.stringify(piece)}`,
      toNumber(small / 1000, 1),
      toNumber(large / 1000, 1),
    ]);
  return [
    `${machine}\n`,
    `CPU time, the median of ${rounds} rounds in turns.\n`,
    toTable([['µs', ...head], ...toRows(calls, 1)]),
    toTable([['ms per MB', ...head], ...toRows(texts, 1000)]),
    toTable([['floods, ms per MB', 'short', 'long'], ...floodRows]),
  ].join('\n');
}

const toRows = (rows: readonly Compared[], unit: number): readonly string[][] =>
  rows.map(({ name, scan, again, match, parse }) => [
    name,
    toNumber(scan / unit, 1),
    toNumber(again / unit, 1),
    toNumber(match / unit, 1),
    toNumber(parse / unit, 1),
    toRatio(scan / parse),
  ]);
