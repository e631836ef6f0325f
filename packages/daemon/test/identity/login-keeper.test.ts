import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { readTokens, removeTokens, writeTokens, type Fetch, type OAuthSettings } from '@mcp-guard/net/oauth';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoginKeeper } from '../../src/identity/oauth/login-keeper.js';

const ISSUER = 'https://login.example.com';
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256', use: 'sig' }] };
const metadata = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/keys`,
};
const settings: OAuthSettings = {
  issuer: ISSUER,
  client_id: 'guard',
  client_secret: null,
  audience: null,
  jwks_uri: null,
  scopes: ['openid'],
  claims_to_roles: { claim_name: 'roles', mapping: {} },
  clock_tolerance_seconds: 0,
};

/** @param left seconds that it still lives, of 3600 */
const tokenOf = (subject: string, left = 3600): Promise<string> => {
  const exp = Math.floor(Date.now() / 1000) + left;
  return new SignJWT({ iss: ISSUER, aud: 'guard', sub: subject, iat: exp - 3600, exp })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .sign(privateKey);
};

describe('the keeper of a login', () => {
  let folder: string;
  let keeper: LoginKeeper;
  let inForce: OAuthSettings | null;
  let problems: string[];
  /** What the token endpoint does. */
  let refresh: () => Promise<{ status: number; answer: object }>;
  /** Paths that answer nothing but errors. */
  let down: string[];
  let asked: string[];

  const fetch: Fetch = async (url) => {
    const { pathname } = new URL(url);
    asked.push(pathname);
    if (down.includes(pathname)) throw new GuardError('UPSTREAM_UNAVAILABLE', `${pathname} is down`);
    const { status, answer } = pathname === '/token' ? await refresh() : { status: 200, answer: metadata };
    const body = Buffer.from(JSON.stringify(pathname === '/keys' ? jwks : answer));
    return { status, headers: {}, body };
  };
  const store = (idToken: string, refreshToken?: string): void =>
    writeTokens(folder, {
      issuer: ISSUER,
      clientId: 'guard',
      accessToken: 'a',
      idToken,
      refreshToken,
      expiresAt: undefined,
    });
  const given = async (subject: string, changed: object = {}) => ({
    status: 200,
    answer: {
      access_token: 'b',
      token_type: 'Bearer',
      id_token: await tokenOf(subject),
      refresh_token: 'next',
      ...changed,
    },
  });
  const renewals = (): number => asked.filter((path) => path === '/token').length;

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'mcp-guard-keeper-')), 'tokens');
    [inForce, problems, down, asked, refresh] = [settings, [], [], [], () => given('anna')];
    const onProblem = ({ message }: GuardError): void => void problems.push(message);
    keeper = new LoginKeeper({ settings: () => inForce, folder, watchEvery: 500, onProblem, fetch });
    keeper.reconfigure();
  });
  afterEach(() => {
    keeper.close();
    rmSync(join(folder, '..'), { recursive: true });
  });

  it('renews once, however many callers wait', async () => {
    store(await tokenOf('anna', -1), 'old');
    const logins = await Promise.all(Array.from({ length: 20 }, () => keeper.check()));
    expect(new Set(logins.map(({ subject }) => subject))).toEqual(new Set(['anna']));
    expect(renewals()).toBe(1);
    expect(readTokens(folder, ISSUER)?.refreshToken).toBe('next');
    expect(keeper.current?.subject).toBe('anna');
  });

  it('does not bring back a login that was ended while it was renewed', async () => {
    store(await tokenOf('anna', 1), 'old');
    refresh = () => {
      removeTokens(folder, ISSUER);
      return given('anna');
    };
    await expect(keeper.check()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect([readTokens(folder, ISSUER), keeper.current]).toEqual([undefined, undefined]);
  });

  it('does not overwrite a login that was begun while another was renewed', async () => {
    const ben = await tokenOf('ben');
    store(await tokenOf('anna', 1), 'old');
    refresh = () => {
      store(ben, 'of ben');
      return given('anna');
    };
    expect(await keeper.check()).toMatchObject({ subject: 'ben' });
    expect(readTokens(folder, ISSUER)?.refreshToken).toBe('of ben');
  });

  it('has no login as soon as the stored tokens cannot be trusted', async () => {
    store(await tokenOf('anna'));
    await keeper.check();
    rmSync(folder, { recursive: true });
    await expect(keeper.check()).rejects.toMatchObject({ message: 'there is no login; a person must log in' });
    expect(keeper.current).toBeUndefined();
  });

  it('keeps a login that cannot be renewed as long as it lasts, and does not ask again with what was refused', async () => {
    store(await tokenOf('anna', 30), 'old');
    refresh = async () => ({ status: 400, answer: { error: 'invalid_grant' } });
    expect(await keeper.check()).toMatchObject({ subject: 'anna' });
    expect(await keeper.check()).toMatchObject({ subject: 'anna' });
    expect([renewals(), problems.at(-1)]).toEqual([1, 'login.example.com says "invalid_grant"']);
  });

  it('stops asking a provider that sends no other ID token', async () => {
    store(await tokenOf('anna', 30), 'old');
    refresh = () => given('anna', { id_token: undefined });
    await keeper.check();
    await keeper.check();
    expect(renewals()).toBe(1);
  });

  it('keeps using a refresh token that is not rotated', async () => {
    refresh = () => given('anna', { refresh_token: undefined });
    for (const times of [1, 2]) {
      store(await tokenOf('anna', -1), 'the same');
      expect(await keeper.check()).toMatchObject({ subject: 'anna' });
      expect([readTokens(folder, ISSUER)?.refreshToken, renewals()]).toEqual(['the same', times]);
    }
  });

  it.each(['/.well-known/openid-configuration', '/keys'])(
    'has nobody while %s is down, and asks again',
    async (path) => {
      store(await tokenOf('anna'));
      down = [path];
      await expect(keeper.check()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', message: `${path} is down` });
      expect(keeper.current).toBeUndefined();
      down = [];
      expect(await keeper.check()).toMatchObject({ subject: 'anna' });
    },
  );

  it('ignores a response to a request under other settings', async () => {
    store(await tokenOf('anna', -1), 'old');
    refresh = () => {
      inForce = { ...settings, client_id: 'other' };
      keeper.reconfigure();
      return given('anna');
    };
    await expect(keeper.check()).rejects.toMatchObject({ message: 'the provider has changed; reconnect' });
    expect([keeper.current, readTokens(folder, ISSUER)?.refreshToken]).toEqual([undefined, 'old']);
    inForce = null;
    keeper.reconfigure();
    await expect(keeper.check()).rejects.toMatchObject({
      message: 'this guard does not use logins; reconnect',
    });
  });

  it('keeps the login when only roles change', async () => {
    store(await tokenOf('anna'));
    const login = await keeper.check();
    inForce = { ...settings, claims_to_roles: { claim_name: 'groups', mapping: {} } };
    keeper.reconfigure();
    expect(keeper.current).toBe(login);
  });
});
