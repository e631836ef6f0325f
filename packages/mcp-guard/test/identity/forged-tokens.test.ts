import { generateKeyPairSync } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard } from '../support/in-process-guard.ts';
import type { TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { startClient, type Ended } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { until } from '../support/until.ts';
import { oauthConfig, plantTokens } from './login.ts';
import { API, CLIENT, createKey, startProvider, type TestProvider } from './provider.ts';

// covers: auth.oauth.audience

type Claims = Readonly<Record<string, unknown>>;

describe('a token that an attacker puts into the store', () => {
  let provider: TestProvider;
  let guard: TestGuard;
  beforeAll(async () => {
    provider = await startProvider();
    guard = await createGuard(oauthConfig(provider));
  });
  afterAll(async () => {
    await guard.close();
    await untilGone(guard.home);
    await provider[Symbol.asyncDispose]();
  });

  const now = Math.floor(Date.now() / 1000);
  const claims = (changed: Claims = {}): Record<string, unknown> => ({
    iss: provider.issuer,
    aud: CLIENT,
    sub: 'anna',
    iat: now,
    exp: now + 3600,
    ...changed,
  });
  const sign = (
    changed: Claims = {},
    header: object = {},
    key: Parameters<SignJWT['sign']>[0] = provider.key.key,
  ): Promise<string> =>
    new SignJWT(claims(changed)).setProtectedHeader({ alg: 'RS256', kid: provider.key.kid, ...header }).sign(key);
  const connect = async (tokens: string | object, to = guard): Promise<Ended> => {
    await plantTokens(to, provider.issuer, typeof tokens === 'string' ? { idToken: tokens } : tokens);
    const client = startClient(to.connect('tiny'));
    void client.initialize().then((answer) => answer && client.end());
    return client.ended;
  };
  const REFUSED = { code: 77, stderr: containing('a person must log in again') };

  it('counts if the provider has signed it for us', async () => {
    expect(await connect(await sign())).toMatchObject({ code: 0 });
    expect(await connect(await sign({ aud: [CLIENT, 'other'], azp: CLIENT }))).toMatchObject({ code: 0 });
  });

  it.each<[string, Claims]>([
    ['of another issuer', { iss: 'https://evil.example' }],
    ['without an issuer', { iss: undefined }],
    ['for another audience', { aud: 'other' }],
    ['for an API', { aud: API }],
    ['without an audience', { aud: undefined }],
    ['for several, and another may use it', { aud: [CLIENT, 'other'], azp: 'other' }],
    ['for several, and nobody says who may use it', { aud: [CLIENT, 'other'] }],
    ['that another client may use', { azp: 'other' }],
    ['that has run out', { exp: now - 1, iat: now - 3600 }],
    ['that never runs out', { exp: undefined }],
    ['that runs out at a text', { exp: '9999999999' }],
    ['that does not count yet', { nbf: now + 3600 }],
    ['from the future', { iat: now + 3600 }],
    ['without a time', { iat: undefined }],
    ['of nobody', { sub: undefined }],
    ['of nobody', { sub: '' }],
    ['of a subject that is no text', { sub: { name: 'anna' } }],
  ])('is refused: %s', async (_, changed) => {
    expect(await connect(await sign(changed))).toMatchObject(REFUSED);
  });

  it('is refused without a signature: alg none', async () => {
    expect(await connect(new UnsecuredJWT(claims()).encode())).toMatchObject(REFUSED);
    const [, payload = ''] = (await sign()).split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      const header = Buffer.from(JSON.stringify({ alg, kid: provider.key.kid })).toString('base64url');
      expect(await connect(`${header}.${payload}.`)).toMatchObject(REFUSED);
    }
  });

  it.each(['spki', 'pkcs1'] as const)(
    'is refused where the public key (%s) was taken for a secret: HS256',
    async (type) => {
      const secret = Buffer.from(provider.key.publicKey.export({ type, format: 'pem' }));
      expect(await connect(await sign({}, { alg: 'HS256' }, secret))).toMatchObject(REFUSED);
    },
  );

  it('is refused when another key has signed it', async () => {
    const other = createKey();
    expect(await connect(await sign({}, {}, other.key))).toMatchObject(REFUSED);
    expect(await connect(await sign({}, { kid: other.kid }, other.key))).toMatchObject(REFUSED);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(await connect(await sign({}, { alg: 'ES256' }, privateKey))).toMatchObject(REFUSED);
  });

  it('is refused when it brings its own key, or the address of one', async () => {
    const other = createKey();
    const jwk = other.publicKey.export({ format: 'jwk' });
    const asked = provider.asked.length;
    expect(await connect(await sign({}, { jwk }, other.key))).toMatchObject(REFUSED);
    expect(await connect(await sign({}, { jku: `${provider.issuer}/theirs` }, other.key))).toMatchObject(REFUSED);
    expect(provider.asked.slice(asked)).not.toContain('/theirs');
  });

  it('is refused when it was changed', async () => {
    const [header = '', , signature = ''] = (await sign()).split('.');
    const payload = Buffer.from(JSON.stringify(claims({ sub: 'root' }))).toString('base64url');
    expect(await connect(`${header}.${payload}.${signature}`)).toMatchObject(REFUSED);
  });

  it.each(['', 'token', 'a.b', 'a.b.c', '....', '{}', 'eyJhbGciOiJSUzI1NiJ9..'])(
    'is refused when it is none: %j',
    async (token) => {
      expect(await connect(token)).toMatchObject(REFUSED);
    },
  );

  it('is refused with an unknown critical extension', async () => {
    const token = await sign();
    const [, payload = ''] = token.split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'RS256', kid: provider.key.kid, crit: ['x'], x: 1 }));
    expect(await connect(`${header.toString('base64url')}.${payload}.c2ln`)).toMatchObject(REFUSED);
  });

  it.each(['constructor', '__proto__', 'toString'])('gives no role if its claim is %s', async (value) => {
    const idToken = await sign({ roles: [value], [value]: 'admin' });
    await plantTokens(guard, provider.issuer, { idToken });
    const client = startClient(guard.connect('tiny'));
    await client.initialize();
    expect(await client.request('tools/call', { name: 'echo' })).toMatchObject({ result: {} });
    expect(await client.end()).toMatchObject({ code: 0 });
    const rows = await readRecord(guard, '--method', 'tools/call');
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set(['oauth:anna']));
  });

  it('of another client does not count', async () => {
    await plantTokens(guard, provider.issuer, { idToken: await sign(), clientId: 'other' });
    const { code, stderr } = await startClient(guard.connect('tiny')).end();
    expect({ code, stderr }).toEqual({ code: 77, stderr: containing('there is no login; a person must log in') });
  });

  describe('for an audience of the configuration', () => {
    let api: TestGuard;
    beforeAll(async () => {
      api = await createGuard(oauthConfig(provider, { audience: API }));
    });
    afterAll(async () => {
      await api.close();
      await untilGone(api.home);
    });

    it.each<[string, Claims]>([
      ['alone', { aud: API }],
      ['among others', { aud: ['other', API], azp: 'other' }],
    ])('counts: %s', async (_, changed) => {
      expect(await connect({ accessToken: await sign(changed) }, api)).toMatchObject({ code: 0 });
    });

    it.each<[string, Claims]>([
      ['for the client, as an ID token is', { aud: CLIENT }],
      ['for another API', { aud: `${API}/other` }],
      ['for nobody', { aud: undefined }],
      ['for what is no text', { aud: { 0: API } }],
    ])('is refused: %s', async (_, changed) => {
      const accessToken = await sign(changed);
      expect(await connect({ accessToken, idToken: await sign({ aud: API }) }, api)).toMatchObject(REFUSED);
    });

    it('is refused when it is encrypted', async () => {
      expect(await connect({ accessToken: 'opaque', idToken: await sign() }, api)).toMatchObject(REFUSED);
    });
  });

  it('is refused when its key is no longer valid', async () => {
    const old = await sign();
    expect(await connect(old)).toMatchObject({ code: 0 });
    provider.rotate();
    const next = await sign();
    await until('the new key is known', async () => (await connect(next)).code === 0);
    expect(await connect(old)).toMatchObject(REFUSED);
  });
});
