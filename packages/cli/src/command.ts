import type { GuardPaths } from '@mcp-guard/core';
import type { Command } from 'commander';
import type { ControlClient } from './control-client.js';

/** What every command may use. Commands print through `print`, throw GuardErrors, and never exit themselves. */
export interface CommandTools {
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Files of the home named by the environment. */
  readonly entrance: GuardPaths;
  /** The compiled entry of the daemon's process. */
  readonly daemonProgram: string;
  /** The configuration that counts here, absolute. @param named `--config` */
  findConfig(named: string | undefined): string;
  /** Files of the home that a configuration names, or of the entrance. */
  findPaths(config: string): GuardPaths;
  control(config: string): ControlClient;
  /** One line or several to standard output, as they are; see `safe`. */
  print(text: string): void;
  /** What is for people beside the output: to standard error. */
  note(text: string): void;
  setExit(code: number): void;
}

export type RegisterCommand = (program: Command, tools: CommandTools) => void;

export interface ConfigOption {
  readonly config?: string;
}
