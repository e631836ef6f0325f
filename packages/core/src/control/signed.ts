import type { Decided } from './decision.js';

/** The key of the passphrase signs this text: the whole decision, so that it cannot be turned into another. */
export const toSigned = ({ approval, print, decision, by, at }: Omit<Decided, 'signature'>): string =>
  JSON.stringify(['mcp-guard decision', approval, print, decision, by, at]);
