import { commandLine, safe } from '@mcp-guard/core';
import { describeLookAlikes, forTerminal } from '@mcp-guard/detectors';
import type { Approval } from '@mcp-guard/store';

/** In characters, of what others have named. */
const MAX_NAME = 128;

/**
 * The part of a held call that leaves the machine: that it waits, and never what it says. Every text is one safe line.
 */
export interface HeldCall {
  /** The id of the approval. */
  readonly id: string;
  readonly server: string;
  readonly tool: string;
  readonly actor: string;
  /** The name that the client claims; `null` if it claims none. */
  readonly client: string | null;
  /** A decimal. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** Unix seconds. */
  readonly createdAt: number;
  /** Unix seconds. */
  readonly expiresAt: number;
  /** Shows all of it, where it can be decided. */
  readonly command: string;
}

export function toHeldCall(approval: Approval, client?: string): HeldCall {
  const { id, server, tool, actor, amount, currency, createdAt, expiresAt } = approval;
  return {
    id,
    server: toName(server),
    tool: toName(tool),
    actor: toName(actor),
    client: client === undefined ? null : toName(client),
    amount: amount === null ? null : toName(amount),
    currency: currency === null ? null : toName(currency),
    createdAt: Math.floor(createdAt / 1000),
    expiresAt: Math.floor(expiresAt / 1000),
    command: commandLine('mcp-guard approvals show', id),
  };
}

/** An agent may call a tool by any name, also by one that is a secret, rewrites a terminal, or looks like another. */
const toName = (text: string): string => describeLookAlikes(forTerminal(text, MAX_NAME, safe));
