import { type ApprovalState, type ApprovalView, commandLine, safe, summarizeCall } from '@mcp-guard/core';
import { toView, type Approval, type ApprovalReader } from '@mcp-guard/store';
import { foldLines } from '../output/fold-text.js';
import { outputWidth, toTable } from '../output/table.js';
import { callerText } from './caller-text.js';
import { describeStanding } from './standing.js';
import { describeEnd } from './approval-states.js';

const HEADER = ['ID', 'STATE', 'USER', 'CLIENT', 'SERVER', 'TOOL', 'AMOUNT', 'ARGUMENTS', 'EXPIRES'];
const NONE = '-';
/** Columns that are left out where no row has anything in them. */
const OPTIONAL: ReadonlySet<string> = new Set(['CLIENT', 'AMOUNT']);
const SHORTEST_ID = 8;
/** More than any guard keeps alive: the limit of a list never cuts off calls that wait for a person. */
const MAX_LIVE = 100_000;

/** The Select Graphic Rendition of a terminal (ECMA-48). */
const COLORS: Readonly<Partial<Record<ApprovalState, number>>> = {
  pending: 33,
  approved: 32,
  standing: 32,
  denied: 31,
};

interface ListOptions {
  /** Also those that no longer apply. */
  readonly decided: boolean;
  readonly limit: number;
}

/** Held calls: first those that wait for a person, then the newest. */
export function listApprovals(reader: ApprovalReader, { decided, limit }: ListOptions, now: number): Approval[] {
  const stateOf = (approval: Approval): ApprovalState => toView(approval, now).state;
  const live = reader.list({ decided: false, limit: MAX_LIVE });
  const pending = live.filter((approval) => stateOf(approval) === 'pending');
  const others = (decided ? reader.list({ decided, limit }) : live).filter((approval) => {
    const state = stateOf(approval);
    return state !== 'pending' && (decided || state !== 'expired');
  });
  return [...pending, ...others].slice(0, limit);
}

/**
 * A line for each, what the standing ones admit, and how to decide; safe to print.
 * @param clients the names that clients claim, by id
 */
export function describeList(
  approvals: readonly Approval[],
  now: number,
  clients: ReadonlyMap<string, string> = new Map(),
): string {
  const ids = shortenIds(approvals.map(({ id }) => id));
  const listed = approvals.map((approval, index) => ({
    approval,
    view: toView(approval, now),
    id: ids[index] ?? approval.id,
  }));
  const rows = listed.map(({ view, id }) => toRow(view, clients.get(view.id), id, now));
  const isShown = (column: number): boolean =>
    !OPTIONAL.has(HEADER[column] ?? '') || rows.some((row) => row[column] !== NONE);
  const [header = [], ...shown] = [HEADER, ...rows].map((row) => row.filter((_, column) => isShown(column)));
  const standing = listed
    .filter(({ view }) => view.state === 'standing')
    .flatMap(({ approval, id }) => describeUse(approval, id));
  const first = listed.find(({ view }) => view.state === 'pending');
  const below = foldLines(standing.join('\n'), outputWidth());
  const hint = first ? [`decide with: ${commandLine('mcp-guard approvals approve', first.id)} (or deny)`] : [];
  return [
    toTable(header, shown, { oneLine: true, keep: [0, 1] }),
    ...(standing.length > 0 ? [below] : []),
    ...hint,
  ].join('\n');
}

/** Colours the states in a list that is safe already. */
export const paintStates = (list: string): string =>
  list.replaceAll(
    /^([0-9a-f]{8,} +)(pending|approved|standing|denied)(?= )/gm,
    (_, id: string, state: ApprovalState) => {
      return `${id}\u001b[${COLORS[state] ?? 0}m${state}\u001b[0m`;
    },
  );

/** As many digits as distinguish them. */
function shortenIds(ids: readonly string[]): string[] {
  for (let length = SHORTEST_ID; ; length++) {
    const short = ids.map((id) => id.slice(0, length));
    if (new Set(short).size === new Set(ids).size) return short;
  }
}

function toRow(view: ApprovalView, client: string | undefined, id: string, now: number): string[] {
  const { state, actor, server, tool, amount, currency, asked } = view;
  return [
    id,
    asked > 1 ? `${state} ×${asked}` : state,
    callerText(actor, 24),
    client === undefined ? NONE : callerText(client, 24),
    callerText(server, 24),
    callerText(tool, 32),
    amount === null ? NONE : safe([amount, currency ?? ''].join(' ').trim(), 32),
    callerText(summarizeCall(view), 48),
    describeEnd(view, now),
  ];
}

function describeUse(approval: Approval, id: string): string[] {
  const { standing, expiresAt } = approval;
  if (!standing) return [];
  const words = describeStanding(approval, standing, expiresAt);
  return [`${id} standing: ${words}; ${standing.uses} of ${standing.maxUses} used`];
}
