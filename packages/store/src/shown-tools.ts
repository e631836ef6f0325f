/** Names that are kept of one server. */
export const MAX_SHOWN_TOOLS = 2000;

/** By name, the hash of what the server last said of the tool; `null` where it was shown to an older version. */
export type Definitions = ReadonlyMap<string, string | null>;

/** The tools that servers have shown: `validate` tells which patterns match none, and an approval is good for one definition. */
export interface ShownTools {
  /**
   * A page of a server's list: its tools are added to those that it has shown before, or replace them. Where those are
   * too many by then, all that are not in `known` are forgotten.
   * @param known at most `MAX_SHOWN_TOOLS`, and those of the page among them
   */
  add(server: string, tools: Definitions, known: Definitions): void;
  /** By server. */
  all(): ReadonlyMap<string, Definitions>;
}
