import type { WithheldItem } from '@mcp-guard/core';

export interface WithheldItems {
  /** Adds items or replaces what is known of them; an item without findings is removed. */
  add(server: string, items: readonly WithheldItem[]): void;
  all(): ReadonlyMap<string, readonly WithheldItem[]>;
}
