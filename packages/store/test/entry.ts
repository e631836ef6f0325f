import type { AuditEntry } from '../src/record/audit-store.js';

/** A row about a tool call that passed. */
export const entry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  at: Date.UTC(2026, 10, 21),
  kind: 'message',
  session: 's1',
  actor: 'ada',
  server: 'files',
  direction: 'toServer',
  shape: 'request',
  method: 'tools/call',
  target: 'read_file',
  rpcId: '7',
  outcome: 'allow',
  warn: false,
  code: null,
  rule: null,
  detail: null,
  bytesIn: 120,
  bytesOut: 120,
  guardUs: 40,
  waitedMs: null,
  findings: null,
  ...over,
});
