import { stripped } from './stripped.ts';
import type { ServerEntry } from './tiny-server.ts';

export interface Listing {
  /** By method: its pages. */
  readonly pages?: Readonly<Record<string, readonly (readonly object[])[]>>;
  readonly instructions?: string;
  /** It knows no `initialize`. */
  readonly modernOnly?: boolean;
  /** There is always another page. */
  readonly endless?: boolean;
  /** What it asks instead of answering `initialize`; what it is told then are its last words. */
  readonly asks?: string;
  /** A file that is longer each time it was started. */
  readonly mark?: string;
}

const PROGRAM = stripped(new URL('listing-server-process.ts', import.meta.url));

/** The entry of a configuration for the server of `listing-server-process.ts`. */
export const listingServer = (listing: Listing): ServerEntry => ({
  command: process.execPath,
  args: [PROGRAM, JSON.stringify(listing)],
});

/** One that has these tools only. */
export const toolServer = (...tools: readonly object[]): ServerEntry =>
  listingServer({ pages: { 'tools/list': [tools] } });
