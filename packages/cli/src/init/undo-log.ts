import { createHash, randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, GuardError, isObject, type JsonValue, member, tryParseJson } from '@mcp-guard/core';
import type { KeyPath } from '../clients/syntax/syntax.js';
import { readPrivate, unusable, writePrivate } from '@mcp-guard/core/private-file';

const MAX_LOG_BYTES = 16 * 2 ** 20;
const MAX_BACKUP_BYTES = 16 * 2 ** 20;
const MAX_RECORDS = 10_000;
const LOG_FILE = 'moves.json';
/** An original, or a temporary file of an original or the undo log. */
const LEFTOVER = /^(?:moves\.json\.)?[\da-f-]{36}(?:\.[\da-f-]{36})?$/;

/** An entry of a client that starts the guard. */
export interface MovedEntry {
  readonly name: string;
  /** For Claude Code’s entries of single folders. */
  readonly project?: string;
  /** Its position in the file. */
  readonly path: KeyPath;
  /** Its name in our configuration. */
  readonly ours: string;
}

/** One changed file, written down before the change. */
export interface FileRecord {
  /** The client whose file it is; nothing for our own files. */
  readonly client: string | undefined;
  /** Absolute, links followed. */
  readonly path: string;
  /** Name of the kept original; nothing if there was no file. */
  readonly backup: string | undefined;
  /** SHA-256 of its text before and after, hex; `before` is empty if there was no file. */
  readonly before: string;
  readonly after: string;
  readonly entries: readonly MovedEntry[];
}

/**
 * Writes down each change of a file, and the text before, ahead of the change, so a process that is killed in between
 * leaves each file as it was or as the list has it. Files are this user's alone; links are not followed.
 */
export class UndoLog {
  readonly #folder: string;
  #records: readonly FileRecord[];

  /** @param folder created when it is needed */
  constructor(folder: string) {
    this.#folder = folder;
    this.#records = readRecords(this.#path);
  }

  /** The oldest first. */
  get records(): readonly FileRecord[] {
    return this.#records;
  }

  /** Keeps the original of a file that is about to be changed. @param text nothing if there is no file yet */
  begin(change: Pick<FileRecord, 'client' | 'path' | 'entries'>, text: string | undefined, after: string): FileRecord {
    if (this.#records.length >= MAX_RECORDS) throw unusable(this.#path, 'holds too many changes');
    this.#makeFolder();
    const backup = text === undefined ? undefined : randomUUID();
    if (backup !== undefined) writePrivate(join(this.#folder, backup), text ?? '');
    const before = text === undefined ? '' : hashOf(text);
    const record = { ...change, backup, before, after: hashOf(after) };
    this.#write([...this.#records, record]);
    return record;
  }

  /** The file as it was before. */
  original({ backup }: FileRecord): string | undefined {
    if (backup === undefined) return undefined;
    const text = readPrivate(join(this.#folder, backup), MAX_BACKUP_BYTES);
    if (text === undefined) throw unusable(join(this.#folder, backup), 'is missing');
    return text;
  }

  /** A change that was taken back, or never made. */
  forget(record: FileRecord): void {
    this.#write(this.#records.filter((other) => other !== record));
    if (record.backup !== undefined) rmSync(join(this.#folder, record.backup), { force: true });
  }

  /** Removes what a killed process left unfinished. No other process may be at work. */
  sweep(): void {
    if (!existsSync(this.#path)) return; // what lies there could be all that is left of an original
    this.#checkFolder();
    const known = new Set(this.#records.map(({ backup }) => backup));
    for (const entry of readdirSync(this.#folder, { withFileTypes: true })) {
      const isLeft = entry.isFile() && LEFTOVER.test(entry.name) && !known.has(entry.name);
      if (isLeft) rmSync(join(this.#folder, entry.name), { force: true });
    }
  }

  /** The backup of a file. */
  pathOf({ backup = '' }: FileRecord): string {
    return join(this.#folder, backup);
  }

  get #path(): string {
    return join(this.#folder, LOG_FILE);
  }

  #write(records: readonly FileRecord[]): void {
    writePrivate(this.#path, `${JSON.stringify({ version: 1, records }, null, 1)}\n`);
    this.#records = records;
  }

  #makeFolder(): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#checkFolder();
  }

  #checkFolder(): void {
    const stat = lstatSync(this.#folder);
    if (!stat.isDirectory() || stat.uid !== process.getuid?.() || (stat.mode & 0o077) !== 0) {
      throw unusable(this.#folder, 'is not a folder of this user alone', {
        command: commandLine('chmod 700', this.#folder),
      });
    }
  }
}

/** SHA-256, hex. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function readRecords(path: string): readonly FileRecord[] {
  const text = readPrivate(path, MAX_LOG_BYTES);
  if (text === undefined) return [];
  const value = tryParseJson(text);
  const records = member(value, 'records');
  if (member(value, 'version') !== 1 || !Array.isArray(records)) throw damaged(path);
  return records.map((record) => toRecord(record) ?? refuse(path));
}

function toRecord(value: JsonValue): FileRecord | undefined {
  if (!isObject(value)) return undefined;
  const { client, path, backup, before, after, entries } = value;
  if (typeof path !== 'string' || typeof before !== 'string' || typeof after !== 'string') return undefined;
  if (client !== undefined && typeof client !== 'string') return undefined;
  if (backup !== undefined && (typeof backup !== 'string' || !/^[\da-f-]{36}$/.test(backup))) return undefined;
  const moved = Array.isArray(entries) ? entries.map(toMovedEntry) : [undefined];
  const known = moved.filter((entry) => entry !== undefined);
  return known.length === moved.length ? { client, path, backup, before, after, entries: known } : undefined;
}

function toMovedEntry(value: JsonValue): MovedEntry | undefined {
  const [name, project, ours, path] = ['name', 'project', 'ours', 'path'].map((key) => member(value, key));
  if (typeof name !== 'string' || typeof ours !== 'string' || !isKeyPath(path)) return undefined;
  if (project === undefined) return { name, path, ours };
  return typeof project === 'string' ? { name, project, path, ours } : undefined;
}

const isKeyPath = (value: JsonValue | undefined): value is (string | number)[] =>
  Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');

const damaged = (path: string): GuardError =>
  unusable(path, 'is damaged; the originals of what was moved lie beside it');

function refuse(path: string): never {
  throw damaged(path);
}
