import { GuardError, safe, safeJson, type DaemonStatus, type ServerProblem, type SessionView } from '@mcp-guard/core';
import { readSearchPath } from '@mcp-guard/core/search-path';
import { findStartProblem } from '@mcp-guard/policy';
import type { CommandTools, ConfigOption, RegisterCommand } from '../command.js';
import { count } from '../count.js';
import { formatDuration } from '../duration.js';

export const status: RegisterCommand = (program, tools) => {
  program
    .command('status')
    .description('show the daemon and the servers it guards')
    .option('-c, --config <file>', 'the configuration it runs with')
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard status')
    .action(async ({ config, json }: ConfigOption & { json?: true }) => {
      const path = tools.findConfig(config);
      const daemon = tools.control(path);
      const report = await daemon.get<DaemonStatus>('/status').catch(async (error: unknown) => {
        if (GuardError.from(error).code === 'DAEMON_UNAVAILABLE') await reportProblems(tools, path);
        throw error;
      });
      if (json) tools.print(safeJson(report));
      else tools.print(describe(report, await daemon.get<readonly SessionView[]>('/sessions')));
    });
};

/** What the daemon cannot start either; `validate` reports why there can be no daemon. */
async function reportProblems({ load, entrance, note }: CommandTools, path: string): Promise<void> {
  const loaded = await load(path).catch(() => undefined);
  const searchPath = readSearchPath(entrance.path);
  for (const [name, server] of Object.entries(loaded?.config.servers ?? {})) {
    const problem = findStartProblem(name, server, searchPath);
    if (problem) note(`mcp-guard: the server ${safe(name)} ${describeProblem(problem)}`);
  }
}

const describeProblem = ({ what, help }: ServerProblem): string =>
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

/** Of a server that are named one by one. */
const MAX_SESSIONS = 10;

const describeSession = ({ client, user, since, calls }: SessionView): string =>
  `    says it is ${safe(`${client?.name ?? ''} ${client?.version ?? ''}`.trim(), 100)}: ${safe(user, 64)}, ${ago(since / 1000)}, ${count(calls, 'call')}`;

function describe(report: DaemonStatus, open: readonly SessionView[]): string {
  const { pid, version, startedAt, sessions, servers, config, audit, approvals, spend } = report;
  const lastWrite = audit.lastWriteAt === null ? 'nothing yet' : ago(audit.lastWriteAt);
  return [
    `daemon running (pid ${pid}), version ${version}, up ${formatDuration(Date.now() - startedAt * 1000)}`,
    `sessions: ${sessions}`,
    ...servers.flatMap((server) => describeServer(server, open)),
    ...describePage(report),
    `configuration: ${safe(config.path, 500)}, loaded ${ago(config.loadedAt)}`,
    ...(config.loosened === null
      ? []
      : [`  allows more since ${ago(config.loosened.at)}: ${safe(config.loosened.changes.join('; '), 500)}`]),
    ...config.problems.map((problem) => `  not in force: ${safe(problem, 500)}`),
    `audit: ${count(audit.rows, 'row')}, ${Math.ceil(audit.bytes / 1024)} KiB of ${Math.ceil(audit.maxBytes / 1024)} KiB, last write ${lastWrite}`,
    ...(audit.failure === null ? [] : [`  traffic is refused: ${safe(audit.failure, 500)}`]),
    ...audit.warnings.map((warning) => `  warning: ${safe(warning, 500)}`),
    ...describeApprovals(approvals),
    ...describeSpend(spend),
  ].join('\n');
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

/** Nothing if no call needs an approval. */
function describeApprovals({ pending, standing, webhooks }: DaemonStatus['approvals']): readonly string[] {
  if (pending + standing + webhooks.length === 0) return [];
  const list = pending === 0 ? '' : ': mcp-guard approvals list';
  return [
    `approvals: ${count(pending, 'call')} held, ${standing} standing${list}`,
    ...webhooks.map(({ host, failure, waiting, lost }) => {
      const how = failure === null ? 'is reached' : `cannot be reached: ${safe(failure, 200)}`;
      return `  ${safe(host)} ${how}${waiting > 0 ? `, ${waiting} waiting` : ''}${lost > 0 ? `, ${lost} given up` : ''}`;
    }),
  ];
}

/** Nothing if no call is paid. */
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
