import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import Database from 'better-sqlite3';
import { MIGRATIONS } from './migrations.js';
import { isPlainDatabase } from './plain-database.js';

export type SqliteDatabase = Database.Database;

/** `mcpg`: marks our files among the databases of other programs. */
const APPLICATION_ID = 0x6d63_7067;
/** How long a statement waits for another process that holds the file, in milliseconds. */
const BUSY_TIMEOUT = 1000;

export interface SqliteSource {
  readonly path: string;
  /** 32 bytes in hex: the file is encrypted with SQLCipher. */
  readonly key: string | undefined;
}

export interface DatabaseOptions extends SqliteSource {
  readonly readonly?: boolean;
  /** Throws unless the path names the file that is meant: it is opened as it is, and never created. */
  readonly insist?: () => void;
}

/** Opens the guard's database, and for writing creates and migrates it. Refuses a file that is not ours. */
export function openDatabase({ path, key, readonly = false, insist }: DatabaseOptions): SqliteDatabase {
  if (key !== undefined && !/^[0-9a-f]{64}$/i.test(key)) {
    throw new GuardError('CONFIG_INVALID', 'the key of the database is not 32 bytes in hex');
  }
  insist?.();
  if (!readonly && !insist) createPrivate(path);
  else if (!isFile(path)) throw new GuardError('INTERNAL', `there is no database at ${path} yet`);
  const db = new Database(path, { readonly, fileMustExist: insist !== undefined, timeout: BUSY_TIMEOUT });
  try {
    insist?.(); // before anything is read: with another file, SQLite takes the WAL for that one's
    if (key !== undefined) {
      db.pragma("cipher = 'sqlcipher'");
      db.pragma(`key = "x'${key}'"`);
    }
    recognize(db, path, key !== undefined);
    if (readonly) return db;
    db.pragma('journal_mode = WAL');
    // Survives the death of the process. What also survives a power cut is `audit.durability: full`.
    db.pragma('synchronous = NORMAL');
    db.pragma('wal_autocheckpoint = 0'); // the thread of the takeover writes it back
    migrate(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Another process held the file: nothing was changed, and the same may work later. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && BUSY_CODES.test(String(error.code));

/** PROTOCOL: several processes have tried to lock the same part of the WAL's index at once. */
const BUSY_CODES = /^SQLITE_(?:BUSY|PROTOCOL)/;

function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw new GuardError('INTERNAL', `the database ${path} cannot be created`, { cause: error });
    }
    chmodSync(path, 0o600);
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

const notEncrypted = (path: string, cause: unknown): GuardError =>
  new GuardError('CONFIG_INVALID', `daemon.encryption is enabled, and the record ${path} is not encrypted`, {
    cause,
    hint: `disable it again, or begin a new record: move ${basename(path)} and journal/ to another folder`,
  });

function recognize(db: SqliteDatabase, path: string, encrypted: boolean): void {
  let id: unknown;
  let tables: unknown;
  try {
    id = db.pragma('application_id', { simple: true });
    tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  } catch (error) {
    if (encrypted && isPlainDatabase(path)) throw notEncrypted(path, error);
    const why = encrypted ? 'is not encrypted with this key' : 'is encrypted, or not a database';
    throw new GuardError('CONFIG_INVALID', `the database ${path} ${why}`, { cause: error });
  }
  if (id !== APPLICATION_ID && !(id === 0 && tables === 0)) {
    throw new GuardError('CONFIG_INVALID', `the database ${path} belongs to another program`);
  }
}

function migrate(db: SqliteDatabase, path: string): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) {
    throw new GuardError('CONFIG_INVALID', `the database ${path} was written by a newer version of mcp-guard`);
  }
  const apply = db.transaction((statements: string, to: number) => {
    db.exec(statements);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${to}`);
  });
  for (const [index, statements] of MIGRATIONS.entries()) if (index >= version) apply.immediate(statements, index + 1);
}
