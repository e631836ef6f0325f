/** Distinguishes a call from every other. The hashes use this machine's key. */
export interface CallFingerprint {
  /** The hash of all that is sent except values that differ in every call (progress tokens, traces). */
  readonly binding: string;
  /** The hash of the same without the arguments. */
  readonly rest: string;
  /** JSON pointer of each scalar (or empty container) in the arguments: its hash, behind `AMOUNT` where it is one; and of the whole (`''`) that of its shape. `null`: too many. */
  readonly leaves: Readonly<Record<string, string>> | null;
}
/** Begins the leaf of an amount; its hash follows. */
export const AMOUNT = 'amount:';
