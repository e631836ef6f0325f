import type { GuardPaths } from '@mcp-guard/core';
import type { Random } from './harness/random.js';
import type { Stage } from './harness/stage.js';

/** One kind of attack: one file, and one line in the registry. */
export interface Category {
  readonly name: string;
  /** A few words for the report. */
  readonly title: string;
  readonly setting: Setting;
  /** Always the same cases in the same order. */
  cases(random: Random): Iterable<Case>;
}

/** The guard that the cases of a category meet: one daemon with one configuration. */
export interface Setting {
  /** All are our own recording server; the one called `main` is the usual one. */
  readonly servers: Readonly<Record<string, ServerSetting>>;
  /** Further sections of the configuration. */
  readonly config?: object;
  /** Changes the files of the home before the daemon starts. */
  readonly prepare?: (paths: Pick<GuardPaths, 'home' | 'config'>) => void;
}

export interface ServerSetting {
  readonly policy?: object;
  /** Members of the entry beside its command and its policy. */
  readonly entry?: (command: ServerCommand) => object;
  /** What the bridge of the client has in its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What client and server agree on at the start of a session. */
  readonly handshake?: Handshake;
}

export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

export interface Handshake {
  readonly revision?: string;
  readonly client?: object;
  readonly server?: object;
}

/** What went wrong: an attack got through, or a legitimate call was refused or changed on its way. */
export type Fault = 'let through' | 'refused' | 'changed';

export interface Case {
  readonly name: string;
  readonly kind: 'attack' | 'call';
  /** Starts processes of its own: a quick run has few of these. */
  readonly isSlow?: true;
  /**
   * Judges by what reached the ends, never by what the guard reports about itself.
   * @param mark a text of its own for every case, to distinguish its messages from those of others
   */
  play(stage: Stage, mark: string): Promise<Fault | undefined>;
}
