import type { Decided } from './decision.js';
import type { EditRequest } from './edit.js';
import type { Release } from './halt.js';

/** The key of the passphrase signs this text: the whole decision, so that it cannot be turned into another. */
export const toSigned = ({ approval, print, decision, by, at }: Omit<Decided, 'signature'>): string =>
  JSON.stringify(['mcp-guard decision', approval, print, decision, by, at]);

/** The same for the release of a halt. No decision about a call has this text. */
export const toSignedRelease = ({ halt, by, at }: Omit<Release, 'signature'>): string =>
  JSON.stringify(['mcp-guard release', halt, by, at]);

/** The same for an edit that allows more. */
export const toSignedEdit = ({ print, by, at }: Pick<EditRequest, 'print' | 'by' | 'at'>): string =>
  JSON.stringify(['mcp-guard edit', print, by, at]);
