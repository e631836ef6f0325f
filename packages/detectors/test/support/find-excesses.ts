import type { Case, Doubled, Excess } from './doubling.ts';
import { WHOLE, type Work } from './work.ts';

/** Twice the input may be so many times the work. */
const MOST = 2.6;
/** What looks at a bounded stretch beside each place grows faster until the text is longer than that. */
const LARGEST = 16_384;

/** @param measure counts the work of what it runs */
export function findExcesses(cases: readonly Case[], measure: (run: () => void) => Work): Doubled {
  const excesses: Excess[] = [];
  let dearest = { name: '', each: 0 };
  for (const { name, size, prepare, largest = LARGEST } of cases) {
    let small = size;
    prepare(small)(); // what is made once and kept
    for (let before = measure(prepare(small)); ; small *= 2) {
      const after = measure(prepare(2 * small));
      const each = sumOf(after) / (2 * small);
      if (each > dearest.each) dearest = { name, each };
      const found = compare(name, 2 * small, before, after);
      if (found.length === 0) break;
      if (2 * small >= largest) {
        excesses.push(...found);
        break;
      }
      before = after;
    }
  }
  return { count: cases.length, excesses, dearest };
}

const sumOf = (work: Work): number =>
  [...work].reduce((sum, [what, count]) => (what.endsWith(WHOLE) ? sum : sum + count), 0);

const compare = (name: string, size: number, before: Work, after: Work): readonly Excess[] =>
  [...after].flatMap(([what, count]) => {
    if (what.endsWith(WHOLE) || count <= MOST * (before.get(what) ?? 0) + size / 2) return [];
    const less = before.get(what) ?? countAround(before, what);
    return count > MOST * less + size / 2 ? [{ name, what, size, before: less, after: count }] : [];
  });

/** A block that runs as often as the one around it is not counted apart. */
function countAround(work: Work, what: string): number {
  const [, file = '', start, end] = BLOCK.exec(what) ?? [];
  let least = Infinity;
  let around = 0;
  for (const [other, count] of work) {
    if (file === '' || !other.startsWith(`${file}:`)) continue;
    const [from, to] = (BLOCK.exec(other) ?? []).slice(2).map(Number);
    if (from === undefined || to === undefined || from > Number(start) || to < Number(end)) continue;
    if (to - from < least) [least, around] = [to - from, count];
  }
  return around;
}
const BLOCK = /^(.+\.ts):(\d+)-(\d+)(?:\(\))?$/;
