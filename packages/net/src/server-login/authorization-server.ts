import { GuardError } from '@mcp-guard/core';
import { discoverAuthorizationServerMetadata, type AuthorizationServerMetadata } from '@modelcontextprotocol/client';
import type { Fetch } from '../oauth/settings.js';
import { toLoginError } from './login-error.js';
import { judgeUrls, toHttp, toLoginUrl, toSdkFetch } from './sdk-fetch.js';

/** The issuer of a server's tokens; every address in it may be asked. */
export interface AuthorizationServer {
  readonly issuer: string;
  readonly metadata: AuthorizationServerMetadata;
  readonly revocationEndpoint: string | undefined;
  /** Its responses carry `iss` (RFC 9207), so one without it is not its own. */
  readonly namesItself: boolean;
}

const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'registration_endpoint', 'revocation_endpoint'];

/**
 * Reads the metadata of an issuer (RFC 8414, or OpenID Connect Discovery). Nothing if it has none. Throws if it is not
 * its own, offers no PKCE with S256, or leads where a login may not go.
 */
export async function readAuthorizationServer(
  issuer: string,
  server: string,
  fetch: Fetch,
): Promise<AuthorizationServer | undefined> {
  const { host } = toLoginUrl('the issuer that the server names', issuer, server);
  let metadata: AuthorizationServerMetadata | undefined;
  try {
    metadata = await discoverAuthorizationServerMetadata(issuer, {
      fetchFn: toSdkFetch(fetch, server, judgeUrls(host, ENDPOINTS, server)),
    });
  } catch (error) {
    throw toLoginError(issuer, error);
  }
  if (!metadata) return undefined;
  const refuse = (why: string): GuardError => new GuardError('UPSTREAM_UNAVAILABLE', `the metadata of ${host} ${why}`);
  if (!metadata.code_challenge_methods_supported?.includes('S256')) throw refuse('does not offer PKCE with S256');
  if (!metadata.response_types_supported.includes('code')) throw refuse('does not offer logins with a code');
  const revocationEndpoint: unknown = Reflect.get(metadata, 'revocation_endpoint');
  return {
    issuer: metadata.issuer,
    metadata,
    revocationEndpoint: typeof revocationEndpoint === 'string' ? revocationEndpoint : undefined,
    namesItself: metadata.authorization_response_iss_parameter_supported === true,
  };
}

/** A server of 2025-03-26 may serve logins itself, at fixed paths and without any metadata. */
export function builtInAuthorizationServer(server: string): AuthorizationServer {
  const { origin } = new URL(toHttp(server));
  const metadata: AuthorizationServerMetadata = {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
  };
  return { issuer: origin, metadata, revocationEndpoint: undefined, namesItself: false };
}
