export interface ConfigStatus {
  readonly path: string;
  /** SHA-256 of the file that is in force, in hex: whether an edit has been taken up. */
  readonly hash: string;
  /** The bases that bind it: paths and addresses. */
  readonly bases: readonly string[];
  /** Unix seconds of the last load that succeeded. */
  readonly loadedAt: number;
  /** Why the current file is not in force; empty if it is. */
  readonly problems: readonly string[];
  /**
   * The changes that allow more than at the start, or than when a person last acknowledged them, and since when; `null`
   * if there are none.
   */
  readonly loosened: { readonly at: number; readonly changes: readonly string[] } | null;
  /** The last person who has seen it; `null` if no one has. */
  readonly acknowledged: { readonly at: number; readonly by: string } | null;
}
