import { safe } from '@mcp-guard/core';
import { toView, type Approval, type ApprovalReader, type ApprovalState, type ApprovalView } from '@mcp-guard/store';
import { toTable } from '../table.js';
import { summarizeCall } from './call-texts.js';
import { describeStanding } from './standing.js';
import { tellEnd } from './states.js';

const HEADER = ['ID', 'STATE', 'WHO', 'SERVER', 'TOOL', 'AMOUNT', 'ARGUMENTS', 'RUNS OUT'];
const SHORTEST_ID = 8;
/** More than any guard keeps alive: those that wait for a person are never beyond the limit of a list. */
const MAX_LIVE = 100_000;

/** The Select Graphic Rendition of a terminal (ECMA-48). */
const COLORS: Readonly<Partial<Record<ApprovalState, number>>> = {
  pending: 33,
  approved: 32,
  standing: 32,
  denied: 31,
};

interface ListOptions {
  /** Also those that mean nothing any more. */
  readonly decided: boolean;
  readonly limit: number;
}

/** What people were asked: first what waits for them, then the newest. */
export function listApprovals(reader: ApprovalReader, { decided, limit }: ListOptions, now: number): ApprovalView[] {
  const live = reader.list({ decided: false, limit: MAX_LIVE });
  const views = (approvals: readonly Approval[]): ApprovalView[] => approvals.map((one) => toView(one, now));
  const pending = views(live).filter(isPending);
  const others = views(decided ? reader.list({ decided, limit }) : live).filter((view) => !isPending(view));
  return [...pending, ...others.filter(({ state }) => decided || state !== 'expired')].slice(0, limit);
}

const isPending = ({ state }: ApprovalView): boolean => state === 'pending';

/** A line for each, what the standing ones admit, and how to decide; safe to print. */
export function describeList(views: readonly ApprovalView[], now: number): string {
  const ids = shortenIds(views.map(({ id }) => id));
  const rows = views.map((view, index) => toRow(view, ids[index] ?? view.id, now));
  const standing = views.flatMap((view, index) => describeUse(view, ids[index] ?? view.id));
  const first = ids[views.findIndex(isPending)];
  const hint = first === undefined ? [] : [`decide with: mcp-guard approvals approve ${first} (or deny)`];
  return [toTable(HEADER, rows), ...standing, ...hint].join('\n');
}

/** Colours the states in a list that is safe already. */
export const paintStates = (list: string): string =>
  list.replaceAll(
    /^([0-9a-f]{8,} +)(pending|approved|standing|denied)(?= )/gm,
    (_, id: string, state: ApprovalState) => {
      return `${id}\u001b[${COLORS[state] ?? 0}m${state}\u001b[0m`;
    },
  );

/** As many digits as tell them apart. */
function shortenIds(ids: readonly string[]): string[] {
  for (let length = SHORTEST_ID; ; length++) {
    const short = ids.map((id) => id.slice(0, length));
    if (new Set(short).size === new Set(ids).size) return short;
  }
}

function toRow(view: ApprovalView, id: string, now: number): string[] {
  const { state, actor, server, tool, amount, currency } = view;
  return [
    id,
    state,
    safe(actor, 24),
    safe(server, 24),
    safe(tool, 32),
    amount === null ? '-' : safe([amount, currency ?? ''].join(' ').trim(), 32),
    safe(summarizeCall(view), 48),
    tellEnd(view, now),
  ];
}

function describeUse(view: ApprovalView, id: string): string[] {
  if (view.state !== 'standing' || !view.standing) return [];
  const { uses, maxUses } = view.standing;
  const words = describeStanding(view, view.standing, view.expiresAt * 1000);
  return [`${id} standing: ${words}; ${uses} of ${maxUses} used`];
}
