import type { Concern, DaemonStatus, Hint } from '@mcp-guard/core';
import { WAY_OUT } from '../../record/record-shares.js';

/** More of one kind are only counted. */
const MAX_NAMED = 10;

/** Finds one kind of thing that a person should look at. */
type FindConcerns = (status: DaemonStatus) => readonly Concern[];

const wrong = (what: string, help: Hint | null): Concern => ({ level: 'wrong', what, help });
const look = (what: string, help: Hint | null): Concern => ({ level: 'look', what, help });

const halt: FindConcerns = ({ halt: inForce }) =>
  inForce === null
    ? []
    : [
        wrong(
          `all calls are halted by ${inForce.by}${inForce.reason === null ? '' : `: ${inForce.reason}`}${inForce.problem === null ? '' : `; ${inForce.problem}`}`,
          { command: 'mcp-guard release' },
        ),
      ];

const record: FindConcerns = ({ audit }) =>
  audit.failure === null ? [] : [wrong(`traffic is refused: ${audit.failure}`, WAY_OUT)];

const configuration: FindConcerns = ({ config }) =>
  config.problems
    .slice(0, MAX_NAMED)
    .map((problem) => wrong(`not in force: ${problem}`, { command: 'mcp-guard validate' }));

const servers: FindConcerns = (status) =>
  status.servers.flatMap(({ name, problem, leftAlone }) => [
    ...(problem ? [wrong(`the server ${name} cannot start: ${problem.what}`, problem.help)] : []),
    ...(leftAlone
      ? [wrong(`the server ${name} is left alone after ${leftAlone.failures} failures`, nextTry(leftAlone.seconds))]
      : []),
  ]);

const nextTry = (seconds: number): string =>
  seconds > 0 ? `it is asked again in ${seconds} s` : 'the next request finds out whether it is back';

const receivers: FindConcerns = (status) =>
  status.approvals.webhooks.flatMap(({ host, failure, lost }) => {
    if (failure === null && lost === 0) return [];
    const untold =
      lost === 0 ? '' : `${lost === 1 ? '1 held call was' : `${lost} held calls were`} not reported to ${host}`;
    const why = failure === null ? '' : `${host} cannot be reached: ${failure}`;
    return look([untold, why].filter(Boolean).join('; '), 'mend it, or take it out of approvals.notify');
  });

const loosened: FindConcerns = ({ config }) =>
  config.loosened === null || config.acknowledged !== null
    ? []
    : [
        look(
          `the configuration allows more than before: ${config.loosened.changes.slice(0, MAX_NAMED).join('; ')}`,
          'see Policy',
        ),
      ];

const warnings: FindConcerns = ({ audit }) => audit.warnings.map((warning) => look(`the record: ${warning}`, null));

const payments: FindConcerns = ({ spend }) =>
  spend.lost
    .slice(0, MAX_NAMED)
    .map(({ amount, currency, server, tool }) =>
      look(`${amount} ${currency} for ${tool} at ${server} count as spent: the daemon died before the answer`, null),
    );

const collector: FindConcerns = ({ telemetry }) =>
  telemetry === null || telemetry.failure === null
    ? []
    : [
        look(
          `the collector at ${telemetry.host} takes nothing: ${telemetry.failure}`,
          'start the collector, or correct telemetry.otlp',
        ),
      ];

const page: FindConcerns = ({ dashboardProblem }) =>
  dashboardProblem === null
    ? []
    : [look(`there is no page: ${dashboardProblem}`, 'set daemon.dashboard_port to another port')];

/** In the order in which they are shown. */
const KINDS: readonly FindConcerns[] = [
  halt,
  record,
  configuration,
  servers,
  receivers,
  loosened,
  warnings,
  payments,
  collector,
  page,
];

/** All that a person should look at, with what to do about it; the worst first. */
export function findConcerns(status: DaemonStatus): readonly Concern[] {
  const concerns = KINDS.flatMap((find) => find(status));
  return [...concerns.filter(({ level }) => level === 'wrong'), ...concerns.filter(({ level }) => level !== 'wrong')];
}
