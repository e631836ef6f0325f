import { type ApprovalView, type CallText, type Decider, readCall, safe, type Standing } from '@mcp-guard/core';
import { toView, type Approval } from '@mcp-guard/store';
import { formatDuration } from '../output/duration.js';
import { formatMoment } from '../output/moment.js';
import { alignCells } from '../output/table.js';
import { callerText } from './caller-text.js';
import { describeStanding } from './standing.js';
import { describeEnd } from './approval-states.js';

type Fact = readonly [label: string, text: string];

/**
 * All that is known of an approval, line by line and safe to print. The caller and the request stand last, next to
 * the question: arguments may be as long as their sender likes.
 * @param client the name that its client claims, if that is on record
 */
export function describeApproval(approval: Approval, now: number, client?: string): string {
  const { standing, expiresAt } = approval;
  const admits = standing ? describeStanding(approval, standing, expiresAt) : null;
  return describeView(toView(approval, now), now, admits, client);
}

/**
 * As `describeApproval`, of what the daemon reports.
 * @param admits what a standing approval admits, safe to print
 */
export function describeView(view: ApprovalView, now: number, admits: string | null = null, client?: string): string {
  const { arguments: args, beside } = readCall(view);
  return [
    `approval ${view.id}`,
    args.length === 0 ? 'without arguments' : 'arguments',
    ...args.map(toLine),
    ...(beside.length === 0 ? [] : ['also sent', ...beside.map(toLine)]),
    alignCells([...describeCall(view, now, client), ...describeDecision(view, admits, now)]),
  ].join('\n');
}

const toLine = ({ pointer, value }: CallText): string => whole(`  ${pointer}: ${value}`);

const whole = (text: string): string => callerText(text, Infinity);

function describeCall(view: ApprovalView, now: number, client: string | undefined): Fact[] {
  const { actor, server, tool, amount, currency, reasons, createdAt, asked } = view;
  const age = formatDuration(Math.max(0, now - createdAt * 1000));
  return [
    ['user', whole(actor)],
    ...(client === undefined ? [] : [['client', `${callerText(client, 64)} (self-reported)`] as const]),
    ['server', whole(server)],
    ['tool', whole(tool)],
    ...(amount === null ? [] : [['amount', whole(`${amount} ${currency ?? ''}`.trim())] as const]),
    ...reasons.map(({ rule, why }) => ['rule', whole(`${rule}: ${why}`)] as const),
    ['requested', `${formatMoment(createdAt * 1000, now)} (${age} ago)${asked > 1 ? `, ${asked} times` : ''}`],
    ['expires', describeEnd(view, now)],
  ];
}

function describeDecision(view: ApprovalView, admits: string | null, now: number): Fact[] {
  const { state, currency, decidedAt, decidedBy, decider, why, standing } = view;
  const facts: Fact[] = [['state', state]];
  if (admits !== null) facts.push(['admits', admits]);
  if (standing) facts.push(['used', describeUse(standing, currency)]);
  if (decidedAt !== null) {
    facts.push(['decided', whole(`${formatMoment(decidedAt * 1000, now)} by ${decidedBy ?? 'an unknown person'}`)]);
  }
  if (decider) facts.push(['decided by', describeDecider(decider)]);
  if (why !== null) facts.push(['why', whole(why)]);
  return facts;
}

function describeUse({ uses, maxUses, spent, maxSpend }: Standing, currency: string | null): string {
  const money = maxSpend === null ? '' : `, ${spent} of ${maxSpend} ${currency ?? ''}`.trimEnd();
  return safe(`${uses} of ${maxUses}${money}`);
}

/** The given name is a claim; this is what the system reports. */
function describeDecider({ uid, pid, tty, parent, insideClient, hasPassphrase, proposed }: Decider): string {
  return [
    `uid ${uid}`,
    ...(pid === null ? [] : [`pid ${pid}`]),
    tty === null ? 'no terminal' : `terminal ${safe(tty, 32)}`,
    ...(parent === null ? [] : [`started by ${safe(parent, 64)}`]),
    ...(insideClient ? ['INSIDE A CLIENT’S PROCESSES'] : []),
    hasPassphrase ? 'with the passphrase' : 'without a passphrase',
    ...(proposed ? ['proposed while no daemon ran'] : []),
  ].join(', ');
}
