import type { Hint } from '../hint.js';

/** A finding of `mcp-guard scan`. */
export interface ScanFinding {
  readonly rule: string;
  readonly severity: string;
  /** `file:line` */
  readonly place: string;
  readonly what: string;
  readonly fix: Hint;
}

/** `GET /scan` */
export interface ScanView {
  readonly state: 'never' | 'running' | 'done' | 'failed';
  /** Unix milliseconds at which it ended; `null` before. */
  readonly at: number | null;
  readonly findings: readonly ScanFinding[];
  /** The number of findings that a person accepts; they are not among the others. */
  readonly accepted: number;
  /** Why the file of accepted findings is not used; then nothing is accepted. */
  readonly baselineProblem: string | null;
  /** Files that were read. */
  readonly files: number;
  /** Why it failed. */
  readonly problem: string | null;
}
