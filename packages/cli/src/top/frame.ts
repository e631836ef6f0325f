import type { Snapshot } from './ask.js';
import { renderHeader } from './header.js';
import { cutLine, textOf, type ScreenLine } from './line.js';
import { renderPending } from './pending.js';
import { renderSessions } from './sessions.js';

/** All of it as lines of text, for `top --once`. */
export function toFrame({ now, pending }: Snapshot, columns: number, isPlain: boolean): string {
  const seen = { now, pending, problem: undefined };
  const place = { at: now.at, columns, rows: Infinity, isFocus: false };
  const lines: readonly ScreenLine[] = [
    ...renderHeader(seen, columns, isPlain),
    [],
    ...renderSessions(now.sessions, { ...place, from: 0 }),
    [],
    ...renderPending(pending, { ...place, chosen: undefined }),
  ];
  return lines.map((line) => textOf(cutLine(line, columns)).trimEnd()).join('\n');
}
