import { GuardError } from '@mcp-guard/core';
import { refreshAuthorization } from '@modelcontextprotocol/client';
import type { Fetch } from '../oauth/settings.js';
import {
  builtInAuthorizationServer,
  readAuthorizationServer,
  type AuthorizationServer,
} from './authorization-server.js';
import { toInformation, toTokens } from './begin-login.js';
import { withFileLock } from './file-lock.js';
import { toLoginError } from './login-error.js';
import { isOfClient, type ConfiguredClient, type ServerLogin } from './login.js';
import { loginPath, readLogin, writeLogin } from './login-store.js';
import { toHttp, toSdkFetch } from './sdk-fetch.js';

/** The place of a login, and the way to its issuer. */
export interface LoginPlace {
  readonly folder: string;
  /** As `toServerKey` writes it. */
  readonly server: string;
  readonly client: ConfiguredClient;
  readonly fetch: Fetch;
}

/**
 * New tokens for the rejected ones, written before they are used: a refresh token often counts once. Several processes
 * renew a login once, since the later ones find it renewed. Nothing if there is no login to renew; UNAUTHENTICATED if
 * the issuer refuses, then the refresh token is forgotten.
 * @param rejected the access token that is no longer good
 */
export function renewLogin(place: LoginPlace, rejected: string): Promise<ServerLogin | undefined> {
  const { folder, server, client } = place;
  return withFileLock(loginPath(folder, server), async () => {
    const login = readLogin(folder, server);
    if (!login || !isOfClient(login, client)) return undefined;
    if (login.accessToken !== rejected) return login;
    if (login.refreshToken === undefined) return undefined;
    try {
      const renewed = await refresh(place, login, login.refreshToken);
      // A person may have logged out although they did not get the lock.
      if (readLogin(folder, server)?.accessToken !== rejected) return readLogin(folder, server);
      writeLogin(folder, renewed);
      return renewed;
    } catch (thrown) {
      const error = GuardError.from(thrown);
      if (error.code === 'UNAUTHENTICATED') writeLogin(folder, { ...login, refreshToken: undefined });
      throw error;
    }
  });
}

async function refresh(
  { server, client, fetch }: LoginPlace,
  login: ServerLogin,
  refreshToken: string,
): Promise<ServerLogin> {
  const { issuer, resource } = login;
  const { metadata } = await findIssuer(login, fetch);
  try {
    const tokens = await refreshAuthorization(issuer, {
      metadata,
      clientInformation: toInformation(login.client, client.secret),
      refreshToken,
      ...(resource !== undefined && { resource }),
      fetchFn: toSdkFetch(fetch, server),
    });
    return { ...login, ...toTokens(issuer, tokens, login.scopes) };
  } catch (error) {
    throw toLoginError(issuer, error);
  }
}

/** The issuer of a login, as it describes itself now. */
export async function findIssuer(
  { server, issuer, resource }: ServerLogin,
  fetch: Fetch,
): Promise<AuthorizationServer> {
  const found = await readAuthorizationServer(issuer, server, fetch);
  if (found) return found;
  const { host, origin } = new URL(issuer);
  if (resource === undefined && origin === new URL(toHttp(server)).origin) return builtInAuthorizationServer(server);
  throw new GuardError('UPSTREAM_UNAVAILABLE', `${host} has no metadata any more`);
}
