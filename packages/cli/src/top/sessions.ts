import type { ClaimedClient, SessionView } from '@mcp-guard/core';
import { formatMoment } from '../output/moment.js';
import { layOut, type Column } from './columns.js';
import { styled, type ScreenLine } from './line.js';
import { harmless } from '../output/text-width.js';

const COLUMNS: readonly Column[] = [
  { title: 'CLIENT (A CLAIM)', min: 8, max: 40 },
  { title: 'USER', min: 4, max: 24 },
  { title: 'SERVER', min: 6, max: 32 },
  { title: 'SINCE', min: 5, max: 16 },
  { title: 'CALLS', min: 5, max: 12, align: 'right' },
  { title: 'REFUSED', min: 7, max: 12, align: 'right' },
  { title: 'WAIT', min: 4, max: 8, align: 'right' },
];

/** A title, the columns and a row for each session: as many as there are rows. */
export function renderSessions(
  sessions: readonly SessionView[],
  { from, at, columns, rows, isFocus }: ScreenPlace & { readonly from: number; readonly at: number },
): readonly ScreenLine[] {
  const title = [styled(`sessions: ${sessions.length}`, isFocus ? 'strong' : 'plain')];
  if (sessions.length === 0 || rows < 3) return [title].slice(0, rows);
  const room = rows - 2;
  const first = Math.max(0, Math.min(from, sessions.length - room));
  const shown = sessions.slice(first, first + room);
  const table = layOut(
    COLUMNS,
    shown.map((session) => toRow(session, at)),
    columns,
  );
  const more = sessions.length > room ? [styled(`, ${first + 1} to ${first + shown.length}`, 'faint')] : [];
  return [[...title, ...more], table.header, ...table.rows];
}

/** The position of a part of the screen. */
export interface ScreenPlace {
  readonly columns: number;
  readonly rows: number;
  readonly isFocus: boolean;
}

const toRow = (
  { client, user, server, since, calls, refused, inFlight }: SessionView,
  at: number,
): readonly string[] => [
  describeClient(client),
  harmless(user),
  harmless(server),
  formatMoment(since, at),
  String(calls),
  String(refused),
  String(inFlight),
];

const describeClient = (client: ClaimedClient | null): string =>
  client === null ? '-' : harmless([client.name, client.version ?? ''].join(' ').trim());
