import { describe, expect, it } from 'vitest';
import { redeemCode, refreshTokens, revokeTokens, type Tokens } from '../../src/oauth/index.ts';
import { answering, ISSUER, provider, settings } from './settings.ts';

const attempt = { redirectUri: 'http://127.0.0.1:5000/callback', verifier: 'v' };
const given = { access_token: 'at', id_token: 'it', refresh_token: 'rt', token_type: 'Bearer', expires_in: 60 };
const old: Tokens = {
  issuer: ISSUER,
  clientId: 'guard',
  accessToken: 'old at',
  idToken: 'old it',
  refreshToken: 'old rt',
  expiresAt: undefined,
};

describe('a code', () => {
  it('is given for tokens, with its verifier', async () => {
    const { fetch, asked } = answering(given);
    expect(await redeemCode(provider, settings, attempt, 'abc', fetch)).toMatchObject({
      issuer: ISSUER,
      clientId: 'guard',
      accessToken: 'at',
      idToken: 'it',
      refreshToken: 'rt',
    });
    const form = { grant_type: 'authorization_code', code: 'abc', redirect_uri: attempt.redirectUri };
    expect(asked).toEqual([
      {
        url: provider.tokenEndpoint,
        authorization: undefined,
        form: { ...form, code_verifier: 'v', client_id: 'guard' },
      },
    ]);
  });

  it('is given with the secret in a header, encoded before it is joined', async () => {
    const { fetch, asked } = answering(given);
    await redeemCode(provider, { ...settings, client_secret: 'a:b c%' }, attempt, 'abc', fetch);
    expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from('guard:a%3Ab+c%25').toString('base64')}`);
    expect(asked[0]?.form).not.toHaveProperty('client_secret');
  });

  it('is given with the secret in the body where the provider wants that', async () => {
    const { fetch, asked } = answering(given);
    await redeemCode({ ...provider, secretInBody: true }, { ...settings, client_secret: 's' }, attempt, 'abc', fetch);
    expect(asked[0]).toMatchObject({ authorization: undefined, form: { client_id: 'guard', client_secret: 's' } });
  });

  it.each([
    [{ ...given, access_token: undefined }],
    [{ ...given, access_token: '' }],
    [{ ...given, access_token: 7 }],
    [{ ...given, token_type: 'DPoP' }],
    [{ ...given, token_type: undefined }],
  ])('gives nothing that can be used: %j', async (answer) => {
    await expect(redeemCode(provider, settings, attempt, 'abc', answering(answer).fetch)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
    });
  });
});

describe('a login', () => {
  it('is renewed', async () => {
    const { fetch, asked } = answering(given);
    expect(await refreshTokens(provider, settings, old, fetch)).toMatchObject({
      accessToken: 'at',
      refreshToken: 'rt',
    });
    expect(asked[0]?.form).toEqual({ grant_type: 'refresh_token', refresh_token: 'old rt', client_id: 'guard' });
  });

  it('keeps the tokens that the provider does not renew', async () => {
    const { fetch } = answering({ access_token: 'at', token_type: 'bearer' });
    const renewed = await refreshTokens(provider, settings, old, fetch);
    expect(renewed).toEqual({ ...old, accessToken: 'at' });
  });

  it.each([
    [400, 'UNAUTHENTICATED'],
    [401, 'UNAUTHENTICATED'],
    [403, 'UPSTREAM_UNAVAILABLE'],
    [429, 'UPSTREAM_UNAVAILABLE'],
    [503, 'UPSTREAM_UNAVAILABLE'],
  ])('that is not renewed with status %d is %s', async (status, code) => {
    const { fetch } = answering({ error: 'invalid_grant' }, status);
    await expect(refreshTokens(provider, settings, old, fetch)).rejects.toMatchObject({
      code,
      message: 'login.example.com says "invalid_grant"',
    });
  });

  it('without a refresh token cannot be renewed', async () => {
    await expect(refreshTokens(provider, settings, { ...old, refreshToken: undefined })).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('is revoked by its refresh token', async () => {
    const { fetch, asked } = answering('');
    expect(await revokeTokens(provider, settings, old, fetch)).toBe(true);
    expect(asked).toMatchObject([{ url: provider.revocationEndpoint, form: { token: 'old rt' } }]);
    expect(await revokeTokens({ ...provider, revocationEndpoint: undefined }, settings, old, fetch)).toBe(false);
  });
});
