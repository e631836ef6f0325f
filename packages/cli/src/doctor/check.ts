import type { DaemonStatus, GuardError, GuardPaths, Hint } from '@mcp-guard/core';
import type { Loaded } from '@mcp-guard/policy';
import type { CommandTools } from '../command.js';

/** `warn` is worth a look; `fail` stops something that is configured. */
export type CheckState = 'ok' | 'warn' | 'fail';

/** One line of the report. Texts may hold names from outside and are made safe when they are shown. */
export interface CheckResult {
  readonly state: CheckState;
  readonly what: string;
  /** The one thing to do: a command where there is one. */
  readonly fix?: Hint;
}

/** Every check may look at these. */
export interface Examined {
  readonly tools: CommandTools;
  /** The configuration that applies here, absolute. It need not exist. */
  readonly config: string;
  /** Files of its home. */
  readonly paths: GuardPaths;
  /** The configuration, or why it cannot be used. */
  readonly loaded: Loaded | GuardError;
  /** Missing if no daemon answers for this configuration. */
  readonly daemon: DaemonStatus | undefined;
}

/** One thing that can be wrong: one file and one line of `registry.ts`. */
export interface Check {
  /** Stable, for programs. */
  readonly id: string;
  /** No result: there is nothing to check here. What is thrown is a failure. */
  readonly run: (examined: Examined) => readonly CheckResult[] | Promise<readonly CheckResult[]>;
}

export const ok = (what: string): readonly CheckResult[] => [{ state: 'ok', what }];
export const warn = (what: string, fix: Hint): readonly CheckResult[] => [{ state: 'warn', what, fix }];
export const fail = (what: string, fix: Hint): readonly CheckResult[] => [{ state: 'fail', what, fix }];
