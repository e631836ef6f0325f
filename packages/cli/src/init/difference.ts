import { structuredPatch } from 'diff';
import { mask } from '@mcp-guard/detectors';
import { safe } from '@mcp-guard/core';

/** Lines that stay, around those that change. */
const CONTEXT = 2;
const MAX_LINES = 400;
const MAX_LINE = 240;
/** Of lines added and removed; a file in which more changes is not ours to show. */
const MAX_CHANGES = 20_000;

/**
 * The difference between two texts as lines with `+`, `-` and a blank in front. Safe to print: what still looks like
 * a secret is covered, controls are shown, and long lines are cut.
 */
export function toDifference(before: string, after: string): readonly string[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: CONTEXT, maxEditLength: MAX_CHANGES });
  if (!patch) return ['(too much changes to be shown)'];
  const lines = patch.hunks.flatMap(({ oldStart, lines: changed }) =>
    [`@@ line ${oldStart} @@`].concat(changed.filter((line) => !line.startsWith('\\')).map(toSafe)),
  );
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `… (${lines.length - MAX_LINES} more lines)`];
}

const toSafe = (line: string): string => safe(mask(line.replace(/\r$/, '')), MAX_LINE);
