import { GuardError } from '@mcp-guard/core';

/** RFC 6749, section 3.3. */
const SCOPE = /^[!#-[\]-~]{1,256}$/;
const MAX_SCOPES = 64;

/** The scopes of a text; `undefined` if it holds anything else, or too many. */
export function readScopes(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const scopes = [...new Set(text.split(' ').filter((scope) => scope !== ''))];
  return scopes.length > 0 && isScopeList(scopes) ? scopes : undefined;
}

export const isScopeList = (list: readonly unknown[]): list is readonly string[] =>
  list.length <= MAX_SCOPES && list.every((scope) => typeof scope === 'string' && SCOPE.test(scope));

/** The sources of a login's scopes, from what decides first to what decides last. */
export interface ScopeSources {
  /** Scopes in the server's response to a request without a login. */
  readonly challenged: readonly string[] | undefined;
  readonly configured: readonly string[] | null;
  /** Scopes in the metadata of the server. */
  readonly supported: readonly string[] | undefined;
  /** Granted until now, and what the server wanted beside it: another login must not lose them. */
  readonly held: readonly string[];
  /** The issuer gives a refresh token for `offline_access`. */
  readonly offersOffline: boolean;
}

/** Chooses the scopes of a login; none if neither the server nor the user names any. */
export function chooseScopes({ challenged, configured, supported, held, offersOffline }: ScopeSources): string[] {
  const first = challenged ?? configured ?? supported ?? [];
  const scopes = new Set([...first, ...held]);
  if (offersOffline && scopes.size > 0) scopes.add('offline_access');
  if (!isScopeList([...scopes])) {
    throw new GuardError('UPSTREAM_UNAVAILABLE', `the server asks for more than ${MAX_SCOPES} scopes`);
  }
  return [...scopes];
}
