export interface ConfigStatus {
  readonly path: string;
  /** Unix seconds of the last load that succeeded. */
  readonly loadedAt: number;
  /** Why the file that stands there now is not in force; empty when it is. */
  readonly problems: readonly string[];
  /** The last reload that allowed more than before, and what; `null` when there was none in this run. */
  readonly loosened: { readonly at: number; readonly changes: readonly string[] } | null;
}
