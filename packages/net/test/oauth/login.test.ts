import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { beginLogin, checkIdToken, readCallback, readClaims } from '../../src/oauth/index.ts';
import { ISSUER, provider, settings, unsigned } from './settings.ts';

const REDIRECT = 'http://127.0.0.1:5000/callback';
const attempt = beginLogin(provider, settings, REDIRECT);
const read = (query: Readonly<Record<string, string>> | string, from = provider): string =>
  readCallback(attempt, from, new URLSearchParams(query));
const good = { state: attempt.state, iss: ISSUER, code: 'abc' };

describe('the way to the provider', () => {
  const asked = Object.fromEntries(new URL(attempt.url).searchParams);

  it('says who asks, for what, and with PKCE', () => {
    expect(attempt.url).toMatch(/^https:\/\/login\.example\.com\/authorize\?/u);
    expect(asked).toEqual({
      response_type: 'code',
      client_id: 'guard',
      redirect_uri: REDIRECT,
      scope: 'openid profile',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  it('keeps its verifier to itself, and is never the same', () => {
    expect(attempt.url).not.toContain(attempt.verifier);
    const again = beginLogin(provider, settings, REDIRECT);
    for (const name of ['state', 'nonce', 'verifier'] as const) {
      expect(again[name]).not.toBe(attempt[name]);
      expect(attempt[name]).toHaveLength(43);
    }
  });

  it.each([
    ['https://api.example.com', { audience: 'https://api.example.com', resource: 'https://api.example.com' }],
    ['api', { audience: 'api' }],
  ])('names the audience %s', (audience, expected) => {
    const { url } = beginLogin(provider, { ...settings, audience }, REDIRECT);
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject(expected);
  });

  it('asks for consent where it wants to stay', () => {
    const { url } = beginLogin(provider, { ...settings, scopes: ['openid', 'offline_access'] }, REDIRECT);
    expect(new URL(url).searchParams.get('prompt')).toBe('consent');
  });

  it('keeps what stands in the address already', () => {
    const authorizationEndpoint = `${ISSUER}/authorize?tenant=7`;
    expect(beginLogin({ ...provider, authorizationEndpoint }, settings, REDIRECT).url).toContain('?tenant=7&');
  });
});

describe('the way back', () => {
  it('brings the code', () => expect(read(good)).toBe('abc'));

  it('needs no iss from a provider that does not say it', () => {
    expect(read({ state: attempt.state, code: 'abc' }, { ...provider, namesItself: false })).toBe('abc');
  });

  it.each([
    ['another state', { ...good, state: 'x'.repeat(43) }, '(state)'],
    ['a shorter state', { ...good, state: attempt.state.slice(1) }, '(state)'],
    ['no state', { iss: ISSUER, code: 'abc' }, '(state)'],
    ['an error and another state', { error: 'access_denied', state: 'x' }, '(state)'],
    ['another iss: mix-up', { ...good, iss: 'https://evil.example' }, '(iss)'],
    ['an iss that only begins the same', { ...good, iss: `${ISSUER}.evil.example` }, '(iss)'],
    ['no iss', { state: attempt.state, code: 'abc' }, '(iss)'],
    ['an empty iss', { ...good, iss: '' }, '(iss)'],
    ['no code', { state: attempt.state, iss: ISSUER }, 'no code'],
    ['an empty code', { ...good, code: '' }, 'no code'],
    ['two codes', `state=${attempt.state}&iss=${encodeURIComponent(ISSUER)}&code=a&code=b`, 'code more than once'],
    ['two states', `state=x&state=${attempt.state}&iss=${encodeURIComponent(ISSUER)}&code=a`, 'state more than once'],
  ])('is refused with %s', (_, query, words) => {
    expect(() => read(query)).toThrow(words);
  });

  it('is refused with another iss even from a provider that does not say it', () => {
    const silent = { ...provider, namesItself: false };
    expect(() => read({ ...good, iss: 'https://evil.example' }, silent)).toThrow('(iss)');
  });

  it('tells what the provider says, on one line', () => {
    const query = { ...good, error: 'access_denied', error_description: 'no\u001b[2J\nway'.padEnd(1000, '.') };
    expect(() => read(query)).toThrow(/^the provider says "access_denied": "no\\u001b\[2J\\nway\.+"$/u);
  });
});

describe('the ID token of a login', () => {
  const claims = { iss: ISSUER, aud: 'guard', nonce: attempt.nonce, sub: 'anna' };
  const check = (changed: object) => () => checkIdToken(unsigned({ ...claims, ...changed }), settings, attempt.nonce);

  it.each([[{}], [{ aud: ['guard'] }], [{ aud: ['guard', 'other'], azp: 'guard' }], [{ azp: 'guard' }]])(
    'is its answer: %j',
    (changed) => expect(check(changed)).not.toThrow(),
  );

  it.each([
    [{ nonce: 'of another login' }],
    [{ nonce: undefined }],
    [{ iss: 'https://evil.example' }],
    [{ aud: 'other' }],
    [{ aud: ['guard', 'other'] }],
    [{ aud: ['guard', 'other'], azp: 'other' }],
    [{ azp: 'other' }],
    [{ aud: undefined }],
    [{ aud: [['guard']] }],
  ])('is not its answer: %j', (changed) => expect(check(changed)).toThrow('belongs to another login'));

  it.each(['', 'a', 'a.b', 'a.e30', 'a.e30.b.c', 'a.W10.b', 'a.bm8.b', 'a..b'])('says nothing: %j', (token) => {
    expect(readClaims(token)).toBeUndefined();
  });
});
