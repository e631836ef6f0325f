/*
 * A client for the scenarios `auth/…` of the conformance suite: it logs in with the code of `mcp-guard auth login`, where
 * the browser is replaced by a fetch, and asks the server with the credentials of the daemon.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { readLogin, readWanted, toServerKey } from '@mcp-guard/net/logins';
import {
  beginServerLogin,
  chooseScopes,
  discoverLogin,
  finishServerLogin,
  keepLogin,
} from '@mcp-guard/net/server-login';
import { openCredentials } from '../../../../daemon/dist/ends/remote/credentials.js';
import { act } from './act.ts';

const REDIRECT = 'http://127.0.0.1:3000/callback';
/** A server that is never content is given up. */
const MAX_LOGINS = 3;

const url = process.argv.at(-1) ?? '';
const server = toServerKey(url);
const folder = join(mkdtempSync(join(tmpdir(), 'mcp-guard-conformance-login-')), 'tokens');
const context: { client_id?: string; client_secret?: string } = JSON.parse(
  process.env['MCP_CONFORMANCE_CONTEXT'] ?? '{}',
);
const isDocument = process.env['MCP_CONFORMANCE_SCENARIO'] === 'auth/basic-cimd';
const client = {
  id: isDocument ? 'https://conformance-test.local/client-metadata.json' : (context.client_id ?? null),
  secret: context.client_secret ?? null,
};
const credentials = openCredentials({
  name: 'conformance',
  config: {
    url,
    headers: {},
    upstream_auth_token: null,
    oauth: { client_id: client.id, client_secret: client.secret, scopes: null },
  },
  folder,
  fetch: guardedFetch,
  onProblem: (error: Error) => process.stderr.write(`${error.message}\n`),
});

async function logIn(): Promise<void> {
  const offer = await discoverLogin(server, {}, guardedFetch);
  const wanted = readWanted(folder, server);
  const scopes = chooseScopes({
    challenged: offer.challenged,
    configured: null,
    supported: offer.supported,
    held: wanted.length > 0 ? [...(readLogin(folder, server)?.scopes ?? []), ...wanted] : [],
    offersOffline: offer.authorizationServer.metadata.scopes_supported?.includes('offline_access') === true,
  });
  const attempt = await beginServerLogin(offer, client, scopes, REDIRECT, guardedFetch);
  const page = await fetch(attempt.url, { redirect: 'manual' });
  const query = new URL(page.headers.get('location') ?? '', attempt.url).searchParams;
  await keepLogin(folder, await finishServerLogin(offer, attempt, query, guardedFetch));
}

let logins = 0;
try {
  await act(async function exchange(message, headers): Promise<unknown> {
    const authorization = await credentials.authorization();
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
        ...(authorization !== undefined && { authorization }),
      },
      body: JSON.stringify(message),
    });
    const text = await response.text();
    const { status } = response;
    if (status !== 401 && status !== 403) return text;
    if (status === 401 && (await credentials.renew(authorization))) return exchange(message, headers);
    const refusal = credentials.refusal(status, response.headers.get('www-authenticate') ?? undefined);
    if (!refusal.hint?.startsWith('mcp-guard auth login') || logins++ >= MAX_LOGINS) throw refusal;
    await logIn();
    return exchange(message, headers);
  }, process.env['MCP_CONFORMANCE_PROTOCOL_VERSION'] ?? '');
} finally {
  rmSync(join(folder, '..'), { recursive: true });
}
