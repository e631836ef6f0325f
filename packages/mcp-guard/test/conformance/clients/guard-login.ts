/*
 * A client for the scenarios `auth/…` of the conformance suite: it logs in with the code of `mcp-guard auth login`, where
 * the browser is replaced by a fetch, and asks the server over the link of the daemon, with its credentials.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GuardError, hintText } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { readLogin, readWanted, toServerKey } from '@mcp-guard/net/logins';
import {
  beginServerLogin,
  chooseScopes,
  discoverLogin,
  finishServerLogin,
  keepLogin,
} from '@mcp-guard/net/server-login';
import { RemoteLinks } from '../../../../daemon/dist/ends/remote/link/links.js';
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
const links = new RemoteLinks({
  proxy: null,
  terminal: () => ({}),
  tokens: folder,
  onProblem: (_, problem) => process.stderr.write(`${problem}\n`),
});
const { link } = links.open('conformance', {
  transport: 'streamable-http',
  url,
  headers: {},
  upstream_auth_token: null,
  oauth: { client_id: client.id, client_secret: client.secret, scopes: null },
  allow_http: false,
  allow_private: false,
  ca_file: null,
  timeout: 30,
  max_concurrent: 4,
  circuit_breaker: { failures: 5, open_seconds: 30 },
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
    const body = Buffer.from(JSON.stringify(message));
    const own = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    try {
      const response = await link.exchange({ method: 'POST', headers: { ...own, ...headers }, body });
      return await text(response.body);
    } catch (thrown) {
      const refusal = GuardError.from(thrown);
      if (!hintText(refusal.hint ?? '').startsWith('mcp-guard auth login') || logins++ >= MAX_LOGINS) throw refusal;
      await logIn();
      return exchange(message, headers);
    }
  }, process.env['MCP_CONFORMANCE_PROTOCOL_VERSION'] ?? '');
} finally {
  await links.close();
  rmSync(join(folder, '..'), { recursive: true });
}
