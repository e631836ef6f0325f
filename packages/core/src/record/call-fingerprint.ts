/** What tells a call from every other. The hashes are made with this machine's key. */
export interface CallFingerprint {
  /** Of all that is sent but what differs in every call (progress tokens, traces). */
  readonly binding: string;
  /** Of the same without the arguments. */
  readonly rest: string;
  /** JSON pointer of each scalar (or empty container) in the arguments: its hash, behind `AMOUNT` where it is one; and of the whole (`''`) that of its shape. `null`: too many. */
  readonly leaves: Readonly<Record<string, string>> | null;
}
/** Begins the leaf of an amount; what follows is its hash. */
export const AMOUNT = 'amount:';
