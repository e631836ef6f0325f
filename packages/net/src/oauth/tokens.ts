import { GuardError, member, type JsonObject } from '@mcp-guard/core';
import { guardedFetch } from '../guarded-fetch.js';
import { askJson } from './ask-json.js';
import type { Provider } from './discovery.js';
import { audienceOf, quote, type LoginAttempt } from './login.js';
import type { Fetch, OAuthSettings } from './settings.js';

export interface Tokens {
  readonly issuer: string;
  readonly clientId: string;
  readonly accessToken: string;
  readonly idToken: string | undefined;
  readonly refreshToken: string | undefined;
  /** The end of the access token, Unix seconds, if the provider names it. */
  readonly expiresAt: number | undefined;
}

type Exchange = (
  provider: Provider,
  settings: OAuthSettings,
  parameters: Readonly<Record<string, string>>,
  fetch: Fetch,
) => Promise<JsonObject>;

/** Exchanges the code of a login for tokens. */
export async function redeemCode(
  provider: Provider,
  settings: OAuthSettings,
  { redirectUri, verifier }: Pick<LoginAttempt, 'redirectUri' | 'verifier'>,
  code: string,
  fetch: Fetch = guardedFetch,
): Promise<Tokens> {
  const parameters = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
  return toTokens(settings, await askForTokens(provider, settings, { ...parameters, ...audienceOf(settings) }, fetch));
}

/** New tokens for old ones. UNAUTHENTICATED: the provider gives no more tokens, a person must log in again. */
export async function refreshTokens(
  provider: Provider,
  settings: OAuthSettings,
  old: Tokens,
  fetch: Fetch = guardedFetch,
): Promise<Tokens> {
  if (old.refreshToken === undefined) throw new GuardError('UNAUTHENTICATED', 'this login cannot be renewed');
  const parameters = { grant_type: 'refresh_token', refresh_token: old.refreshToken, ...audienceOf(settings) };
  const renewed = toTokens(settings, await askForTokens(provider, settings, parameters, fetch));
  // A provider need not rotate the refresh token, nor send another ID token.
  return {
    ...old,
    ...renewed,
    refreshToken: renewed.refreshToken ?? old.refreshToken,
    idToken: renewed.idToken ?? old.idToken,
  };
}

/** Revokes a login at the provider, if it supports that (RFC 7009). */
export async function revokeTokens(
  provider: Provider,
  settings: OAuthSettings,
  { refreshToken, accessToken }: Tokens,
  fetch: Fetch = guardedFetch,
): Promise<boolean> {
  if (provider.revocationEndpoint === undefined) return false;
  const token = refreshToken ?? accessToken;
  const hint = refreshToken === undefined ? 'access_token' : 'refresh_token';
  const form = toForm(provider, settings, { token, token_type_hint: hint });
  return (await fetch(provider.revocationEndpoint, form)).status === 200;
}

const askForTokens: Exchange = async (provider, settings, parameters, fetch) => {
  const { status, value } = await askJson(fetch, provider.tokenEndpoint, toForm(provider, settings, parameters));
  if (status === 200) return value;
  const error = member(value, 'error');
  const { host } = new URL(provider.tokenEndpoint);
  const words = typeof error === 'string' ? `says ${quote(error)}` : `answers with status ${status}`;
  // 400 and 401 are about us (RFC 6749, section 5.2); everything else may pass.
  throw new GuardError(
    status === 400 || status === 401 ? 'UNAUTHENTICATED' : 'UPSTREAM_UNAVAILABLE',
    `${host} ${words}`,
  );
};

function toForm(
  { secretInBody }: Provider,
  { client_id: id, client_secret: secret }: OAuthSettings,
  parameters: Readonly<Record<string, string>>,
): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
  const inHeader = secret !== null && !secretInBody;
  const credentials = secret === null ? { client_id: id } : { client_id: id, client_secret: secret };
  const body = new URLSearchParams({ ...parameters, ...(!inHeader && credentials) }).toString();
  const basic = (): string => Buffer.from(`${encode(id)}:${encode(secret ?? '')}`).toString('base64');
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(inHeader && { authorization: `Basic ${basic()}` }),
    },
  };
}

/** RFC 6749, section 2.3.1: form-encoded before they are joined. */
const encode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

function toTokens({ issuer, client_id: clientId }: OAuthSettings, value: JsonObject): Tokens {
  const text = (name: string): string | undefined => {
    const token = member(value, name);
    return typeof token === 'string' && token !== '' ? token : undefined;
  };
  const accessToken = text('access_token');
  const lifetime = member(value, 'expires_in');
  if (accessToken === undefined || text('token_type')?.toLowerCase() !== 'bearer') {
    throw new GuardError('UPSTREAM_UNAVAILABLE', `${new URL(issuer).host} gives no bearer token`);
  }
  return {
    issuer,
    clientId,
    accessToken,
    idToken: text('id_token'),
    refreshToken: text('refresh_token'),
    expiresAt: typeof lifetime === 'number' ? Math.floor(Date.now() / 1000 + lifetime) : undefined,
  };
}
