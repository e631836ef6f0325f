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
  /** Files that were read. */
  readonly files: number;
  /** Why it failed. */
  readonly problem: string | null;
}
