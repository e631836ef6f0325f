export interface ConfigStatus {
  readonly path: string;
  /** Unix seconds of the last load that succeeded. */
  readonly loadedAt: number;
  /** Why the current file is not in force; empty if it is. */
  readonly problems: readonly string[];
  /** The last reload that allowed more than before, and what; `null` when there was none in this run. */
  readonly loosened: { readonly at: number; readonly changes: readonly string[] } | null;
  /** Who has said on the page that they have seen it; `null` if nobody has. */
  readonly acknowledged: { readonly at: number; readonly by: string } | null;
}
