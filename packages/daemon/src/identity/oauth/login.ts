import type { Verified } from './verify-token.js';

/** A login is renewed this long before it expires, in milliseconds, or after three quarters of a shorter life. */
const RENEW_BEFORE = 60_000;

/** A person who is logged in, as a token proves. */
export interface Login extends Verified {
  readonly issuer: string;
  /** Unix milliseconds, with the tolerance of the configuration. */
  readonly validUntil: number;
}

/** When a login is to be renewed, in Unix milliseconds. */
export const renewalOf = ({ issuedAt, expiresAt }: Login): number =>
  expiresAt * 1000 - Math.min(RENEW_BEFORE, ((expiresAt - issuedAt) * 1000) / 4);

/** Milliseconds until a login is to be renewed or, if that has failed, until the next try. */
export function nextCheck(login: Login): number {
  const now = Date.now();
  return now < renewalOf(login) ? renewalOf(login) - now : (login.validUntil - now) / 4;
}
