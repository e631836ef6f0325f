import { messageOf } from '@mcp-guard/core';
import { emptyEntry, type AuditEntry } from '@mcp-guard/store';

/** Why nothing can be recorded, since when, and how many messages were refused for it. */
export class Outage {
  #failure: string | null = null;
  #gap: { readonly since: number; messages: number } | undefined;

  /** Why the last commit failed; `null` if it did not. */
  get failure(): string | null {
    return this.#failure;
  }

  /** A commit has failed. Returns whether the outage begins with it. */
  failed(error: unknown, refused: number): boolean {
    const begins = !this.#gap;
    this.#failure = messageOf(error);
    this.#gap ??= { since: Date.now(), messages: 0 };
    this.#gap.messages += refused;
    return begins;
  }

  /** A commit has succeeded. Returns the row that reports the outage, if there was one. */
  ended(): AuditEntry | undefined {
    const gap = this.#gap;
    this.#failure = null;
    this.#gap = undefined;
    return gap && { ...emptyEntry('gap', 'gap'), detail: JSON.stringify(gap) };
  }
}
