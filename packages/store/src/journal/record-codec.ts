import { hash } from 'node:crypto';
import { tryParseJson } from '@mcp-guard/core';
import type { AuditEntry, AuditKind, AuditOutcome, AuditRow, ChainHead } from '../record/audit-store.js';
import type { ChainedRow } from '../record/chain.js';
import { isOperation, type Operation } from './operations.js';
import { isFlag, isInteger, isList, isText, oneOf, orNull } from './shapes.js';

/** One committed turn: the rows that it added to the chain, and what it changed besides. */
export interface JournalRecord {
  readonly rows: readonly AuditRow[];
  readonly operations: readonly Operation[];
}

/**
 * The JSON text of a turn: `[[row, …], "hash of the last row", [operation, …]]`. A row is the very text that its hash
 * covers, and holds the hash of the row before: nothing is serialized twice.
 * @param head of the chain, behind these rows
 */
export function encodeRecord(rows: readonly ChainedRow[], head: ChainHead, operations: readonly Operation[]): string {
  const [only] = rows;
  const texts = only && rows.length === 1 ? only.text : rows.map(({ text }) => text).join(',');
  return `[[${texts}],"${head.hash}",${operations.length === 0 ? '[]' : JSON.stringify(operations)}]`;
}

/**
 * Reads a turn that continues the chain at `head`.
 * @returns why it cannot be read, as a text
 */
export function decodeRecord(text: string, head: ChainHead): JournalRecord | string {
  const value: unknown = tryParseJson(text);
  if (value === undefined) return 'a turn is no JSON';
  if (!isList(value) || value.length !== 3) return 'a turn is not of three parts';
  const [texts, last, operations] = value;
  if (!isList(texts) || !isList(operations)) return 'a turn lacks its lists';
  const rows: AuditRow[] = [];
  let at = head;
  for (const values of texts) {
    const row = toRow(values, at);
    if (typeof row === 'string') return row;
    rows.push(row);
    at = row;
  }
  if (last !== at.hash) return `the hash behind row ${at.seq} does not fit the chain`;
  return operations.every(isOperation) ? { rows, operations } : 'a turn holds a change that is unknown';
}

function toRow(values: unknown, head: ChainHead): AuditRow | string {
  if (!isList(values)) return 'a row is no list';
  const [previous, seq, ...fields] = values;
  if (seq !== head.seq + 1 || previous !== head.hash) return `what follows row ${head.seq} does not fit the chain`;
  const entry = toEntry(fields);
  return entry
    ? { ...entry, seq: head.seq + 1, hash: hash('sha256', JSON.stringify(values)) }
    : `row ${head.seq + 1} cannot be read`;
}

const isKind = oneOf<AuditKind>('message', 'session', 'daemon', 'approval', 'retention', 'gap');
const isOutcome = oneOf<AuditOutcome>('allow', 'redact', 'block', 'hold');
const isDirection = orNull(oneOf<'toServer' | 'toClient'>('toServer', 'toClient'));
const isName = orNull(isText);
const isCount = orNull(isInteger);

/** A row before it was checked. */
type Fields = { readonly [Field in keyof AuditEntry]: unknown };

/** `decodeRecord` takes a row of this entry: the types do not tell a whole number from another. */
export function isReadable(entry: Fields): entry is AuditEntry {
  const { at, kind, session, actor, server, direction, shape, method, target, rpcId } = entry;
  const { outcome, warn, code, rule, detail, bytesIn, bytesOut, guardUs, waitedMs, findings } = entry;
  if (!isInteger(at) || !isKind(kind) || !isName(session) || !isName(actor) || !isName(server)) return false;
  if (!isDirection(direction) || !isText(shape) || !isName(method) || !isName(target)) return false;
  if (!isName(rpcId) || !isOutcome(outcome) || !isFlag(warn) || !isName(code) || !isName(rule)) return false;
  if (!isName(detail) || !isInteger(bytesIn) || !isInteger(bytesOut) || !isInteger(guardUs)) return false;
  return isCount(waitedMs) && isName(findings);
}

/** @param fields in the order of `CHAINED`; those that were not covered are null */
function toEntry(fields: readonly unknown[]): AuditEntry | undefined {
  const [at, kind, session, actor, server, direction, shape, method, target, rpcId, outcome, ...more] = fields;
  const [warn, code, rule, detail, bytesIn, bytesOut, guardUs, waitedMs = null, findings = null, ...rest] = more;
  const whom = { session, actor, server, direction };
  const what = { shape, method, target, rpcId, outcome, warn, code, rule, detail };
  const entry = { at, kind, ...whom, ...what, bytesIn, bytesOut, guardUs, waitedMs, findings };
  return rest.length === 0 && isReadable(entry) ? entry : undefined;
}
