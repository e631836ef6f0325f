import {
  commandLine,
  GuardError,
  isObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  safe,
  CALL_TOOL,
} from '@mcp-guard/core';
import { refusedValue, takenValues, writtenBack, type AuditRow, type StoreReader } from '@mcp-guard/store';

/** The finding for which a message was refused, or that was taken out of it, as the record has it. */
export interface RefusedFinding {
  readonly type: string;
  readonly fingerprint: string;
  readonly action: 'block' | 'redact';
  readonly confidence: number;
  /** JSON pointer of its place in the message. */
  readonly path: string;
  readonly row: AuditRow;
}

const LIST = 'mcp-guard logs -t refused';

/** Throws USAGE if there is no such row, or nothing in it can be excepted. */
export function readRefused(record: Pick<StoreReader, 'audit'>, id: string): RefusedFinding {
  const seq = Number(id);
  const known = /^[1-9]\d{0,14}$/.test(id)
    ? record.audit.newest({ afterSeq: seq - 1, beforeSeq: seq + 1 }, 1)
    : undefined;
  const row = known?.[0];
  if (!row) {
    throw new GuardError('USAGE', `the record has no row ${safe(id)}`, {
      hint: { words: 'a refusal names its row as audit_id; list them with:', command: LIST },
    });
  }
  const type = writtenBack(row);
  const source = type === undefined ? row : (findTaken(record, row, type) ?? row);
  const refused = refusedValue(source);
  const value = refused ?? takenValues(source).find((each) => type === undefined || each.type === type);
  if (!value) throw notExcepted(row);
  const action = refused ? 'block' : 'redact';
  const finding = findingsOf(source).find((each) => each['type'] === value.type && each['action'] === action);
  const { path, confidence } = finding ?? {};
  return {
    ...value,
    action,
    row: source,
    path: typeof path === 'string' ? path : '',
    confidence: typeof confidence === 'number' ? confidence : 1,
  };
}

/** The last message out of which a value of the type was taken; one of the same server rather than of another. */
function findTaken({ audit }: Pick<StoreReader, 'audit'>, row: AuditRow, type: string): AuditRow | undefined {
  const rows = audit
    .newest({ outcome: 'redacted', beforeSeq: row.seq }, MOST_READ)
    .filter((each) => takenValues(each).some((value) => value.type === type));
  return rows.find(({ server }) => server === row.server) ?? rows[0];
}
/** In rows. */
const MOST_READ = 1000;

function notExcepted({ seq, outcome, code, server, target, method }: AuditRow): GuardError {
  const what = outcome === 'block' ? `was refused with ${safe(code ?? 'no code')}` : 'was not refused';
  const isTool = code === 'POLICY_DENIED' && method === CALL_TOOL && server !== null && target !== null;
  const hint = { command: isTool ? commandLine('mcp-guard explain', server, target) : LIST };
  return new GuardError('USAGE', `row ${seq} ${what}: only what a detector refused can be excepted`, { hint });
}

function findingsOf({ findings }: AuditRow): readonly JsonObject[] {
  const list: JsonValue = findings === null ? [] : parseJson(findings);
  return Array.isArray(list) ? list.filter((each) => isObject(each)) : [];
}
