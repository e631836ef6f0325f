import { GuardError, isObject, member, tryParseJson, type JsonObject, type JsonValue } from '@mcp-guard/core';
import type { OAuthSettings } from './settings.js';
import type { Tokens } from './tokens.js';

/** The claims of a token, unverified; nothing if it is not a signed JWT. */
export function readClaims(token: string): JsonObject | undefined {
  const [, payload, signature, rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest !== undefined) return undefined;
  const claims = tryParseJson(Buffer.from(payload, 'base64url').toString('utf8'));
  return isObject(claims) ? claims : undefined;
}

/** An ID token is for this client and for no other that may act for it (OpenID Connect Core, section 3.1.3.7). */
export function isForClient(claims: JsonObject, client: string): boolean {
  const audience = member(claims, 'aud');
  const party = member(claims, 'azp');
  const named: readonly (JsonValue | undefined)[] = Array.isArray(audience) ? audience : [audience];
  return named.includes(client) && (party === undefined ? named.length === 1 : party === client);
}

/** The token that identifies the person: the access token if the configuration names its audience, else the ID token. */
export function proofOf({ audience }: OAuthSettings, { accessToken, idToken }: Tokens): string {
  if (audience !== null) return accessToken;
  if (idToken !== undefined) return idToken;
  throw new GuardError('UNAUTHENTICATED', 'the provider sent no ID token', { hint: 'add openid to auth.oauth.scopes' });
}

/**
 * Checks that an ID token belongs to this very login. The party that relies on it verifies
 * the signature; here it came straight from the token endpoint.
 */
export function checkIdToken(token: string, { issuer, client_id }: OAuthSettings, nonce: string): void {
  const claims = readClaims(token);
  const isAnswer =
    claims !== undefined &&
    member(claims, 'iss') === issuer &&
    isForClient(claims, client_id) &&
    member(claims, 'nonce') === nonce;
  if (!isAnswer) throw new GuardError('UNAUTHENTICATED', 'the ID token belongs to another login');
}
