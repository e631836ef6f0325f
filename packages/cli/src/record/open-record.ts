import { existsSync } from 'node:fs';
import { GuardError, readKey, type GuardPaths } from '@mcp-guard/core';
import {
  isPlainDatabase,
  openSqliteOffline,
  openSqliteReader,
  planPrune,
  readRecordedState,
  type ApprovalReader,
  type IsAlone,
  type OfflineStore,
  type Proposal,
  type PrunePlan,
  type PruneWish,
  type RecordedState,
  type StoreReader,
} from '@mcp-guard/store';

/** Opens the record of a home for reading, with or without a daemon, encrypted or not. */
export const openRecord = (paths: GuardPaths, env: NodeJS.ProcessEnv): StoreReader =>
  openSqliteReader({ path: paths.database, key: findKey(paths, env) });

/** Opens the record of a home for changes, while no daemon runs. */
export const openOffline = (paths: GuardPaths, env: NodeJS.ProcessEnv): OfflineStore =>
  openSqliteOffline({ path: paths.database, key: findKey(paths, env) });

/** The tools that servers have shown so far, by server; none before the first record. */
export function readShownTools(paths: GuardPaths, env: NodeJS.ProcessEnv): ReadonlyMap<string, readonly string[]> {
  if (!existsSync(paths.database)) return new Map();
  const record = openRecord(paths, env);
  try {
    return new Map([...record.shownTools.all()].map(([server, tools]) => [server, [...tools.keys()]]));
  } catch {
    return new Map(); // a record of an older version
  } finally {
    record.close();
  }
}

/** Reads held calls and decisions; without a reader if there is no record, or one from before approvals. */
export function readApprovals<T>(
  paths: GuardPaths,
  env: NodeJS.ProcessEnv,
  read: (reader: ApprovalReader | undefined) => T,
): T {
  if (!existsSync(paths.database)) return read(undefined);
  const record = openRecord(paths, env);
  try {
    return read(record.approvals);
  } finally {
    record.close();
  }
}

/** Leaves a decision for the daemon, which checks it when it starts. */
export function leaveProposal(paths: GuardPaths, env: NodeJS.ProcessEnv, proposal: Proposal): void {
  const offline = openOffline(paths, env);
  try {
    offline.propose(proposal);
  } finally {
    offline.close();
  }
}

/** Brings into the record what a daemon that died has left in its journal. */
export async function catchUp(paths: GuardPaths, env: NodeJS.ProcessEnv, isAlone: IsAlone): Promise<void> {
  if (!existsSync(paths.database)) return;
  const offline = openOffline(paths, env);
  try {
    await offline.catchUp(isAlone);
  } finally {
    offline.close();
  }
}

/** Which rows of the record would go; nothing if none would. */
export function readPrunePlan(paths: GuardPaths, env: NodeJS.ProcessEnv, wish: PruneWish): PrunePlan | undefined {
  const record = openRecord(paths, env);
  try {
    return planPrune(record.cuts, wish);
  } finally {
    record.close();
  }
}

/** The state that a daemon has written down; nothing if another version of mcp-guard wrote it. */
export const readDaemonState = (paths: GuardPaths, env: NodeJS.ProcessEnv): RecordedState | undefined =>
  readRecordedState({ path: paths.database, key: findKey(paths, env) });

const findKey = ({ database, databaseKey }: GuardPaths, env: NodeJS.ProcessEnv): string | undefined =>
  isEncrypted(database) ? (env['MCP_GUARD_DATABASE_KEY'] ?? readKey(databaseKey)) : undefined;

function isEncrypted(path: string): boolean {
  try {
    return isPlainDatabase(path) === false;
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (!isMissing) throw new GuardError('INTERNAL', 'the record cannot be read', { cause });
    throw new GuardError('DAEMON_UNAVAILABLE', `nothing has been recorded yet: there is no ${path}`, {
      hint: 'the record begins with the first start of the daemon, and mcp-guard init makes what that needs',
    });
  }
}
