import { structuredPatch } from 'diff';
import { mask } from '@mcp-guard/detectors';
import { safe } from '@mcp-guard/core';

/** Unchanged lines around those that change. */
const CONTEXT = 2;
const MAX_LINES = 400;
const MAX_LINE = 240;
/** Characters of a longer line that are shown: of its change, and of the text around that. */
const MAX_MIDDLE = 4000;
const AROUND = 40;
/** Lines added and removed; a file with more changes is not shown. */
const MAX_CHANGES = 20_000;

/**
 * The difference between two texts as lines with `+`, `-` and a blank in front. Safe to print: what still looks like
 * a secret is covered, tabs at the start of a line are blanks, other controls are shown, and a long line is cut to its
 * change or its start.
 */
export function toDifference(before: string, after: string): readonly string[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: CONTEXT, maxEditLength: MAX_CHANGES });
  if (!patch) return ['(too many changes to show)'];
  const lines = patch.hunks.flatMap(({ oldStart, lines: changed }) =>
    [`@@ line ${oldStart} @@`].concat(showAll(changed.filter((line) => !line.startsWith('\\')))),
  );
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `… (${lines.length - MAX_LINES} more lines)`];
}

function showAll(lines: readonly string[]): readonly string[] {
  const masked = lines.map((line) => line.slice(0, 1) + mask(indented(line.slice(1).replace(/\r$/, '')))); // the sign is not part of a secret
  const others = findOthers(masked);
  return masked.map((line, index) => {
    const other = masked[others.get(index) ?? -1];
    const isShort = other === undefined || Math.max(line.length, other.length) <= MAX_LINE;
    return isShort ? safe(line, MAX_LINE) : safe(toMiddle(line, other), MAX_MIDDLE);
  });
}

/** All lines of one file are indented alike, so they stay in line whatever a tab is wide elsewhere. */
const indented = (line: string): string => {
  const text = line.trimStart();
  return line.slice(0, line.length - text.length).replaceAll('\t', '  ') + text;
};

/** Pairs of an old line and its new one, both ways. */
function findOthers(lines: readonly string[]): ReadonlyMap<number, number> {
  const others = new Map<number, number>();
  const skip = (from: number, sign: string): number => {
    let at = from;
    while (lines[at]?.startsWith(sign)) at++;
    return at;
  };
  for (let at = skip(0, ' '); at < lines.length; at = skip(at, ' ')) {
    const added = skip(at, '-');
    const end = skip(added, '+');
    for (let next = 0; next < Math.min(added - at, end - added); next++) {
      others.set(at + next, added + next).set(added + next, at + next);
    }
    at = end;
  }
  return others;
}

/** The part of a line that the other has not, with a little around it. The first character is its sign. */
function toMiddle(line: string, other: string): string {
  const shorter = Math.min(line.length, other.length);
  let start = 1;
  while (start < shorter && line[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && line.at(-1 - end) === other.at(-1 - end)) end++;
  const from = Math.max(1, start - AROUND);
  const to = Math.min(line.length, line.length - end + AROUND);
  const middle = line.slice(from, to).toWellFormed();
  return `${line.slice(0, 1)}${from > 1 ? '…' : ''}${middle}${to < line.length ? '…' : ''}`;
}
