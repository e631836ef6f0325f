import type { GuardPaths } from '@mcp-guard/core';

/** The guard that runs here, and what it uses. */
export interface GuardProgram {
  /** `process.execPath` */
  readonly node: string;
  /** `PATH` of the terminal, which may lead to that Node by a path that lasts longer. */
  readonly searchPath?: string | undefined;
  /** `mcp-guard.cjs`, absolute. */
  readonly bin: string;
  readonly entrance: GuardPaths;
  /** The home that it finds where nothing names one. */
  readonly usual: string;
  /** Absolute. */
  readonly config: string;
}
