import {
  safe,
  type CapView,
  type DaemonStatus,
  type LimitView,
  type ServerProblem,
  type ServerView,
  type SessionView,
} from '@mcp-guard/core';
import { count } from '../output/count.js';
import { formatBytes } from '../output/bytes.js';
import { formatDuration } from '../output/duration.js';
import { foldLines } from '../output/fold-text.js';
import { describeHalt } from './halt.js';
import { outputWidth } from '../output/table.js';

export const describeProblem = ({ what, help }: ServerProblem): string =>
  `cannot start: ${safe(what, 500)} (${safe(help, 500)})`;

const describeBreaker = ({ seconds, failures }: NonNullable<DaemonStatus['servers'][number]['leftAlone']>): string =>
  `circuit breaker open ${seconds > 0 ? `for ${seconds} s more` : 'until the next request succeeds'} after ${count(failures, 'failure')}`;

function describeServer(
  { name, sessions, transport, host, leftAlone, problem }: DaemonStatus['servers'][number],
  open: readonly SessionView[],
): readonly string[] {
  const named = open.filter(({ server, client }) => server === name && client !== null);
  return [
    `  ${safe(name)}: ${sessions} open${host ? `, ${safe(transport)} at ${safe(host)}` : ''}`,
    ...named.slice(0, MAX_SESSIONS).map(describeSession),
    ...(named.length > MAX_SESSIONS ? [`    and ${named.length - MAX_SESSIONS} more`] : []),
    ...(leftAlone ? [`    ${describeBreaker(leftAlone)}`] : []),
    ...(problem ? [`    ${describeProblem(problem)}`] : []),
  ];
}

/** More sessions of a server are only counted. */
const MAX_SESSIONS = 10;

const describeSession = ({ client, user, since, calls }: SessionView): string =>
  `    ${safe(`${client?.name ?? ''} ${client?.version ?? ''}`.trim(), 100)} (self-reported): ${safe(user, 64)}, ${ago(since / 1000)}, ${count(calls, 'call')}`;

/**
 * All that `mcp-guard status` shows. Every text in it is safe to print.
 * @param ours version of this command
 */
export function describeStatus(
  report: DaemonStatus,
  open: readonly SessionView[],
  views: readonly ServerView[],
  ours: string,
): string {
  const { pid, version, startedAt, halt, sessions, servers, config, audit, approvals, spend } = report;
  const lastWrite = audit.lastWriteAt === null ? 'nothing yet' : ago(audit.lastWriteAt);
  const lines = [
    `daemon running (pid ${pid}), version ${safe(version, 64)}, up ${formatDuration(Date.now() - startedAt * 1000)}`,
    ...(version === ours ? [] : [`  this is ${ours}: mcp-guard restart, once your clients are idle`]),
    ...(halt === null ? [] : [describeHalt(halt), '  let them pass: mcp-guard release']),
    `sessions: ${sessions}`,
    ...servers.flatMap((server) => describeServer(server, open)),
    ...describePage(report),
    `configuration: ${safe(config.path, 500)}, loaded ${ago(config.loadedAt)}`,
    ...config.bases.map((base) => `  bound by the base ${safe(base, 500)}`),
    ...describeLoosened(config),
    ...config.problems.map((problem) => `  not in force: ${safe(problem, 500)}`),
    `audit: ${count(audit.rows, 'row')}, ${formatBytes(audit.bytes)} of ${formatBytes(audit.maxBytes)}, last write ${lastWrite}`,
    ...(audit.failure === null ? [] : [`  traffic is refused: ${safe(audit.failure, 500)}`]),
    ...audit.warnings.map((warning) => `  warning: ${safe(warning, 500)}`),
    ...describeApprovals(approvals),
    ...describeSpend(spend),
    ...describeUse(views),
  ];
  return foldLines(lines.join('\n'), outputWidth());
}

