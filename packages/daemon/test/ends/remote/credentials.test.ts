import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GuardError } from '@mcp-guard/core';
import { loginPath, readLogin, readWanted, removeLogin, writeLogin, type ServerLogin } from '@mcp-guard/net/logins';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCredentials, type CredentialOptions } from '../../../src/ends/remote/link/credentials.ts';
import { fakeNetwork, ISSUER, ISSUER_URL, METADATA, SERVER } from '../../../../net/test/server-login/fake-network.ts';

/** Unix seconds; tokens that are issued in a test count from the real clock. */
const NOW = Math.floor(Date.now() / 1000);
const LOGIN: ServerLogin = {
  server: SERVER,
  issuer: ISSUER,
  resource: SERVER,
  client: { id: 'guard', secret: undefined, authMethod: 'none', isConfigured: false },
  accessToken: 'canary-access-1',
  refreshToken: 'canary-refresh-1',
  obtainedAt: NOW - 3600,
  expiresAt: NOW + 10,
  scopes: ['read'],
};
const CONFIG = {
  url: SERVER,
  headers: {},
  upstream_auth_token: null,
  oauth: { client_id: null, client_secret: null, scopes: null },
};

let folder: string;
let seen: GuardError[];
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'mcp-guard-credentials-')), 'tokens');
  seen = [];
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

/** Gives token after token; each refresh token counts once. */
function rotatingIssuer(lifetime = 3600) {
  let given = 1;
  const network = fakeNetwork({
    [ISSUER_URL]: { json: METADATA },
    [METADATA.token_endpoint]: () => {
      const form = new URLSearchParams(network.sent(METADATA.token_endpoint));
      if (form.get('refresh_token') !== `canary-refresh-${given}`)
        return { status: 400, json: { error: 'invalid_grant' } };
      given++;
      const tokens = { access_token: `canary-access-${given}`, refresh_token: `canary-refresh-${given}` };
      return { json: { ...tokens, token_type: 'Bearer', expires_in: lifetime } };
    },
  });
  const refreshes = (): number => network.asked.filter((line) => line === `POST ${METADATA.token_endpoint}`).length;
  return { ...network, refreshes };
}

const open = (changed: Partial<CredentialOptions> = {}): ReturnType<typeof openCredentials> =>
  openCredentials({
    name: 'docs',
    config: CONFIG,
    folder,
    fetch: rotatingIssuer().fetch,
    onProblem: (error) => void seen.push(error),
    now: () => NOW * 1000,
    ...changed,
  });

