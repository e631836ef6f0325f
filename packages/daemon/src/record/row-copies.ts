import { GuardError } from '@mcp-guard/core';
import { toExportedRow, type AuditRow } from '@mcp-guard/store';
import { BoundedLog } from './bounded-log.js';

const MAX_JSONL_BYTES = 2 ** 30;

export interface RowCopiesOptions {
  /** Absolute path of a JSON Lines file; `null` for none. */
  readonly jsonl: string | null;
  readonly stdout: boolean;
}

/** Copies committed rows for other programs. The database is the record: a copy that lacks rows is reported and stops nothing. */
export class RowCopies {
  readonly #jsonl: BoundedLog | undefined;
  readonly #stdout: boolean;
  readonly #warn: (what: string) => void;
  #hasGap = false;

  constructor({ jsonl, stdout }: RowCopiesOptions, warn: (what: string) => void) {
    this.#jsonl = jsonl === null ? undefined : openCopy(jsonl);
    this.#stdout = stdout;
    this.#warn = warn;
  }

  write(rows: readonly AuditRow[]): void {
    if (this.#jsonl?.write(toLines(rows)) === false) this.#onGap();
    if (this.#stdout) process.stdout.write(toLines(rows));
  }

  get warnings(): readonly string[] {
    return this.#hasGap ? ['audit.jsonl lacks rows: it could not be written'] : [];
  }

  close(): void {
    this.#jsonl?.close();
  }

  #onGap(): void {
    if (!this.#hasGap) this.#warn('audit.jsonl cannot be written');
    this.#hasGap = true;
  }
}

const toLines = (rows: readonly AuditRow[]): string =>
  rows.map((row) => `${JSON.stringify(toExportedRow(row))}\n`).join('');

/** Throws CONFIG_INVALID if there can be no such file. */
function openCopy(path: string): BoundedLog {
  try {
    return new BoundedLog(path, MAX_JSONL_BYTES);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'it cannot be opened';
    throw new GuardError('CONFIG_INVALID', `audit.jsonl: ${path} cannot be written: ${why}`, {
      cause,
      hint: 'name a file in a folder that you may write, or leave audit.jsonl out',
    });
  }
}
