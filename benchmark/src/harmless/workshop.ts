import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Processes } from '../processes.js';
import { Random } from '../security/harness/random.js';

/** Of a machine without any of the programs, so many are told. */
const MAX_MISSING = 100;

/** What collecting needs, and what it leaves behind: a folder and processes, which end with it, also on a signal. */
export class Workshop {
  readonly processes: Processes = new Processes();
  readonly #seed: string;
  readonly #missing = new Set<string>();
  readonly #remove = (): void => {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  };
  #folder: string | undefined;
  #number = 0;

  constructor(seed: string) {
    this.#seed = seed;
    process.once('exit', this.#remove);
  }

  /** A folder that goes with the workshop. */
  get folder(): string {
    return (this.#folder ??= mkdtempSync(join(tmpdir(), 'mcp-guard-harmless-')));
  }

  /** Another one each time. */
  number(): number {
    return ++this.#number;
  }

  /** A sequence of its own for each name. */
  random(name: string): Random {
    return new Random(`${this.#seed} ${name}`);
  }

  /** Says that something cannot be had here, and why. */
  miss(what: string, why: string): void {
    if (this.#missing.size < MAX_MISSING) this.#missing.add(`${what}: ${why}`);
  }

  get missing(): readonly string[] {
    return [...this.#missing];
  }

  close(): void {
    this.processes.close();
    this.#remove();
    process.removeListener('exit', this.#remove);
  }
}
