import type { Finding, RuleHead, Severity } from '../rule.js';

/** A file that is there and cannot be read. */
export interface Unread {
  readonly client: string | null;
  readonly file: string;
  /** Where it cannot be read, if that is known. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly why: string;
}

/** A server that was not started, or did not answer. */
export interface Unasked {
  readonly client: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly server: string;
  /** As it reads behind its name. */
  readonly why: string;
}

/** What one run of `scan` has to say. Files are named from the working folder on where they are in it. */
export interface ScanResult {
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
  /** How much was looked at. */
  readonly files: number;
  readonly servers: number;
  /** Servers that were asked what they offer, and those that were not; nothing where nobody wanted that. */
  readonly live: { readonly asked: number; readonly unasked: readonly Unasked[] } | null;
  /** Of mcp-guard. */
  readonly version: string;
}

/** One way to write a result. One file, and one line of `registry.ts`. */
export interface ReportFormat {
  /** As `--format` takes it. */
  readonly id: string;
  /**
   * Safe to print: nothing from outside can act on who reads it.
   * @param rules all that there are
   */
  readonly write: (result: ScanResult, rules: readonly RuleHead[]) => string;
  /** Gives colours to what `write` has written. */
  readonly paint?: (report: string) => string;
}

/** As SARIF calls what other programs know three of. */
export type Level = 'error' | 'warning' | 'note';

export const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};
