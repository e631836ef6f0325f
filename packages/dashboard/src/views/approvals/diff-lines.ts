/** A line of a difference: taken away, added, or the same in both. */
export interface DiffLine {
  readonly sign: '-' | '+' | ' ';
  readonly text: string;
}

/** The most pairs of lines that are compared; a larger difference shows all of the old text, then all of the new one. */
const MAX_PAIRS = 250_000;

/** The shortest difference between two texts, with every line of both. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  if (before.length * after.length > MAX_PAIRS) return [...mark('-', before), ...mark('+', after)];
  const same = countSame(before, after);
  const lines: DiffLine[] = [];
  let [b, a] = [0, 0];
  while (b < before.length || a < after.length) {
    const [old, next] = [before[b], after[a]];
    if (old !== undefined && old === next) {
      lines.push({ sign: ' ', text: old });
      b++;
      a++;
    } else if (old !== undefined && (next === undefined || countAt(same, b + 1, a) >= countAt(same, b, a + 1))) {
      lines.push({ sign: '-', text: old });
      b++;
    } else {
      lines.push({ sign: '+', text: next ?? '' });
      a++;
    }
  }
  return lines;
}

const mark = (sign: DiffLine['sign'], lines: readonly string[]): readonly DiffLine[] =>
  lines.map((text) => ({ sign, text }));

type Counts = readonly Uint32Array[];

const countAt = (counts: Counts, before: number, after: number): number => counts[before]?.[after] ?? 0;

/** How many lines both have in common from each pair of lines on. */
function countSame(before: readonly string[], after: readonly string[]): Counts {
  const counts = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let b = before.length - 1; b >= 0; b--) {
    const row = counts[b];
    for (let a = after.length - 1; row && a >= 0; a--) {
      row[a] =
        before[b] === after[a]
          ? countAt(counts, b + 1, a + 1) + 1
          : Math.max(countAt(counts, b + 1, a), countAt(counts, b, a + 1));
    }
  }
  return counts;
}
