export interface ConfigStatus {
  readonly path: string;
  /** SHA-256 of the file that is in force, in hex: whether an edit has been taken up. */
  readonly hash: string;
  /** Where the bases are that bind it: paths and addresses. */
  readonly bases: readonly string[];
  /** Unix seconds of the last load that succeeded. */
  readonly loadedAt: number;
  /** Why the current file is not in force; empty if it is. */
  readonly problems: readonly string[];
  /** What is allowed now and was not at the start, or when a person last acknowledged it, and since when; `null` if nothing is. */
  readonly loosened: { readonly at: number; readonly changes: readonly string[] } | null;
  /** Who has said that they have seen it; `null` if nobody has. */
  readonly acknowledged: { readonly at: number; readonly by: string } | null;
}