/** All of it, since it is acknowledged as a whole; nothing once a person has seen it. */
function describeLoosened({ loosened, acknowledged }: DaemonStatus['config']): readonly string[] {
  if (loosened === null || acknowledged !== null) return [];
  const { at, changes } = loosened;
  return [
    `  allows more since ${ago(at)} (seen? mcp-guard status --ack):`,
    ...changes.map((change) => `    ${safe(change, 200)}`),
  ];
}

function describePage({ dashboard, dashboardProblem, telemetry }: DaemonStatus): readonly string[] {
  return [
    `dashboard: ${dashboard === null ? 'none' : `${dashboard} (mcp-guard dashboard)`}`,
    ...(dashboardProblem === null ? [] : [`  ${safe(dashboardProblem, 200)}`]),
    ...(telemetry === null
      ? []
      : [`telemetry to ${safe(telemetry.host)}: ${telemetry.sent} taken, ${telemetry.dropped} not`]),
    ...(telemetry?.failure ? [`  ${safe(telemetry.failure, 200)}`] : []),
  ];
}

/** Empty if no call needs an approval. */
function describeApprovals(approvals: DaemonStatus['approvals']): readonly string[] {
  const { pending, standing, needsPassphrase, webhooks } = approvals;
  if (pending + standing + webhooks.length === 0 && !needsPassphrase) return [];
  const list = pending === 0 ? '' : ': mcp-guard approvals list';
  return [
    `approvals: ${count(pending, 'call')} held, ${standing} standing${list}`,
    ...(needsPassphrase ? ['  a passphrase is required and none is set: mcp-guard approvals passphrase'] : []),
    ...webhooks.map(({ host, failure, waiting, lost }) => {
      const how = failure === null ? 'is reached' : `cannot be reached: ${safe(failure, 200)}`;
      return `  ${safe(host)} ${how}${waiting > 0 ? `, ${waiting} waiting` : ''}${lost > 0 ? `, ${lost} given up` : ''}`;
    }),
  ];
}

/** Empty if no call is paid. */
function describeSpend({ open, lost }: DaemonStatus['spend']): readonly string[] {
  if (open + lost.length === 0) return [];
  return [
    `spend: ${count(open, 'paid call')} without an answer yet`,
    ...lost.slice(0, MAX_LOST).map(({ at, actor, server, tool, amount, currency }) => {
      const call = `${amount} ${currency} for ${safe(tool, 64)} at ${safe(server)} by ${safe(actor, 64)}`;
      return `  ${ago(at)}: ${call}: the daemon died before the answer came, so it counts as spent`;
    }),
    ...(lost.length > MAX_LOST ? [`  and ${lost.length - MAX_LOST} more`] : []),
  ];
}

const MAX_LOST = 10;

const ago = (unixSeconds: number): string => `${formatDuration(Math.max(0, Date.now() - unixSeconds * 1000))} ago`;

/** Limits and caps of which more than half is used, with the user who has used most; nothing if there are none. */
function describeUse(servers: readonly ServerView[]): readonly string[] {
  const lines = servers.flatMap(({ limits, caps }) => [
    ...limits.filter(({ used, max }) => used > max / 2).map(describeLimit),
    ...caps.filter(({ spent, max }) => Number(spent) > Number(max) / 2).map(describeCap),
  ]);
  const once = [...new Set(lines)]; // those of a role or of all servers stand with each server
  return once.length === 0 ? [] : ['more than half used:', ...once];
}

const describeLimit = ({ rule, user, used, max, window }: LimitView): string =>
  `  ${safe(user, 64)}: ${used} of ${max} requests ${window === 60 ? 'a minute' : 'an hour'} (${safe(rule, 200)})`;

function describeCap({ rule, user, spent, max, currency, window, resetsAt }: CapView): string {
  const freed = resetsAt === null ? '' : `, some of it again in ${formatDuration(Math.max(0, resetsAt - Date.now()))}`;
  return `  ${safe(user, 64)}: ${spent} of ${max} ${currency} ${window === 'hour' ? 'an' : 'a'} ${window}${freed} (${safe(rule, 200)})`;
}
