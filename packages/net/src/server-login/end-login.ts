import { GuardError } from '@mcp-guard/core';
import { toInformation } from './begin-login.js';
import type { ServerLogin } from './login.js';
import { readLogin, removeLogin } from './login-store.js';
import { findIssuer, type LoginPlace } from './renew-login.js';

/** How a logout ended at the issuer. */
export type Revoked = 'revoked' | 'not offered' | 'none';

/**
 * Forgets the login at a server, and revokes it (RFC 7009): its refresh token, with which the others end, or else its
 * access token. The file is removed before the issuer is asked, since that may fail.
 */
export async function endLogin({ folder, server, client, fetch }: LoginPlace): Promise<Revoked> {
  let login: ServerLogin | undefined;
  try {
    login = readLogin(folder, server);
  } finally {
    removeLogin(folder, server);
  }
  if (!login) return 'none';
  const { revocationEndpoint, metadata } = await findIssuer(login, fetch);
  if (revocationEndpoint === undefined) return 'not offered';
  const { client_id: id, ...own } = toInformation(login.client, client.secret);
  const secret = own.client_secret;
  const inBody = metadata.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false;
  const credentials = secret !== undefined && inBody ? { client_id: id, client_secret: secret } : { client_id: id };
  const { status } = await fetch(revocationEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(secret !== undefined &&
        !inBody && { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }),
    },
    body: new URLSearchParams({
      token: login.refreshToken ?? login.accessToken,
      token_type_hint: login.refreshToken === undefined ? 'access_token' : 'refresh_token',
      ...credentials,
    }).toString(),
  });
  if (status !== 200)
    throw new GuardError('UPSTREAM_UNAVAILABLE', `${new URL(revocationEndpoint).host} answers with status ${status}`);
  return 'revoked';
}
