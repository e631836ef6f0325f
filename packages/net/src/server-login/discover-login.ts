import { GuardError } from '@mcp-guard/core';
import {
  checkResourceAllowed,
  discoverOAuthProtectedResourceMetadata,
  type OAuthProtectedResourceMetadata,
} from '@modelcontextprotocol/client';
import type { Fetch } from '../oauth/settings.js';
import {
  builtInAuthorizationServer,
  readAuthorizationServer,
  type AuthorizationServer,
} from './authorization-server.js';
import { readChallenge, type Challenge } from './challenge.js';
import { toLoginError } from './login-error.js';
import { isScopeList, readScopes } from './scopes.js';
import { judgeUrls, MAX_LOGIN_BYTES, toHttp, toLoginUrl, toSdkFetch } from './sdk-fetch.js';

export interface LoginOffer {
  /** As `toServerKey` writes it. */
  readonly server: string;
  readonly authorizationServer: AuthorizationServer;
  /** RFC 8707: sent with every request for tokens; `undefined` for a server without metadata. */
  readonly resource: string | undefined;
  readonly challenged: readonly string[] | undefined;
  readonly supported: readonly string[] | undefined;
}

/** Neither opens a session nor does anything; a server asks for the login before it looks at it. */
const PROBE = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

/**
 * Asks a server without a login, and reads which issuer it trusts (RFC 9728).
 * @param headers the configured ones; they go to the server only
 */
export async function discoverLogin(
  server: string,
  headers: Readonly<Record<string, string>>,
  fetch: Fetch,
): Promise<LoginOffer> {
  const { status, challenge } = await probe(server, headers, fetch);
  const metadata = await readResource(server, challenge?.resourceMetadata, fetch);
  if (!metadata) {
    const issuer = new URL('/', toHttp(server)).href;
    const own = await readAuthorizationServer(issuer, server, fetch);
    if (!own && status !== 401) {
      throw new GuardError('UPSTREAM_UNAVAILABLE', `the server asks for no login: status ${status}`);
    }
    const authorizationServer = own ?? builtInAuthorizationServer(server);
    return {
      server,
      authorizationServer,
      resource: undefined,
      challenged: readScopes(challenge?.scope),
      supported: undefined,
    };
  }
  const [issuer = new URL('/', toHttp(server)).href] = metadata.authorization_servers ?? [];
  const authorizationServer = await readAuthorizationServer(issuer, server, fetch);
  if (!authorizationServer) {
    throw new GuardError('UPSTREAM_UNAVAILABLE', `${new URL(issuer).host}, which the server trusts, has no metadata`);
  }
  const { resource, scopes_supported: supported } = metadata;
  const isList = supported !== undefined && supported.length > 0 && isScopeList(supported);
  return {
    server,
    authorizationServer,
    resource,
    challenged: readScopes(challenge?.scope),
    supported: isList ? supported : undefined,
  };
}

async function probe(
  server: string,
  headers: Readonly<Record<string, string>>,
  fetch: Fetch,
): Promise<{ readonly status: number; readonly challenge: Challenge | undefined }> {
  const own = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const url = toHttp(server);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, ...own },
    body: PROBE,
    maxBytes: MAX_LOGIN_BYTES,
  });
  return { status: answer.status, challenge: readChallenge(answer.headers['www-authenticate']) };
}

/** The metadata of a server, which must be about it; nothing if it has none. */
async function readResource(
  server: string,
  named: string | undefined,
  fetch: Fetch,
): Promise<OAuthProtectedResourceMetadata | undefined> {
  const resourceMetadataUrl = named === undefined ? undefined : toLoginUrl('the metadata of the server', named, server);
  const url = toHttp(server);
  let status = 0;
  const ask = toSdkFetch(fetch, server, judgeUrls('the server', ['authorization_servers'], server));
  const watched: typeof ask = async (input, init) => {
    const response = await ask(input, init);
    ({ status } = response);
    return response;
  };
  let metadata: OAuthProtectedResourceMetadata;
  try {
    metadata = await discoverOAuthProtectedResourceMetadata(
      url,
      resourceMetadataUrl ? { resourceMetadataUrl } : {},
      watched,
    );
  } catch (error) {
    // The SDK does not tell a missing document from a wrong one, and the wrong one must not be taken for none.
    if (!resourceMetadataUrl && status >= 400 && status < 500) return undefined;
    throw error instanceof GuardError ? error : unreadable(toLoginError(url, error));
  }
  if (!isAbout(url, metadata.resource)) {
    throw new GuardError('UPSTREAM_UNAVAILABLE', 'the metadata of the server is about another server (resource)');
  }
  return metadata;
}

const unreadable = (cause: GuardError): GuardError =>
  new GuardError('UPSTREAM_UNAVAILABLE', 'the metadata of the server cannot be read', { cause });

/** RFC 9728, section 3.3: else one server could have tokens of another one sent to itself. */
function isAbout(server: string, resource: string): boolean {
  return URL.canParse(resource) && checkResourceAllowed({ requestedResource: server, configuredResource: resource });
}
