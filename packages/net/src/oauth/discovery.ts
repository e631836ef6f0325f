import { isLoopbackHost } from '@mcp-guard/core/addresses';
import { GuardError, member, type JsonObject } from '@mcp-guard/core';
import { guardedFetch } from '../guarded-fetch.js';
import { askJson } from './ask-json.js';
import type { Fetch } from './settings.js';

/** The metadata of an OpenID provider. */
export interface Provider {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | undefined;
  readonly jwksUri: string | undefined;
  /** Its responses carry `iss` (RFC 9207), so one without it is not its own. */
  readonly namesItself: boolean;
  /** A client's secret goes into the body, not into a header. */
  readonly secretInBody: boolean;
}

/** Reads the metadata of a provider (OpenID Connect Discovery 1.0, section 4); every URL in it must be https. */
export async function discoverProvider(issuer: string, fetch: Fetch = guardedFetch): Promise<Provider> {
  const { host } = new URL(issuer);
  const base = issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
  const { status, value } = await askJson(fetch, `${base}/.well-known/openid-configuration`, { redirects: 1 });
  const refuse = (why: string): GuardError => new GuardError('UPSTREAM_UNAVAILABLE', `the metadata of ${host} ${why}`);
  if (status !== 200) throw refuse(`cannot be read: status ${status}`);
  // Else one provider could send its people's tokens to another one (mix-up).
  if (member(value, 'issuer') !== issuer) throw refuse('names another issuer');

  const optional = (name: string): string | undefined => {
    const endpoint = member(value, name);
    if (endpoint === undefined) return undefined;
    if (!isEndpoint(endpoint, issuer)) throw refuse(`has a ${name} that may not be asked`);
    return endpoint;
  };
  const required = (name: string): string => {
    const endpoint = optional(name);
    if (endpoint === undefined) throw refuse(`has no ${name}`);
    return endpoint;
  };
  const methods = listOf(value, 'code_challenge_methods_supported');
  if (methods && !methods.includes('S256')) throw refuse('does not offer PKCE with S256');
  const secrets = listOf(value, 'token_endpoint_auth_methods_supported');
  return {
    issuer,
    authorizationEndpoint: required('authorization_endpoint'),
    tokenEndpoint: required('token_endpoint'),
    revocationEndpoint: optional('revocation_endpoint'),
    jwksUri: optional('jwks_uri'),
    namesItself: member(value, 'authorization_response_iss_parameter_supported') === true,
    secretInBody: secrets !== undefined && !secrets.includes('client_secret_basic'),
  };
}

/** https, or this machine if the issuer itself is on it: a stranger must not make us call our own services. */
function isEndpoint(value: unknown, issuer: string): value is string {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url || url.username || url.password || url.hash) return false;
  if (isLoopbackHost(url.hostname)) return isLoopbackHost(new URL(issuer).hostname) && /^https?:$/.test(url.protocol);
  return url.protocol === 'https:';
}

function listOf(value: JsonObject, name: string): unknown[] | undefined {
  const list = member(value, name);
  return Array.isArray(list) ? list : undefined;
}
