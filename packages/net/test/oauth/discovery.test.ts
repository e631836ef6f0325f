import { describe, expect, it } from 'vitest';
import { discoverProvider } from '../../src/oauth/index.ts';
import { answering, ISSUER, provider } from './settings.ts';

const metadata = {
  issuer: ISSUER,
  authorization_endpoint: provider.authorizationEndpoint,
  token_endpoint: provider.tokenEndpoint,
  revocation_endpoint: provider.revocationEndpoint,
  jwks_uri: provider.jwksUri,
  authorization_response_iss_parameter_supported: true,
};
const discover = (answer: unknown, status = 200, issuer = ISSUER) =>
  discoverProvider(issuer, answering(answer, status).fetch);

describe('the metadata of a provider', () => {
  it.each([ISSUER, `${ISSUER}/`, `${ISSUER}/tenant`])('is asked for under its issuer: %s', async (issuer) => {
    const { fetch, asked } = answering({ ...metadata, issuer });
    expect(await discoverProvider(issuer, fetch)).toEqual({ ...provider, issuer });
    const folder = issuer.endsWith('/') ? issuer : `${issuer}/`;
    expect(asked).toMatchObject([{ url: `${folder}.well-known/openid-configuration` }]);
  });

  it.each([
    ['names another issuer', { ...metadata, issuer: 'https://evil.example' }],
    ['names another issuer', { ...metadata, issuer: `${ISSUER}/` }],
    ['names another issuer', { ...metadata, issuer: undefined }],
    ['names another issuer', { ...metadata, issuer: [ISSUER] }],
    ['has no token_endpoint', { ...metadata, token_endpoint: undefined }],
    ['has a token_endpoint that may not be asked', { ...metadata, token_endpoint: 'http://login.example.com/token' }],
    ['has a token_endpoint that may not be asked', { ...metadata, token_endpoint: 'https://127.0.0.1/token' }],
    ['has a token_endpoint that may not be asked', { ...metadata, token_endpoint: 'http://localhost:6379/' }],
    ['has a token_endpoint that may not be asked', { ...metadata, token_endpoint: 7 }],
    [
      'has a authorization_endpoint that may not be asked',
      { ...metadata, authorization_endpoint: 'javascript:alert(1)' },
    ],
    ['has a authorization_endpoint that may not be asked', { ...metadata, authorization_endpoint: '--version' }],
    [
      'has a authorization_endpoint that may not be asked',
      { ...metadata, authorization_endpoint: 'https://a:b@c.example/' },
    ],
    ['has a jwks_uri that may not be asked', { ...metadata, jwks_uri: 'file:///etc/passwd' }],
    ['does not offer PKCE with S256', { ...metadata, code_challenge_methods_supported: ['plain'] }],
  ])('is refused when it %s', async (why, answer) => {
    await expect(discover(answer)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: `the metadata of login.example.com ${why}`,
    });
  });

  it('may lead to this machine where the issuer is on it', async () => {
    const issuer = 'http://127.0.0.1:4000';
    const local = Object.entries(metadata).map(([name, value]) => [name, String(value).replace(ISSUER, issuer)]);
    expect(await discover(Object.fromEntries(local), 200, issuer)).toMatchObject({ tokenEndpoint: `${issuer}/token` });
  });

  it.each([['<html>'], ['[]'], ['null'], ['']])('is refused when it is no JSON object: %j', async (text) => {
    await expect(discover(text, 502)).rejects.toMatchObject({
      message: 'login.example.com answers with status 502 and no JSON object',
    });
  });

  it('is refused with a bad status, whatever it says', async () => {
    await expect(discover(metadata, 404)).rejects.toMatchObject({
      message: 'the metadata of login.example.com cannot be read: status 404',
    });
  });
});
