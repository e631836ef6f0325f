import { detailLines } from './details.js';
import { renderHeader } from './header.js';
import { HELP } from './help.js';
import { cutLine, styled, type ScreenLine, type Size } from './line.js';
import { renderPending } from './pending.js';
import { renderSessions } from './sessions.js';
import { findChosen, type Seen, type TopState } from './state.js';
import { harmless } from '../output/text-width.js';

/** The last lines of the screen: what became of a key, and the keys. */
export const FOOT = 2;
const MIN_PART = 3;
const KEYS = 'j/k move  enter details  a approve  d deny  h for an hour  p pause  x halt  ? help  q quit';
const SHORT_KEYS = 'j/k  enter  a approve  d deny  h hour  tab  p pause  x halt  ? help  q quit';
const DETAIL_KEYS = 'j/k scroll  a approve  d deny  h for an hour  q back';

export interface Look {
  /** Unix milliseconds. */
  readonly at: number;
  /** The terminal shows no more than ASCII of ours. */
  readonly isPlain: boolean;
}

/** The whole screen: as many lines as there are rows, none wider than the columns, without control characters. */
export function render(seen: Seen, state: TopState, size: Size, look: Look): readonly ScreenLine[] {
  const room = Math.max(0, size.rows - FOOT);
  const body = renderBody(seen, state, { columns: size.columns, rows: room }, look).slice(0, room);
  const empty = Array.from({ length: room - body.length }, (): ScreenLine => []);
  const lines = [...body, ...empty, ...renderFoot(state, size.columns)].map((line) => cutLine(line, size.columns));
  return lines.slice(Math.max(0, lines.length - size.rows));
}

function renderBody(seen: Seen, state: TopState, size: Size, look: Look): readonly ScreenLine[] {
  if (state.isHelp) return HELP.map((line) => [styled(line)]);
  if (state.details) return renderDetails(seen, state, size, look);
  const header = renderHeader(seen, size.columns, look.isPlain).slice(0, Math.max(1, size.rows - 2 * MIN_PART));
  const left = size.rows - header.length - 2;
  const sessions = seen.now?.sessions;
  const wanted = { sessions: tableRows(sessions?.length ?? 0), approvals: tableRows(seen.pending.length) };
  const rows = share(wanted, state.focus, left);
  const place = { at: look.at, columns: size.columns };
  const isFocus = state.focus === 'sessions';
  const chosen = findChosen(state, seen)?.id;
  return [
    ...header,
    ...(sessions
      ? [[], ...renderSessions(sessions, { ...place, from: state.sessionsFrom, rows: rows.sessions, isFocus })]
      : []),
    [],
    ...renderPending(seen.pending, { ...place, chosen, rows: rows.approvals, isFocus: !isFocus }),
  ];
}

/** A title, and with rows the columns. */
const tableRows = (rows: number): number => (rows === 0 ? 1 : rows + 2);

type Rows = Readonly<Record<TopState['focus'], number>>;

/** Both whole if they fit; else the one in focus first, and a few rows of the other. */
function share(wanted: Rows, focus: TopState['focus'], left: number): Rows {
  const other = focus === 'sessions' ? 'approvals' : 'sessions';
  const kept = Math.min(wanted[other], left < 2 * MIN_PART ? 1 : Math.max(MIN_PART, Math.floor(left / 3)));
  const first = Math.max(0, Math.min(wanted[focus], left - kept));
  const second = Math.max(0, Math.min(wanted[other], left - first));
  return focus === 'sessions' ? { sessions: first, approvals: second } : { sessions: second, approvals: first };
}

function renderDetails(seen: Seen, state: TopState, { columns, rows }: Size, { at }: Look): readonly ScreenLine[] {
  const approval = findChosen(state, seen);
  if (!approval) return [[styled('this call no longer waits', 'look')]];
  const lines = detailLines(approval, at, columns);
  const first = Math.max(0, Math.min(state.details?.from ?? 0, lines.length - rows));
  return lines.slice(first, first + rows).map((line) => [styled(line)]);
}

function renderFoot({ message, isPaused, details, focus }: TopState, columns: number): readonly ScreenLine[] {
  const paused = isPaused ? [styled('paused: nothing moves until p  ', 'look')] : [];
  const long = `${focus === 'sessions' ? 'tab approvals' : 'tab sessions'}  ${KEYS}`;
  const keys = details ? DETAIL_KEYS : long.length <= columns ? long : SHORT_KEYS;
  return [[...paused, styled(harmless(message))], [styled(keys, 'faint')]];
}
