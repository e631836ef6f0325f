import { commandLine, type Hint } from '@mcp-guard/core';
import { approvalOf } from './approval-of.js';
import type { AuditRow } from './audit-store.js';

/** A remote server needs something of the user. */
const WANTS_LOGIN = /^the server .{1,200} needs (?:the user to log in|more access)/;

const MAKE_ROOM: Hint = {
  words: 'raise audit.max_bytes, or make room with:',
  command: 'mcp-guard logs --prune --before 30d',
};

/** The command that says more about a refusal, or the exception for it; for people, never for a model. */
export function hintFor(row: AuditRow): Hint | undefined {
  if (row.outcome === 'hold') return decide(row);
  const isRefused = (refusedValue(row) ?? writtenBack(row)) !== undefined;
  const except: Hint | undefined = isRefused
    ? { words: 'if it is a false alarm:', command: commandLine('mcp-guard except', String(row.seq)) }
    : undefined;
  if (row.outcome !== 'block') return except;
  if (row.code === 'UNAUTHENTICATED' && row.detail?.includes('log in')) return { command: 'mcp-guard auth login' };
  const { code, method, server, target } = row;
  if (code === 'UPSTREAM_UNAVAILABLE' && server !== null && WANTS_LOGIN.test(row.detail ?? '')) {
    return { command: commandLine('mcp-guard auth login', server) };
  }
  if (row.rule === 'audit.max_bytes') return code === 'INTERNAL' ? MAKE_ROOM : { command: 'mcp-guard status' };
  if (code === 'CONTENT_BLOCKED') return except;
  if (row.rule !== null && isLimit(row)) return `the limit is ${row.rule}: raise it if more is meant to pass`;
  if (code !== 'POLICY_DENIED' || method !== 'tools/call' || server === null || target === null) return undefined;
  return isByArguments(row)
    ? {
        words: 'its arguments decided, which are not recorded; without them:',
        command: commandLine('mcp-guard explain', String(row.seq)),
      }
    : { command: commandLine('mcp-guard explain', server, target) };
}

/** A call was refused for its arguments: by a rule about them, or because they name what no setting opens. */
export const isByArguments = ({ code, rule }: Pick<AuditRow, 'code' | 'rule'>): boolean =>
  code === 'POLICY_DENIED' && BY_ARGUMENTS.test(rule ?? '');

const BY_ARGUMENTS = /^\(built in\)$|(?:^|[ .])arguments[.[]/;

/** A person can except a value of the row: its message was refused for it, or it was taken out. */
export const isExceptable = (row: AuditRow): boolean =>
  (refusedValue(row) ?? writtenBack(row) ?? takenValues(row)[0]) !== undefined;

const LIMITS: ReadonlySet<string> = new Set(['MESSAGE_TOO_LARGE', 'RATE_LIMITED', 'SPEND_LIMIT']);
/** Limits of what has other codes. */
const LIMIT_RULE = /(?:^|[ .])(?:max_depth|timeout)$/;

const isLimit = ({ code, rule }: AuditRow): boolean => LIMITS.has(code ?? '') || LIMIT_RULE.test(rule ?? '');

/** The command that decides about a held call. */
function decide(row: AuditRow): Hint | undefined {
  const id = approvalOf(row);
  return id && { command: commandLine('mcp-guard approvals approve', id.slice(0, 8)) };
}

/** A value that a message was refused for, as an exception names it. */
export interface RefusedValue {
  readonly type: string;
  readonly fingerprint: string;
}

/** The value that the row's message, or a part of it, was refused for; nothing if it was not refused for its content. */
export function refusedValue({ outcome, code, detail }: AuditRow): RefusedValue | undefined {
  const isRefused = outcome === 'block' && code === 'CONTENT_BLOCKED';
  const words = isRefused ? REFUSED : outcome === 'redact' ? WITHHELD : undefined;
  const [, type, fingerprint] = words?.exec(detail ?? '') ?? [];
  return type === undefined || fingerprint === undefined ? undefined : { type, fingerprint };
}

const REFUSED = /\(([\w-]+)\) at .* fingerprint is ([0-9a-f]{16})$/;
const WITHHELD = /withheld \/[^;]*\(([\w-]+)\) at [^;]* fingerprint is ([0-9a-f]{16})/;

/** The type whose marker the row's message would have written back; nothing if it was not refused for that. */
export function writtenBack({ outcome, code, detail }: AuditRow): string | undefined {
  return outcome === 'block' && code === 'CONTENT_BLOCKED' ? WRITTEN_BACK.exec(detail ?? '')?.[1] : undefined;
}

const WRITTEN_BACK = /^the message holds \[REDACTED:([\w-]+)\], which /;

/** The first values that were taken out of the row's message. A name in it cannot pass for one of them. */
export function takenValues({ outcome, detail }: AuditRow): readonly RefusedValue[] {
  const taken: RefusedValue[] = [];
  if (outcome !== 'redact' || detail === null) return taken;
  for (const note of detail.split('; ')) {
    const [, type, fingerprint] = TAKEN.exec(note) ?? [];
    if (type === undefined || fingerprint === undefined) break; // The rest may be a part of a name.
    taken.push({ type, fingerprint });
  }
  return taken;
}

const TAKEN = /^took out ([\w-]+) at [^\s,;]*, its fingerprint is ([0-9a-f]{16})$/;
