import type { ScanView } from '@mcp-guard/core';
import type { Scanned } from './run-scan.js';

const NEVER: ScanView = {
  state: 'never',
  at: null,
  findings: [],
  accepted: 0,
  baselineProblem: null,
  files: 0,
  problem: null,
};

/** Runs `scan` when a person asks for it, one at a time, and keeps the last result. */
export class ScanRuns {
  readonly #run: () => Promise<Scanned>;
  #view: ScanView = NEVER;

  constructor(run: () => Promise<Scanned>) {
    this.#run = run;
  }

  get view(): ScanView {
    return this.#view;
  }

  /** Returns at once. */
  start(): ScanView {
    if (this.#view.state === 'running') return this.#view;
    this.#view = { ...this.#view, state: 'running', problem: null };
    this.#run().then(
      (scanned) => (this.#view = { ...scanned, state: 'done', at: Date.now(), problem: null }),
      (error: unknown) => {
        const problem = `the scan failed: ${error instanceof Error ? error.message : 'for an unknown reason'}`;
        this.#view = { ...this.#view, state: 'failed', at: Date.now(), problem };
      },
    );
    return this.#view;
  }
}
