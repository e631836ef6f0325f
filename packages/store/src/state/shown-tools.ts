import { GuardError } from '@mcp-guard/core';

/** Tools that are kept for one server. */
export const MAX_SHOWN_TOOLS = 2000;

/** The hash of each tool's last definition; `null` if it was shown to an older version. */
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

/** The kind that a server claims for its tool by the annotations of MCP. It may be false. */
export type ToolKind = (typeof TOOL_KINDS)[number];

/** From the harmless to the dangerous. */
export const TOOL_KINDS = ['reads', 'writes', 'destroys'] as const;

/** The kind of each tool; `null` if the server claims none. */
export type Kinds = ReadonlyMap<string, ToolKind | null>;

/** The tools that servers have shown: `validate` reports patterns that match none, and an approval holds for one definition. */
export interface ShownTools {
  /**
   * Adds a page of a server's list to the tools that it has shown before, or replaces them. If there are too many then,
   * all that are not in `known` are forgotten.
   * @param known at most `MAX_SHOWN_TOOLS`, with those of the page among them
   */
  add(server: string, tools: Definitions, known: Definitions): void;
  /** Definitions by server. */
  all(): ReadonlyMap<string, Definitions>;
  /** Keeps the server's claims about tools that were added. */
  describe(server: string, kinds: Kinds): void;
  /** The kinds of every tool by server. Throws in a store of an older version. */
  kinds(): ReadonlyMap<string, Kinds>;
}
