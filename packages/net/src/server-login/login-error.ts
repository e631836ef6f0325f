import { GuardError } from '@mcp-guard/core';
import { IssuerMismatchError, OAuthError, RegistrationRejectedError } from '@modelcontextprotocol/client';
import { quote } from '../oauth/login.js';

/** An issuer says one of these of a refresh token or a client that it no longer takes (RFC 6749, section 5.2). */
const FINAL: ReadonlySet<string> = new Set(['invalid_grant', 'invalid_client', 'unauthorized_client', 'invalid_scope']);

/**
 * Puts an error of the SDK into our words: its own messages hold bodies of strangers. UNAUTHENTICATED: the issuer has
 * refused for good, and a person must log in.
 */
export function toLoginError(issuer: string, thrown: unknown): GuardError {
  if (thrown instanceof GuardError) return thrown;
  const { host } = new URL(issuer);
  if (thrown instanceof OAuthError) {
    const code = FINAL.has(thrown.code) ? 'UNAUTHENTICATED' : 'UPSTREAM_UNAVAILABLE';
    return new GuardError(code, `${host} says ${quote(thrown.code)}`);
  }
  if (thrown instanceof IssuerMismatchError) {
    return new GuardError('UPSTREAM_UNAVAILABLE', `the metadata of ${host} names another issuer`);
  }
  if (thrown instanceof RegistrationRejectedError) {
    return new GuardError(
      'UPSTREAM_UNAVAILABLE',
      `${host} does not let mcp-guard register itself: status ${thrown.status}`,
    );
  }
  return new GuardError('UPSTREAM_UNAVAILABLE', `${host} answers with what is no response of a login`);
}
