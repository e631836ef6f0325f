import { GuardError } from '@mcp-guard/core';

/** Tools that are kept for one server. */
export const MAX_SHOWN_TOOLS = 2000;

/** By name, the hash of the last definition of the tool; `null` if it was shown to an older version. */
export type Definitions = ReadonlyMap<string, string | null>;

/** `null` if the server has not shown the tool. Throws if that is unknown, because it has shown too many. */
export function definitionOf(known: Definitions | undefined, tool: string): string | null {
  const definition = known?.get(tool);
  if (definition === undefined && known && known.size >= MAX_SHOWN_TOOLS) {
    const why = 'its server shows more tools than the guard can remember, so a change of this one would go unseen';
    throw new GuardError('POLICY_DENIED', why);
  }
  return definition ?? null;
}

/** What a server says that its tool does, by the annotations of MCP. It may be false. */
export type ToolKind = (typeof TOOL_KINDS)[number];

/** From the harmless to the dangerous. */
export const TOOL_KINDS = ['reads', 'writes', 'destroys'] as const;

/** By name of the tool; `null` if the server says nothing about it. */
export type Kinds = ReadonlyMap<string, ToolKind | null>;

/** The tools that servers have shown: `validate` reports patterns that match none, and an approval holds for one definition. */
export interface ShownTools {
  /**
   * Adds a page of a server's list to the tools that it has shown before, or replaces them. If there are too many then,
   * all that are not in `known` are forgotten.
   * @param known at most `MAX_SHOWN_TOOLS`, with those of the page among them
   */
  add(server: string, tools: Definitions, known: Definitions): void;
  /** By server. */
  all(): ReadonlyMap<string, Definitions>;
  /** Keeps what the server says of tools that were added. */
  describe(server: string, kinds: Kinds): void;
  /** By server; of every tool. Throws in a store of an older version. */
  kinds(): ReadonlyMap<string, Kinds>;
}
