import type { Cut } from './audit-store.js';

/** The record may be cut at these rows. */
export interface Cuts {
  /** The last row before `at` (Unix milliseconds); one of several if a clock ran back. Reads a few rows only. */
  before(at: number): Cut | undefined;
  /** The row up to which the rows add up to `bytes`; the last row if all of them are smaller. */
  after(bytes: number): Cut | undefined;
  /** The row with this number. */
  at(seq: number): Cut | undefined;
  /** Since when a call waits for a person or a payment for its response, in Unix milliseconds: their rows are needed. */
  openSince(): number | undefined;
  /** Bytes of the database in use. */
  size(): number;
  /** The first row and the last. */
  ends(): { readonly first: Cut; readonly last: Cut } | undefined;
}
