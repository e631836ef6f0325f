import { existsSync } from 'node:fs';
import { GuardError, readKey, type GuardPaths, type Halt } from '@mcp-guard/core';
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

/** Opens the record, and closes it once `read` has returned. */
export function readRecord<T>(paths: GuardPaths, env: NodeJS.ProcessEnv, read: (record: StoreReader) => T): T {
  const record = openRecord(paths, env);
  try {
    return read(record);
  } finally {
    record.close();
  }
}

/** Opens the record of a home for changes, while no daemon runs. */
export const openOffline = (paths: GuardPaths, env: NodeJS.ProcessEnv): OfflineStore =>
  openSqliteOffline({ path: paths.database, key: findKey(paths, env) });

/** Reads held calls and decisions; without a reader if there is no record, or one from before approvals, and without a record if there is none. */
export function readApprovals<T>(
  paths: GuardPaths,
  env: NodeJS.ProcessEnv,
  read: (reader: ApprovalReader | undefined, record: StoreReader | undefined) => T,
): T {
  return existsSync(paths.database)
    ? readRecord(paths, env, (record) => read(record.approvals, record))
    : read(undefined, undefined);
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

/** Halts all calls in the record, for the daemon that starts next. */
export async function haltOffline(
  paths: GuardPaths,
  env: NodeJS.ProcessEnv,
  halt: Halt,
  isAlone: IsAlone,
): Promise<void> {
  const offline = openOffline(paths, env);
  try {
    await offline.halt(halt, isAlone);
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
export const readPrunePlan = (paths: GuardPaths, env: NodeJS.ProcessEnv, wish: PruneWish): PrunePlan | undefined =>
  readRecord(paths, env, ({ cuts }) => planPrune(cuts, wish));

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
