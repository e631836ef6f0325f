import { safe, summarizeCall, type ApprovalView } from '@mcp-guard/core';

import { callerText } from '../approvals/caller-text.js';
import { formatDuration } from '../output/duration.js';
import { layOut, type Column } from './columns.js';
import { chosenLine, styled, type ScreenLine } from './line.js';
import type { ScreenPlace } from './sessions.js';

const COLUMNS: readonly Column[] = [
  { title: '  ID', min: 10, max: 18 },
  { title: 'WHO', min: 4, max: 24 },
  { title: 'SERVER', min: 6, max: 24 },
  { title: 'TOOL', min: 6, max: 32 },
  { title: 'AMOUNT', min: 6, max: 20 },
  { title: 'ARGUMENTS', min: 9, max: 60 },
  { title: 'AGE', min: 4, max: 6, align: 'right' },
  { title: 'LEFT', min: 4, max: 6, align: 'right' },
];
/** Hex digits. */
const SHORTEST_ID = 8;
const MAX_TEXT = 80;

/** A title, the columns and a row for each call that waits; the chosen one is always among them. */
export function renderPending(
  pending: readonly ApprovalView[],
  { chosen, at, columns, rows, isFocus }: ScreenPlace & { readonly chosen: string | undefined; readonly at: number },
): readonly ScreenLine[] {
  const what = pending.length === 1 ? '1 call waits' : `${pending.length} calls wait`;
  const style = isFocus ? 'strong' : 'plain';
  const title = [styled(pending.length === 0 ? 'no call waits for a person' : `${what} for a person`, style)];
  if (pending.length === 0 || rows < 3) return [title].slice(0, rows);
  const room = rows - 2;
  const index = pending.findIndex(({ id }) => id === chosen);
  const first = Math.max(0, Math.min(index - Math.floor(room / 2), pending.length - room));
  const listed = pending.slice(first, first + room);
  const table = layOut(
    COLUMNS,
    listed.map((view, row) => toRow(view, at, first + row === index)),
    columns,
  );
  const more = pending.length > room ? [styled(`, ${first + 1} to ${first + listed.length}`, 'faint')] : [];
  const lines = table.rows.map((line, row) => (isFocus && first + row === index ? chosenLine(line, columns) : line));
  return [[...title, ...more], table.header, ...lines];
}

const toRow = (view: ApprovalView, at: number, isChosen: boolean): readonly string[] => [
  `${isChosen ? '>' : ' '} ${safe(view.id, MAX_TEXT).slice(0, SHORTEST_ID)}`,
  callerText(view.actor, MAX_TEXT),
  callerText(view.server, MAX_TEXT),
  callerText(view.tool, MAX_TEXT),
  view.amount === null ? '-' : safe([view.amount, view.currency ?? ''].join(' ').trim(), MAX_TEXT),
  callerText(summarizeCall(view), MAX_TEXT),
  formatDuration(Math.max(0, at - view.createdAt * 1000)),
  formatDuration(Math.max(0, view.expiresAt * 1000 - at)),
];
