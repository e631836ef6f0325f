import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import { openSqliteStore, type Approval, type AuditEntry } from '@mcp-guard/store';
import { entry } from '../../../store/test/entry.js';
import { runHere } from '../run-here.js';

/** A home whose record holds these rows. */
export interface RecordedHome {
  readonly home: string;
  run(...args: readonly string[]): ReturnType<typeof runHere>;
  remove(): void;
}

export function recordedHome(
  rows: readonly Partial<AuditEntry>[],
  approvals: readonly Approval[] = [],
  config = 'servers: {}\n',
): RecordedHome {
  const root = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
  const home = join(root, 'home');
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(join(home, 'mcp-guard.yaml'), config, { mode: 0o600 });
  const store = openSqliteStore({ path: guardPaths(home).database, key: undefined });
  store.audit.append(rows.map((row) => entry(row)));
  for (const approval of approvals) store.approvals.insert(approval);
  store.close();
  const env = { HOME: root, MCP_GUARD_HOME: home, PATH: process.env['PATH'] ?? '' };
  return {
    home,
    run: async (...args) => runHere({ cwd: root, env }, ...args),
    remove: () => rmSync(root, { recursive: true }),
  };
}

/** The rows of a call that was answered. */
export const call = (over: Partial<AuditEntry>, answer: Partial<AuditEntry> = {}): readonly Partial<AuditEntry>[] => [
  over,
  { ...over, outcome: 'allow', direction: 'toClient', shape: 'result', waitedMs: 12, detail: null, ...answer },
];
