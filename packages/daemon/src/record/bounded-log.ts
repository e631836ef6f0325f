import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log file of mode 0600 that keeps at most twice `maxBytes`: the current file and the one before (`.1`). */
export class BoundedLog {
  readonly path: string;
  readonly #maxBytes: number;
  #file: number;
  #size: number;

  constructor(path: string, maxBytes: number) {
    this.path = path;
    this.#maxBytes = maxBytes;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#file = openSync(path, 'a', 0o600);
    this.#size = fstatSync(this.#file).size;
  }

  /** False if the text was lost: a full disk must not stop messages. */
  write(text: string): boolean {
    try {
      if (this.#size > 0 && this.#size + Buffer.byteLength(text) > this.#maxBytes) this.#rotate();
      this.#size += writeSync(this.#file, text);
      return true;
    } catch {
      return false;
    }
  }

  /** Later lines are lost. */
  close(): void {
    closeSync(this.#file);
    this.#file = -1; // the number may be another file's soon
  }

  /** The old file stays open until there is a new one: a closed descriptor may belong to another file already. */
  #rotate(): void {
    if (existsSync(this.path)) renameSync(this.path, `${this.path}.1`);
    const next = openSync(this.path, 'a', 0o600);
    closeSync(this.#file);
    this.#file = next;
    this.#size = 0;
  }
}
