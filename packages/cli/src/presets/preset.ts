import type { ToolRow, ToolAccess } from '../explain/tool-verdicts.js';
import type { ListName } from '../policy-edit/edit-lists.js';

/** Entries for one list of a server's permissions. */
export interface ListProposal {
  readonly list: ListName;
  /** Names of tools; an empty list of allowed tools allows none. */
  readonly tools: readonly string[];
}

/** Rules for the tools of a server, made from what they seem to do. They only tighten. */
export interface Preset {
  readonly id: string;
  /** A summary of the preset in a few words. */
  readonly summary: string;
  /** The verdict on every tool that does not only read; nothing if it stays. */
  readonly wanted: ToolAccess | undefined;
  /** Proposes nothing if the server stays as it is. */
  propose(tools: readonly ToolRow[], hasAllowList: boolean): ListProposal | undefined;
}

/** The tool is not known to read only. */
export const mayChange = ({ guessed }: ToolRow): boolean => guessed.kind !== 'reads';
