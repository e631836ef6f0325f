import { hash } from 'node:crypto';
import { member, tryParseJson } from '@mcp-guard/core';
import { GENESIS, type AuditEntry, type AuditRow, type ChainHead } from './audit-store.js';

/**
 * The fields that a row's hash covers; the order never changes. A new one goes to the end, with a migration; if it is
 * null the hash does not cover it, as in the rows before the migration.
 */
export const CHAINED: readonly (keyof AuditEntry)[] = [
  'at',
  'kind',
  'session',
  'actor',
  'server',
  'direction',
  'shape',
  'method',
  'target',
  'rpcId',
  'outcome',
  'warn',
  'code',
  'rule',
  'detail',
  'bytesIn',
  'bytesOut',
  'guardUs',
  'waitedMs',
  'findings',
];

/** Values of a row that were covered from the beginning: the hash before, the number and 19 fields. */
const FIRST_VALUES = 21;

/** A row of the chain, and the text that its hash covers: a JSON array of the hash before, the number and the fields. */
export interface ChainedRow {
  readonly row: AuditRow;
  readonly text: string;
}

/** Puts `entry` behind `head`. */
export function chainEntry(head: ChainHead, entry: AuditEntry): ChainedRow {
  const seq = head.seq + 1;
  const given = toText(head.hash, seq, entry);
  // As JSON writes half a character, and a backslash before these letters.
  const stored = given.includes('\\ud') ? toWhole(entry) : entry;
  const text = stored === entry ? given : toText(head.hash, seq, stored);
  return { row: { ...stored, seq, hash: hash('sha256', text) }, text };
}

/** Puts `entry` behind `head`, as a row. */
export const chainRow = (head: ChainHead, entry: AuditEntry): AuditRow => chainEntry(head, entry).row;

/** The entry as the database returns it: half a character does not come back, and would look like damage. */
function toWhole(entry: AuditEntry): AuditEntry {
  const texts = CHAINED.filter((field) => typeof entry[field] === 'string');
  return { ...entry, ...Object.fromEntries(texts.map((field) => [field, String(entry[field]).toWellFormed()])) };
}

/** A JSON array of the values, in the order of `CHAINED`. Written out, because each message pays for it. */
function toText(previous: string, seq: number, entry: AuditEntry): string {
  const { at, kind, session, actor, server, direction, shape, method, target, rpcId } = entry;
  const { outcome, warn, code, rule, detail, bytesIn, bytesOut, guardUs } = entry;
  const waitedMs = entry.waitedMs ?? null;
  const findings = entry.findings ?? null;
  // oxfmt-ignore
  const values = [
    previous, seq, at, kind, session, actor, server, direction, shape, method, target, rpcId, outcome, warn, code, rule,
    detail, bytesIn, bytesOut, guardUs, waitedMs, findings,
  ];
  while (values.length > FIRST_VALUES && values.at(-1) === null) values.pop();
  return JSON.stringify(values);
}

/** A retention row reports this in `detail`: all rows up to `through` were removed, and the last had this hash. */
export interface Retired {
  readonly through: number;
  readonly hash: string;
}

/** @param facts for people */
export const toRetiredDetail = (retired: Retired, facts: object = {}): string =>
  JSON.stringify({ ...retired, ...facts });

function parseRetired(detail: string | null): Retired | undefined {
  // A damaged row may have none, which its hash shows.
  const value = detail === null ? undefined : tryParseJson(detail);
  const [through, last] = [member(value, 'through'), member(value, 'hash')];
  return typeof through === 'number' && typeof last === 'string' ? { through, hash: last } : undefined;
}

export interface ChainReport {
  readonly ok: boolean;
  /** Rows that were checked. */
  readonly count: number;
  /** `<seq>:<hash>`, to be kept elsewhere and given to `--expect`. */
  readonly head: string;
  /** Unix milliseconds of the last row; `null` for an empty chain. */
  readonly lastAt: number | null;
  readonly problem: string | null;
}

export const formatHead = ({ seq, hash: value }: ChainHead): string => `${seq}:${value}`;

/**
 * Checks rows in ascending order. Finds accidental damage, and edits if a head was kept elsewhere (`expected`): a
 * program that can write the file can also build a new chain.
 */
export function verifyChain(rows: Iterable<AuditRow>, expected?: string): ChainReport {
  let head: ChainHead = { seq: 0, hash: GENESIS };
  let first: AuditRow | undefined;
  let count = 0;
  let lastAt: number | null = null;
  let problem: string | null = null;
  let foundExpected = expected === undefined || expected === formatHead(head);
  const retired: Retired[] = [];

  for (const row of rows) {
    first ??= row;
    if (row !== first || row.seq === 1) problem ??= misfit(head, row);
    const cut = row.kind === 'retention' ? parseRetired(row.detail) : undefined;
    if (cut) retired.push(cut);
    head = { seq: row.seq, hash: row.hash };
    foundExpected ||= expected === formatHead(head);
    lastAt = row.at;
    count++;
  }
  if (first && first.seq !== 1) problem ??= unexplainedStart(first, retired);
  if (!foundExpected) {
    const isRetired = retired.some(
      ({ through, hash: value }) => formatHead({ seq: through, hash: value }) === expected,
    );
    if (!isRetired) problem ??= 'the expected head is not in the chain';
  }
  return { ok: problem === null, count, head: formatHead(head), lastAt, problem };
}

function misfit(head: ChainHead, row: AuditRow): string | null {
  if (row.seq !== head.seq + 1) return `rows ${head.seq + 1} to ${row.seq - 1} are missing`;
  return row.hash === hash('sha256', toText(head.hash, row.seq, row)) ? null : `row ${row.seq} does not fit the chain`;
}

/** The chain may begin later than with row 1 only where a retention row, itself chained, says so. */
function unexplainedStart(first: AuditRow, retired: readonly Retired[]): string | null {
  const exact = retired.find(({ through }) => through === first.seq - 1);
  if (exact) return misfit({ seq: exact.through, hash: exact.hash }, first);
  const isBeingRetired = retired.some(({ through }) => through >= first.seq);
  return isBeingRetired ? null : `the rows before ${first.seq} are missing, and no retention row reports it`;
}
