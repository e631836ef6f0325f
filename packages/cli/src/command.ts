import type { Fingerprints, GuardPaths, Hint } from '@mcp-guard/core';
import type { Loaded } from '@mcp-guard/policy';
import type { Command } from 'commander';

/** Sends requests to the running daemon. */
export interface ControlClient {
  /** Throws DAEMON_UNAVAILABLE if there is none. The response comes from our own daemon. */
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  /** @param body sent as JSON */
  post<T>(path: string, body?: object): Promise<T>;
}

/** The tools of every command. Commands print through `print`, throw GuardErrors, and never exit themselves. */
export interface CommandTools {
  readonly version: string;
  readonly env: NodeJS.ProcessEnv;
  /** The folder in which the command was typed. */
  readonly cwd: string;
  /** Files of the home named by the environment. */
  readonly entrance: GuardPaths;
  /** The compiled entry of the daemon's process. */
  readonly daemonProgram: string;
  /** Clients start this program; absolute. */
  readonly guardProgram: string;
  /** The configuration that applies here, absolute. @param named `--config` */
  readonly findConfig: (named: string | undefined) => string;
  /** Reads and checks a configuration and its base. @param text to be read as if it stood there */
  readonly load: (config: string, text?: string) => Promise<Loaded>;
  /** Files of the home that a configuration names, or of the entrance. */
  readonly findPaths: (config: string) => GuardPaths;
  /** The names that this machine's guard gives to values, once it has run. */
  readonly fingerprints: () => Fingerprints | undefined;
  readonly control: (config: string) => ControlClient;
  /**
   * One line or several to standard output; `safe` cuts text from outside to a length.
   * @param paint colours text that is already safe, if a terminal shows it
   */
  readonly print: (text: string, paint?: (text: string) => string) => void;
  /** Messages for people beside the output: to standard error. */
  readonly note: (text: Hint) => void;
  readonly setExit: (code: number) => void;
}

export type RegisterCommand = (program: Command, tools: CommandTools) => void;

/** Reads an option that may be given several times; nothing if it was not. */
export const collect = (value: string, values: readonly string[] = []): readonly string[] => [...values, value];

/** Every command that is about one configuration has this option. */
export const CONFIG_OPTION = [
  '-c, --config <file>',
  'the configuration; default ./mcp-guard.yaml, then the one in the home',
] as const;

export interface ConfigOption {
  readonly config?: string;
}
