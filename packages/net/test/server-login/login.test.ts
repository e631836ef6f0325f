import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginServerLogin, discoverLogin, endLogin, finishServerLogin, keepLogin } from '@mcp-guard/net/server-login';
import { loginPath, readLogin, writeLogin, type ConfiguredClient } from '@mcp-guard/net/logins';
import { describe, expect, it } from 'vitest';
import {
  fakeNetwork,
  ISSUER,
  ISSUER_URL,
  METADATA,
  RESOURCE,
  RESOURCE_URL,
  SERVER,
  UNAUTHORIZED,
} from './fake-network.ts';

const REDIRECT = 'http://127.0.0.1:7777/callback';
const TOKENS = { access_token: 'canary-access', token_type: 'Bearer', refresh_token: 'canary-refresh', expires_in: 60 };
const NOBODY: ConfiguredClient = { id: null, secret: null };

const network = (metadata: object = {}, tokens: object = {}): ReturnType<typeof fakeNetwork> =>
  fakeNetwork({
    [SERVER]: UNAUTHORIZED,
    [RESOURCE_URL]: { json: RESOURCE },
    [ISSUER_URL]: { json: { ...METADATA, ...metadata } },
    [METADATA.registration_endpoint]: { status: 201, json: { client_id: 'ours', redirect_uris: [REDIRECT] } },
    [METADATA.token_endpoint]: { json: { ...TOKENS, ...tokens } },
    [`${ISSUER}/revoke`]: {},
  });

async function begin(fetch: ReturnType<typeof fakeNetwork>['fetch'], client = NOBODY) {
  const offer = await discoverLogin(SERVER, {}, fetch);
  return { offer, attempt: await beginServerLogin(offer, client, ['read'], REDIRECT, fetch) };
}

describe('a login at a server', () => {
  it('asks with PKCE, a state and the resource, as a client that it registers', async () => {
    const { fetch, sent } = network();
    const { offer, attempt } = await begin(fetch);
    const query = Object.fromEntries(new URL(attempt.url).searchParams);
    expect(query).toMatchObject({
      client_id: 'ours',
      code_challenge_method: 'S256',
      redirect_uri: REDIRECT,
      resource: SERVER,
      scope: 'read',
      state: attempt.state,
    });
    const answer = new URLSearchParams({ state: attempt.state, code: 'c' });
    const login = await finishServerLogin(offer, attempt, answer, fetch);
    expect(login).toMatchObject({ server: SERVER, issuer: ISSUER, accessToken: 'canary-access', scopes: ['read'] });
    const form = Object.fromEntries(new URLSearchParams(sent(METADATA.token_endpoint)));
    expect(form).toMatchObject({ code: 'c', code_verifier: attempt.verifier, resource: SERVER });
  });

  it('uses the client of the configuration, and registers none', async () => {
    const { fetch, asked } = network();
    const { attempt } = await begin(fetch, { id: 'https://guard.example.com/client.json', secret: null });
    expect(new URL(attempt.url).searchParams.get('client_id')).toBe('https://guard.example.com/client.json');
    expect(asked).not.toContain(`POST ${METADATA.registration_endpoint}`);
  });

  it.each<[string, object, Record<string, string>, string]>([
    ['another state', {}, { state: 'guess', code: 'c' }, '(state)'],
    ['another issuer: mix-up', {}, { iss: 'https://evil.example.com', code: 'c' }, '(iss)'],
    ['another spelling of the issuer', {}, { iss: `${ISSUER}/`, code: 'c' }, '(iss)'],
    [
      'no issuer, from one that always names itself',
      { authorization_response_iss_parameter_supported: true },
      { code: 'c' },
      '(iss)',
    ],
    ['an error of another issuer', {}, { iss: 'https://evil.example.com', error: 'canary' }, '(iss)'],
    ['an error', {}, { error: 'access_denied' }, 'says "access_denied"'],
    ['no code', {}, {}, 'no code'],
  ])('ends with nothing after a response with %s', async (_, metadata, query, words) => {
    const { fetch, asked } = network(metadata);
    const { offer, attempt } = await begin(fetch);
    const answer = new URLSearchParams({ state: attempt.state, ...query });
    await expect(finishServerLogin(offer, attempt, answer, fetch)).rejects.toThrow(words);
    expect(asked).not.toContain(`POST ${METADATA.token_endpoint}`);
  });

  it.each<[string, object]>([
    ['is not a bearer token', { token_type: 'DPoP' }],
    ['would break a header', { access_token: 'canary\r\nX-Evil: 1' }],
    ['is endless', { access_token: 'canary'.repeat(10_000) }],
    ['is none', { access_token: undefined, error_description: 'canary' }],
  ])('refuses a token that %s, and does not repeat it', async (_, tokens) => {
    const { fetch } = network({}, tokens);
    const { offer, attempt } = await begin(fetch);
    const answer = new URLSearchParams({ state: attempt.state, code: 'c' });
    const error = await finishServerLogin(offer, attempt, answer, fetch).catch(String);
    expect(error).toMatch(/gives no bearer token|no response of a login/u);
    expect(error).not.toMatch(/canary/u);
  });

  it('is revoked at its issuer with the token that the others hang on, after its file is gone', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'mcp-guard-logins-')), 'tokens');
    const { fetch, sent } = network({ revocation_endpoint: `${ISSUER}/revoke` });
    const { offer, attempt } = await begin(fetch);
    const login = await finishServerLogin(
      offer,
      attempt,
      new URLSearchParams({ state: attempt.state, code: 'c' }),
      fetch,
    );
    mkdirSync(folder, { mode: 0o700 });
    const lock = `${loginPath(folder, SERVER)}.lock`;
    writeFileSync(lock, '');
    utimesSync(lock, 0, 0); // of a process that died
    await keepLogin(folder, login);
    expect(existsSync(lock)).toBe(false);
    const place = { folder, server: SERVER, client: NOBODY, fetch };
    const outcomes = [await endLogin(place), readLogin(folder, SERVER), await endLogin(place)];
    expect(outcomes).toEqual(['revoked', undefined, 'none']);
    expect(new URLSearchParams(sent(`${ISSUER}/revoke`)).get('token')).toBe('canary-refresh');
    writeLogin(folder, login);
    await expect(endLogin({ ...place, fetch: fakeNetwork({}).fetch })).rejects.toThrow('no metadata any more');
    expect(readLogin(folder, SERVER)).toBeUndefined();
    rmSync(join(folder, '..'), { recursive: true });
  });
});
