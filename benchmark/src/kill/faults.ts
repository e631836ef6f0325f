import type { Approval, AuditRow, ChainReport, Counter, RecordedState } from '@mcp-guard/store';
import { readCall, type Kind } from './call.js';
import type { Answered } from './kill-client.js';

/** What was seen outside of the guard, and what it has written down. */
export interface Evidence {
  /** Ids, as often as servers got them. */
  readonly received: readonly string[];
  /** As often as clients got answers. */
  readonly answered: readonly Answered[];
  readonly rows: readonly AuditRow[];
  readonly chain: ChainReport;
  readonly state: Pick<RecordedState, 'counters' | 'spent'>;
  readonly approvals: readonly Approval[];
  /** Ids of approvals that were given while no daemon ran, and that a daemon has taken since. */
  readonly given: readonly string[];
  /** How many payments count as lost, since no answer to them is known; only a daemon tells. */
  readonly lost: number | undefined;
}

/** Requests of `counted` in an hour, and the price of `pay` in millionths. */
export const LIMIT = 5000;
export const PRICE = 1_000_000n;
const HOUR = 3_600_000;

/** Everything in which the record differs from what has happened; an empty list is what is promised. */
export function findFaults(evidence: Evidence): readonly string[] {
  const messages = toMessages(evidence.rows);
  return [
    ...(evidence.chain.ok ? [] : [`the chain is broken: ${evidence.chain.problem}`]),
    ...findUnrecorded(evidence, messages),
    ...findMiscounted(evidence, messages),
    ...findMisspent(evidence, messages),
    ...findMisjudged(evidence),
  ];
}

/** Rows of the calls of the load. */
interface Messages {
  /** Requests that the guard let pass, and their ids. */
  readonly sent: readonly AuditRow[];
  readonly sentIds: ReadonlySet<string>;
  /** Answers that went to the client. */
  readonly returnedIds: ReadonlySet<string>;
  /** Answers, also those that were refused. */
  readonly answeredIds: ReadonlySet<string>;
  /** Requests that were held or refused: their answer is the guard's own. */
  readonly stoppedIds: ReadonlySet<string>;
  /** `direction id` of every row. */
  readonly all: readonly string[];
}

function toMessages(rows: readonly AuditRow[]): Messages {
  const ours = rows.filter((row) => row.kind === 'message' && readCall(idOf(row)));
  const requests = ours.filter(({ direction }) => direction === 'toServer');
  const answers = ours.filter(({ direction }) => direction === 'toClient');
  const sent = requests.filter(({ outcome }) => outcome === 'allow');
  return {
    sent,
    sentIds: idsOf(sent),
    returnedIds: idsOf(answers.filter(({ outcome }) => outcome === 'allow')),
    answeredIds: idsOf(answers),
    stoppedIds: idsOf(requests.filter(({ outcome }) => outcome !== 'allow')),
    all: ours.map((row) => `${row.direction} ${idOf(row)}`),
  };
}

const idsOf = (rows: readonly AuditRow[]): Set<string> => new Set(rows.map(idOf));

/** The ids of the load need no escapes. */
const idOf = ({ rpcId }: AuditRow): string => rpcId?.slice(1, -1) ?? '';

function findUnrecorded({ received, answered }: Evidence, messages: Messages): readonly string[] {
  const { sentIds, returnedIds, stoppedIds } = messages;
  const answeredIds = answered.map(({ call }) => call.id);
  return [
    ...received.filter((id) => !sentIds.has(id)).map((id) => `${id} reached a server and is not in the record`),
    ...answered.flatMap(({ call: { id }, answer }) => {
      const recorded = answer === 'result' ? returnedIds : stoppedIds;
      return recorded.has(id) ? [] : [`${id} was answered (${answer}), and the record does not have that`];
    }),
    ...findTwice(received).map((id) => `${id} reached a server twice`),
    ...findTwice(answeredIds).map((id) => `${id} was answered twice`),
    ...findTwice(messages.all).map((row) => `${row} is in the record twice`),
  ];
}

/** The counter of the rate limit, against the same bucket filled from the rows. */
function findMiscounted({ state }: Evidence, { sent }: Messages): readonly string[] {
  const rows = sent.filter((row) => isOf(row, 'counted'));
  const counters = [...state.counters.values()];
  if (rows.length === 0 && counters.length === 0) return [];
  const [counter] = counters;
  if (!counter || counters.length > 1) return [`there are ${counters.length} counters of one limit`];
  let bucket: Pick<Counter, 'used' | 'at'> = { used: 0, at: 0 };
  for (const { at } of rows) bucket = { used: drain(bucket, at) + HOUR, at };
  const excess = (drain(counter, bucket.at) - drain(bucket, counter.at)) / HOUR;
  if (Math.abs(excess) < 0.5) return [];
  return [`the counter of a limit is off by ${excess.toFixed(1)} of ${rows.length} calls`];
}

/** What is still used of a bucket at another time. */
const drain = ({ used, at }: Pick<Counter, 'used' | 'at'>, now: number): number =>
  Math.max(0, used - Math.max(0, now - at) * LIMIT);

function findMisspent({ state, lost }: Evidence, { sent, answeredIds }: Messages): readonly string[] {
  const paid = sent.filter((row) => isOf(row, 'pay'));
  const spent = state.spent.reduce((sum, { amount }) => sum + amount, 0n);
  const due = BigInt(paid.length) * PRICE;
  const open = paid.filter((row) => !answeredIds.has(idOf(row))).length;
  return [
    ...(spent === due ? [] : [`${spent} was spent where ${paid.length} payments cost ${due}`]),
    ...(lost === undefined || lost === open ? [] : [`${lost} payments count as lost where ${open} were not answered`]),
  ];
}

function findMisjudged({ received, answered, rows, approvals, given }: Evidence): readonly string[] {
  const byId = new Map(approvals.map((approval) => [approval.id, approval]));
  const decided = rows.flatMap(({ kind, shape, detail }) => {
    return kind === 'approval' && shape === 'approve' ? [detail?.split(':')[0] ?? ''] : [];
  });
  const asked = received.flatMap((id) => readCall(id) ?? []).filter(({ kind }) => kind === 'ask');
  const used = approvals.filter(({ state }) => state === 'used');
  return [
    ...answered.flatMap(({ approval }) =>
      approval === undefined || byId.has(approval) ? [] : [`approval ${approval} was told to a client and is lost`],
    ),
    ...given.filter((id) => !decided.includes(id)).map((id) => `the decision on approval ${id} is lost`),
    ...findTwice(decided).map((id) => `approval ${id} was decided twice`),
    ...[...countEach(asked.map(({ key }) => key))].flatMap(([key, times]) => {
      const admitted = used.filter(({ shown }) => shown.includes(`"${key}"`)).length;
      return times <= admitted ? [] : [`the call ${key} was sent ${times} times on ${admitted} used approvals`];
    }),
  ];
}

const isOf = (row: AuditRow, kind: Kind): boolean => readCall(idOf(row))?.kind === kind;

/** Each value that is there more than once. */
const findTwice = (values: readonly string[]): readonly string[] =>
  [...countEach(values)].flatMap(([value, times]) => (times > 1 ? [value] : []));

function countEach(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
