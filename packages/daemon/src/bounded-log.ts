import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
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

  /** Loses the line rather than stop a message when the disk is full. */
  write(text: string): void {
    try {
      if (this.#size + text.length > this.#maxBytes) this.#rotate();
      this.#size += writeSync(this.#file, text);
    } catch {
      this.#size = 0;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  #rotate(): void {
    closeSync(this.#file);
    renameSync(this.path, `${this.path}.1`);
    this.#file = openSync(this.path, 'a', 0o600);
    this.#size = 0;
  }
}
