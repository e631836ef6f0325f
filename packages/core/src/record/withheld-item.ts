/** Items that are kept of one server. */
export const MAX_WITHHELD = 2000;

/** Why a tool, prompt or resource was taken out of its server's list: the finding in its definition, never the value. */
export interface WithheldFinding {
  readonly type: string;
  readonly confidence: number;
  /** A JSON pointer without the finding itself. */
  readonly path: string;
  readonly fingerprint: string;
}

/** An item of a server's list that content rules have refused. It stays refused, over restarts, until its server lists it without them. */
export interface WithheldItem {
  /** The member of the list's response: `tools`, `prompts`, `resources`, `resourceTemplates`. */
  readonly kind: string;
  /** Keyed hash of its name or URI: a name can be the finding itself. */
  readonly key: string;
  /** The number of characters of a URI that make the same hash, for a template. 0: all. */
  readonly prefix: number;
  readonly findings: readonly WithheldFinding[];
}
