import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { GuardError, readKey, type GuardPaths } from '@mcp-guard/core';
import {
  openApprovalReader,
  openAuditReader,
  openCuts,
  openDatabase,
  openShownTools,
  planPrune,
  propose,
  type ApprovalReader,
  type AuditReader,
  type Proposal,
  type PrunePlan,
  type PruneWish,
  type SqliteDatabase,
} from '@mcp-guard/store';

const PLAIN_HEADER = 'SQLite format 3\0';

/** Opens the record of a home for reading, with or without a daemon, encrypted or not. */
export const openRecord = (paths: GuardPaths, env: NodeJS.ProcessEnv): AuditReader =>
  openAuditReader(openForReading(paths, env));

/** The tools that servers have shown so far, by server; none where nothing was recorded yet. */
export function readShownTools(paths: GuardPaths, env: NodeJS.ProcessEnv): ReadonlyMap<string, readonly string[]> {
  if (!existsSync(paths.database)) return new Map();
  const database = openForReading(paths, env);
  try {
    return new Map([...openShownTools(database).all()].map(([server, tools]) => [server, [...tools.keys()]]));
  } catch {
    return new Map(); // a record of an older version
  } finally {
    database.close();
  }
}

/** Reads what people were asked; without a reader where nothing was held yet: there is no record, or an older one. */
export function readApprovals<T>(
  paths: GuardPaths,
  env: NodeJS.ProcessEnv,
  read: (reader: ApprovalReader | undefined) => T,
): T {
  if (!existsSync(paths.database)) return read(undefined);
  const database = openForReading(paths, env);
  try {
    return read(hasApprovals(database) ? openApprovalReader(database) : undefined);
  } finally {
    database.close();
  }
}

/** Leaves a decision for the daemon, which checks it when it starts. */
export function leaveProposal(paths: GuardPaths, env: NodeJS.ProcessEnv, proposal: Proposal): void {
  const database = openDatabase({ path: paths.database, key: findKey(paths, env) });
  try {
    propose(database, proposal);
  } finally {
    database.close();
  }
}

/** Which rows of the record would go; nothing where none would. */
export function readPrunePlan(paths: GuardPaths, env: NodeJS.ProcessEnv, wish: PruneWish): PrunePlan | undefined {
  const database = openForReading(paths, env);
  try {
    return planPrune(openCuts(database), wish);
  } finally {
    database.close();
  }
}

/** Opens the record where no daemon runs. */
export const openForPruning = (paths: GuardPaths, env: NodeJS.ProcessEnv): SqliteDatabase =>
  openDatabase({ path: paths.database, key: findKey(paths, env) });

const hasApprovals = (database: SqliteDatabase): boolean =>
  database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'approvals'").get() !== undefined;

const openForReading = (paths: GuardPaths, env: NodeJS.ProcessEnv): SqliteDatabase =>
  openDatabase({ path: paths.database, key: findKey(paths, env), readonly: true });

const findKey = ({ database, databaseKey }: GuardPaths, env: NodeJS.ProcessEnv): string | undefined =>
  isEncrypted(database) ? (env['MCP_GUARD_DATABASE_KEY'] ?? readKey(databaseKey)) : undefined;

function isEncrypted(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (!isMissing) throw new GuardError('INTERNAL', 'the record cannot be read', { cause });
    throw new GuardError('DAEMON_UNAVAILABLE', `nothing has been recorded yet: there is no ${path}`, {
      hint: 'the record begins with the first start of the daemon',
    });
  }
  const header = Buffer.alloc(PLAIN_HEADER.length);
  const length = readSync(file, header, 0, header.length, 0);
  closeSync(file);
  return length === header.length && header.toString('latin1') !== PLAIN_HEADER;
}
