import { randomBytes } from 'node:crypto';
import { GuardError } from '@mcp-guard/core';
import {
  exchangeAuthorization,
  registerClient,
  startAuthorization,
  type OAuthClientInformationMixed,
  type OAuthTokens,
} from '@modelcontextprotocol/client';
import { readCallback } from '../oauth/login.js';
import type { Fetch } from '../oauth/settings.js';
import type { LoginOffer } from './discover-login.js';
import { toLoginError } from './login-error.js';
import type { ConfiguredClient, RegisteredClient, ServerLogin } from './login.js';
import { readScopes } from './scopes.js';
import { toLoginUrl, toSdkFetch } from './sdk-fetch.js';

/** One way to the issuer's page and back; its secrets are used once and never written down. */
export interface ServerLoginAttempt {
  /** The URL that the browser opens. */
  readonly url: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: string;
  readonly client: RegisteredClient;
  readonly clientInformation: OAuthClientInformationMixed;
  readonly scopes: readonly string[];
}

/** An authorization request with PKCE S256, `state` and `resource`. */
export async function beginServerLogin(
  { server, authorizationServer: { issuer, metadata }, resource }: LoginOffer,
  configured: ConfiguredClient,
  scopes: readonly string[],
  redirectUri: string,
  fetch: Fetch,
): Promise<ServerLoginAttempt> {
  const state = randomBytes(32).toString('base64url');
  try {
    const client =
      configured.id === null
        ? await register(metadata, issuer, redirectUri, scopes, toSdkFetch(fetch, server))
        : toConfigured(configured.id);
    const clientInformation = toInformation(client, configured.secret);
    const { authorizationUrl, codeVerifier: verifier } = await startAuthorization(issuer, {
      metadata,
      clientInformation,
      redirectUrl: redirectUri,
      state,
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
      ...(resource !== undefined && { resource }),
    });
    const { href: url } = toLoginUrl('the page of the login', authorizationUrl.href, server);
    return { url, redirectUri, state, verifier, client, clientInformation, scopes };
  } catch (error) {
    throw toLoginError(issuer, error);
  }
}

const toConfigured = (id: string): RegisteredClient => ({
  id,
  secret: undefined,
  authMethod: undefined,
  isConfigured: true,
});

/** The client as the SDK sends it. */
export function toInformation(
  { id, secret, authMethod, isConfigured }: RegisteredClient,
  configured: string | null,
): OAuthClientInformationMixed {
  const own = isConfigured ? (configured ?? undefined) : secret;
  return {
    client_id: id,
    ...(own !== undefined && { client_secret: own }),
    ...(authMethod !== undefined && { token_endpoint_auth_method: authMethod }),
  };
}

type Metadata = LoginOffer['authorizationServer']['metadata'];

/** Each login registers again: its redirect has a port of its own, which not every issuer lets change (RFC 8252, 7.3). */
async function register(
  metadata: Metadata,
  issuer: string,
  redirectUri: string,
  scopes: readonly string[],
  fetchFn: ReturnType<typeof toSdkFetch>,
): Promise<RegisteredClient> {
  if (metadata.registration_endpoint === undefined) {
    throw new GuardError('UPSTREAM_UNAVAILABLE', `${new URL(issuer).host} does not let mcp-guard register itself`, {
      hint: 'register mcp-guard there, and set oauth.client_id of the server',
    });
  }
  const answer = await registerClient(issuer, {
    metadata,
    clientMetadata: {
      client_name: 'mcp-guard',
      application_type: 'native',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: authMethodFor(metadata.token_endpoint_auth_methods_supported),
    },
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    fetchFn,
  });
  return {
    id: answer.client_id,
    secret: answer.client_secret,
    authMethod: answer.token_endpoint_auth_method,
    isConfigured: false,
  };
}

/** A program that everybody can read has no secret, unless the issuer insists. */
function authMethodFor(supported: readonly string[] = []): string {
  const known = ['none', 'client_secret_basic', 'client_secret_post'];
  return known.find((method) => supported.includes(method)) ?? 'none';
}

/** Checks the issuer's response, and exchanges its code for tokens. Throws if it is not the response to this attempt. */
export async function finishServerLogin(
  { server, authorizationServer, resource }: LoginOffer,
  attempt: ServerLoginAttempt,
  query: URLSearchParams,
  fetch: Fetch,
): Promise<ServerLogin> {
  const code = readCallback(attempt, authorizationServer, query);
  const iss = query.get('iss');
  const { issuer, metadata } = authorizationServer;
  try {
    const tokens = await exchangeAuthorization(issuer, {
      metadata,
      clientInformation: attempt.clientInformation,
      authorizationCode: code,
      codeVerifier: attempt.verifier,
      redirectUri: attempt.redirectUri,
      ...(iss !== null && { iss }),
      ...(resource !== undefined && { resource }),
      fetchFn: toSdkFetch(fetch, server),
    });
    const { scopes, client } = attempt;
    return { server, issuer, resource, client, ...toTokens(issuer, tokens, scopes) };
  } catch (error) {
    throw toLoginError(issuer, error);
  }
}

/** A header can hold this (RFC 6750, section 2.1, and a little more). */
const TOKEN = /^[!-~]{1,16384}$/;

/** @param asked counts as granted if the issuer says nothing else (RFC 6749, section 5.1) */
export function toTokens(
  issuer: string,
  tokens: OAuthTokens,
  asked: readonly string[],
): Pick<ServerLogin, 'accessToken' | 'refreshToken' | 'obtainedAt' | 'expiresAt' | 'scopes'> {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: lifetime, token_type: type } = tokens;
  if (type.toLowerCase() !== 'bearer' || !TOKEN.test(accessToken)) {
    throw new GuardError('UPSTREAM_UNAVAILABLE', `${new URL(issuer).host} gives no bearer token`);
  }
  const obtainedAt = Math.floor(Date.now() / 1000);
  return {
    accessToken,
    refreshToken,
    obtainedAt,
    expiresAt: lifetime === undefined ? undefined : obtainedAt + Math.floor(lifetime),
    scopes: readScopes(tokens.scope) ?? asked,
  };
}