describe('the login at a remote server', () => {
  it('is renewed once, before it ends, for all sessions and processes, and written before it is used', async () => {
    writeLogin(folder, LOGIN);
    const issuer = rotatingIssuer();
    const [one, other] = [open(issuer), open(issuer)];
    const given = await Promise.all([one, one, other, one, other].map((each) => each.authorization()));
    expect([new Set(given), issuer.refreshes()]).toEqual([new Set(['Bearer canary-access-2']), 1]);
    expect(readLogin(folder, SERVER)).toMatchObject({ refreshToken: 'canary-refresh-2', scopes: ['read'] });
    expect(statSync(loginPath(folder, SERVER)).mode & 0o777).toBe(0o600);
    expect(new URLSearchParams(issuer.sent(METADATA.token_endpoint)).get('resource')).toBe(SERVER);
  });

  it('is renewed after a 401, but a new token that is refused at once is not renewed again', async () => {
    writeLogin(folder, { ...LOGIN, expiresAt: undefined });
    const issuer = rotatingIssuer();
    const credentials = open(issuer);
    const first = await credentials.authorization();
    expect(first).toBe('Bearer canary-access-1');
    expect(await Promise.all([credentials.renew(first), credentials.renew(first)])).toEqual([true, true]);
    expect(await credentials.renew(await credentials.authorization())).toBe(false);
    expect(issuer.refreshes()).toBe(1);
  });

  it('needs the user once the issuer refuses, and counts at once when they have logged in', async () => {
    writeLogin(folder, { ...LOGIN, refreshToken: 'canary-stolen', expiresAt: NOW - 1 });
    const issuer = rotatingIssuer();
    let now = Date.now();
    const credentials = open({ ...issuer, now: () => now });
    expect(await credentials.authorization()).toBeUndefined();
    expect(await credentials.renew(undefined)).toBe(false);
    expect([readLogin(folder, SERVER)?.refreshToken, issuer.refreshes()]).toEqual([undefined, 1]);
    expect(credentials.refusal(401, undefined)).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'the server docs needs the user to log in; ask the user to do that, then try again',
      hint: { command: 'mcp-guard auth login docs' },
    });
    writeLogin(folder, { ...LOGIN, accessToken: 'canary-access-9', expiresAt: NOW + 3600 });
    expect(await credentials.renew(undefined)).toBe(true);
    expect(await credentials.authorization()).toBe('Bearer canary-access-9');
    removeLogin(folder, SERVER);
    now += 1000;
    expect(await credentials.authorization()).toBeUndefined();
  });

  it('of a person is not answered by the renewal of the one before', async () => {
    writeLogin(folder, { ...LOGIN, refreshToken: 'canary-stolen', expiresAt: NOW - 1 });
    const issuer = rotatingIssuer();
    const credentials = open(issuer);
    expect(await credentials.authorization()).toBeUndefined();
    writeLogin(folder, { ...LOGIN, accessToken: 'canary-access-9', expiresAt: NOW - 1 });
    expect(await credentials.renew(undefined)).toBe(true);
    expect([await credentials.authorization(), issuer.refreshes()]).toEqual(['Bearer canary-access-2', 2]);
  });

  it.each([0, -5, 1])('whose tokens live %s seconds is renewed at most once in 5 seconds', async (lifetime) => {
    writeLogin(folder, LOGIN);
    const issuer = rotatingIssuer(lifetime);
    let now = Date.now();
    const credentials = open({ ...issuer, now: () => now });
    for (const expected of ['Bearer canary-access-2', 'Bearer canary-access-3']) {
      for (let asked = 0; asked < 5; asked++, now += 900) expect(await credentials.authorization()).toBe(expected);
      now += 600;
    }
    expect(issuer.refreshes()).toBe(2);
  });

  it('still counts while its issuer is down, and says so without a token', async () => {
    writeLogin(folder, LOGIN);
    let now = NOW;
    const { fetch } = fakeNetwork({ [ISSUER_URL]: { status: 503, json: { error: 'canary' } } });
    const credentials = open({ fetch, now: () => now * 1000 });
    expect(await credentials.authorization()).toBe('Bearer canary-access-1');
    now += 20;
    await expect(credentials.authorization()).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'the login at the server docs cannot be renewed now; try again later',
    });
    expect(seen.map(({ message, hint }) => `${message} ${JSON.stringify(hint)}`).join()).not.toMatch(/canary/u);
  });

  it.each<[string, Partial<ServerLogin>, object]>([
    ['another URL of the same host', { server: 'https://mcp.example.com/other' }, {}],
    ['another client', {}, { oauth: { ...CONFIG.oauth, client_id: 'other' } }],
  ])('is not used for %s', async (_, login, config) => {
    writeLogin(folder, { ...LOGIN, ...login, expiresAt: undefined });
    expect(await open({ config: { ...CONFIG, ...config } }).authorization()).toBeUndefined();
  });

  it('is remembered to want more after a 403 that says so, bounded by what can be a scope', () => {
    const credentials = open();
    const refusal = credentials.refusal(403, 'Bearer error="insufficient_scope", scope="write admin"');
    expect(refusal).toMatchObject({
      message: expect.stringContaining('more access'),
      hint: { command: 'mcp-guard auth login docs' },
    });
    credentials.refusal(403, `Bearer error="insufficient_scope", scope="write ${'s'.repeat(300)}"`);
    credentials.refusal(403, 'Bearer scope="other"');
    expect(readWanted(folder, SERVER)).toEqual(['write', 'admin']);
  });

  it('gives way to a token of the configuration, whose refusal names the key', async () => {
    writeLogin(folder, LOGIN);
    const byKey = open({ config: { ...CONFIG, upstream_auth_token: 'canary-key' } });
    const byHeader = open({ config: { ...CONFIG, headers: { Authorization: 'Basic canary' } } });
    expect([await byKey.authorization(), await byHeader.authorization()]).toEqual([
      'Bearer canary-key',
      'Basic canary',
    ]);
    expect(await byKey.renew('Bearer canary-key')).toBe(false);
    const refusals = [byKey.refusal(401, undefined), byHeader.refusal(401, undefined)];
    expect(refusals.map(({ hint }) => hint)).toEqual([
      'check servers.docs.upstream_auth_token',
      'check servers.docs.headers.Authorization',
    ]);
    expect(refusals.join()).not.toMatch(/canary/u);
  });
});
