import type { Counted } from './instrument.js';

/** The functions that one message and its response went through, in order. */
export type Entries = readonly Counted[];

export interface Figures {
  readonly entries: number;
  readonly functions: number;
  readonly files: number;
  /** How often an entry is in another file than the one before. */
  readonly changes: number;
}

/** One stay in a file: the functions that were entered before another file's was. */
export interface Stay {
  readonly file: string;
  readonly functions: readonly string[];
}

export function toStays(entries: Entries): readonly Stay[] {
  const stays: { file: string; functions: string[] }[] = [];
  for (const { file, name } of entries) {
    const last = stays.at(-1);
    if (last?.file === file) last.functions.push(name);
    else stays.push({ file, functions: [name] });
  }
  return stays;
}

export const toFigures = (entries: Entries): Figures => ({
  entries: entries.length,
  functions: new Set(entries).size,
  files: new Set(entries.map(({ file }) => file)).size,
  changes: Math.max(0, toStays(entries).length - 1),
});

/** Entries of files in these packages, as if there were no others. */
export const within = (entries: Entries, packages: readonly string[]): Entries =>
  entries.filter(({ file }) => packages.some((each) => file.startsWith(`${each}/`)));

/** How often the walk goes from one file to another and back, the most frequent pair first. */
export function toPairs(entries: Entries): readonly { readonly pair: string; readonly changes: number }[] {
  const counts = new Map<string, number>();
  const stays = toStays(entries);
  for (const [index, { file }] of stays.entries()) {
    const next = stays[index + 1]?.file;
    if (next === undefined) break;
    const pair = [file, next].toSorted().join(' – ');
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return [...counts].map(([pair, changes]) => ({ pair, changes })).toSorted((a, b) => b.changes - a.changes);
}

/** Each file in the order in which the walk first comes to it, with its entries and stays. */
export function toFiles(entries: Entries): readonly { file: string; entries: number; stays: number }[] {
  const files = new Map<string, { file: string; entries: number; stays: number }>();
  for (const { file, functions } of toStays(entries)) {
    const known = files.get(file) ?? { file, entries: 0, stays: 0 };
    known.entries += functions.length;
    known.stays++;
    files.set(file, known);
  }
  return [...files.values()];
}
