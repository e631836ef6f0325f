import type { Halt } from '@mcp-guard/core';

/** The halt that is in force, over restarts; nothing while calls pass. */
export interface HaltStore {
  load(): Halt | undefined;
  put(halt: Halt | undefined): void;
}
