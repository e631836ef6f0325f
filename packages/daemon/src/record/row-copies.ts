import type { AuditRow } from '@mcp-guard/store';
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
    this.#jsonl = jsonl === null ? undefined : new BoundedLog(jsonl, MAX_JSONL_BYTES);
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

const toLines = (rows: readonly AuditRow[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
