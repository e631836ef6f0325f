import type { FoundIssue, RuleHead, Severity } from '../rule.js';

/** A file that is there and cannot be read. */
export interface Unread {
  readonly client: string | null;
  readonly file: string;
  /** The line and column of the problem, if known. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly why: string;
}

/** A server that was not started, or did not respond. */
export interface Unasked {
  readonly client: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly server: string;
  /** As it reads after its name. */
  readonly why: string;
}

/** The report of one run of `scan`. Files inside the working folder are named relative to it. */
export interface ScanResult {
  readonly findings: readonly FoundIssue[];
  /** The number of findings that a person accepts. */
  readonly accepted: number;
  /** Why the file of accepted findings is not used. */
  readonly baselineProblem: string | null;
  readonly unread: readonly Unread[];
  /** How much was scanned. */
  readonly files: number;
  readonly servers: number;
  /** Servers that were asked what they offer, and those that were not; nothing without `--live`. */
  readonly live: { readonly asked: number; readonly unasked: readonly Unasked[] } | null;
  /** The version of mcp-guard. */
  readonly version: string;
}

/** One way to write a result. One file, and one line of `registry.ts`. */
export interface ReportFormat {
  /** As `--format` takes it. */
  readonly id: string;
  /**
   * Safe to print: text from outside cannot act on the reader.
   * @param rules all that there are
   */
  readonly write: (result: ScanResult, rules: readonly RuleHead[]) => string;
  /** Colours what `write` has written. */
  readonly paint?: (report: string) => string;
}

/** The three levels of SARIF, which other programs know. */
export type Level = 'error' | 'warning' | 'note';

export const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};
