import { arch, availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { describeAims, type Aim } from './aims.js';
import type { IdleSessions } from './idle-sessions.js';
import type { LargeResult } from './large-result.js';
import { describeLoad, isSaturated } from './load.js';
import type { Memory } from './memory.js';
import type { Options } from './options.js';
import { CPU_RESOLUTION_US } from './process-cost.js';
import { REFERENCES, type EntrantResult, type LoadResult } from './rounds.js';
import type { Starts } from './starts.js';
import { median, percentile } from './statistics.js';
import { toMegabytes, toNumber, toRatio, toTable } from './table.js';

/** All that `--json` prints. What could not be measured is missing, and listed among the problems. */
export interface Report {
  readonly machine: string;
  readonly options: Options;
  readonly loads: readonly LoadResult[];
  readonly memory: Memory | undefined;
  readonly starts: Starts | undefined;
  readonly largeResults: readonly LargeResult[] | undefined;
  readonly idleSessions: IdleSessions | undefined;
  readonly aims: readonly Aim[];
}

/** With the load before the benchmark adds its own: figures of a busy machine should be seen as such. */
export function describeMachine(): string {
  const processor = `${availableParallelism()} × ${cpus()[0]?.model.trim()}`;
  const memory = `${Math.round(totalmem() / 1e9)} GB`;
  return `Node ${process.version}, ${process.platform} ${arch()}, ${processor}, ${memory}, load ${loadavg()[0]?.toFixed(1)}`;
}

export function toText({ machine, options, loads, memory, starts, largeResults, idleSessions, aims }: Report): string {
  return [
    `${machine}\n`,
    `${options.rounds} rounds in turns. Times in µs; ${referencesOf(loads)
      .map((name, index) => `×${index + 1} is the ratio to ${name}`)
      .join(', ')}: the median over the rounds.\n`,
    ...loads.map(toLoadText),
    ...(memory ? [toMemoryText(memory)] : []),
    ...(starts ? [toStartsText(starts)] : []),
    ...(largeResults ? [toLargeText(largeResults)] : []),
    ...(idleSessions ? [toIdleText(idleSessions)] : []),
    describeAims(aims),
  ].join('\n');
}

/** Not all are there in every run. */
const referencesOf = (loads: readonly LoadResult[]): readonly string[] =>
  REFERENCES.filter((name) => loads.some(({ results }) => results.some((result) => result.name === name)));

function toLoadText(result: LoadResult): string {
  const { load, calls, results } = result;
  const references = referencesOf([result]);
  const rounds = results[0]?.rounds.length ?? 0;
  const precision = `CPU ± ${toNumber((CPU_RESOLUTION_US * Math.sqrt(rounds)) / calls, 0)}`;
  const title = `tools/call echo, ${describeLoad(load)} (${toNumber(calls)} calls each, ${precision})`;
  const columns = COLUMNS.filter(({ key }) => key !== 'callsPerSecond' || isSaturated(load));
  const head = ['', ...columns.flatMap(({ title: text }) => [text, ...references.map((_, index) => `×${index + 1}`)])];
  return `${title}\n${toTable([[...head, 'of that'], ...results.map((each) => toEntrantRow(each, columns, references))])}`;
}

const COLUMNS = [
  { key: 'p50', title: 'p50' },
  { key: 'p95', title: 'p95' },
  { key: 'p99', title: 'p99' },
  { key: 'callsPerSecond', title: 'calls/s' },
  { key: 'cpu', title: 'CPU per call' },
] as const;

function toEntrantRow(
  { name, figures, ratios, cpu }: EntrantResult,
  columns: readonly (typeof COLUMNS)[number][],
  references: readonly string[],
): string[] {
  const cells = columns.flatMap(({ key }) => [
    toNumber(figures[key]),
    ...references.map((reference) => toRatio(ratios[reference]?.[key])),
  ]);
  const costs = Object.entries(cpu).map(([role, us]) => `${role} ${toNumber(us)}`);
  return [name, ...cells, costs.length > 1 ? costs.join(', ') : ''];
}

function toMemoryText({ bareNode, bridge, bridgeAfterCalls, daemonAfterCalls }: Memory): string {
  const rows = [
    ['bare Node with one socket', toMegabytes(bareNode), 'private'],
    ['bridge', toMegabytes(bridge), 'private', toRatio(bridge && bareNode && bridge / bareNode)],
    ['bridge after all calls', toMegabytes(bridgeAfterCalls), 'private'],
    ['daemon after all calls', toMegabytes(daemonAfterCalls), 'RSS'],
  ];
  return `memory\n${toTable(rows)}`;
}

function toStartsText({ bareNode, bareNodeFirstByte, bridgeFirstByte, warm, cold }: Starts): string {
  const rows = [
    toStartRow("node -e '', until it is gone", bareNode, bareNode),
    toStartRow('bare Node, first byte on a socket', bareNodeFirstByte, bareNode),
    toStartRow('bridge, first byte on a socket', bridgeFirstByte, bareNode),
    ...Object.entries(warm).map(([name, values]) => toStartRow(`${name}, initialize answered`, values, warm['direct'])),
    toStartRow('guard, the same without a daemon', cold, warm['direct']),
  ];
  return `starts (median)\n${toTable(rows)}`;
}

function toStartRow(what: string, values: readonly number[] | undefined, reference: readonly number[] = []): string[] {
  if (!values) return [what, toNumber(undefined)];
  return [what, `${toNumber(median(values), 1)} ms`, toRatio(median(values) / median(reference))];
}

function toLargeText(results: readonly LargeResult[]): string {
  const head = ['', '10 MB took', 'alone: p50', 'p99', 'max', 'beside: p50', 'p99', 'max', 'later at p99'];
  const rows = results.map(({ name, large, alone, beside, lateP99 }) => [
    name,
    `${toNumber(median(large))} ms`,
    ...toSmallCells(alone),
    ...toSmallCells(beside),
    `${toNumber(lateP99 / 1000, 1)} ms`,
  ]);
  return `small calls of one session, alone and beside a 10 MB result of another\n${toTable([head, ...rows])}`;
}

const toSmallCells = (values: readonly number[]): string[] =>
  [0.5, 0.99, 1].map((fraction) => toNumber(percentile(values, fraction)));

function toIdleText({ sessions, withOne, withAll }: IdleSessions): string {
  const each = withOne !== undefined && withAll !== undefined ? (withAll - withOne) / (sessions - 1) : undefined;
  const rows = [
    ['daemon, 1 session', toMegabytes(withOne)],
    [`daemon, ${sessions} sessions`, toMegabytes(withAll)],
    ['each', each === undefined ? toNumber(each) : `${toNumber(each / 1000)} KB`],
  ];
  return `idle sessions (RSS, without their servers)\n${toTable(rows)}`;
}
