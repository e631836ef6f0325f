import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { discoverLogin } from '@mcp-guard/net/server-login';
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

const challenge = (header: string): object => ({ [SERVER]: { status: 401, headers: { 'www-authenticate': header } } });
const metadata = (changed: object): object => ({ [ISSUER_URL]: { json: { ...METADATA, ...changed } } });
const resource = (changed: object): object => ({ [RESOURCE_URL]: { json: { ...RESOURCE, ...changed } } });

describe('a login is not begun where the metadata', () => {
  it.each<[string, object, string]>([
    ['is a file', challenge('Bearer resource_metadata="file:///etc/passwd"'), 'is a file: address, not https'],
    ['is not https', challenge('Bearer resource_metadata="http://mcp.example.com/m"'), 'is not https'],
    ['lies on this machine', challenge('Bearer resource_metadata="https://localhost/m"'), 'leads to this machine'],
    [
      'holds a user',
      challenge('Bearer resource_metadata="https://a:b@mcp.example.com/m"'),
      'holds a user or a password',
    ],
    ['is no URL', challenge('Bearer resource_metadata="mcp"'), 'is not a URL'],
    ['is about another server', resource({ resource: 'https://other.example.com/mcp' }), 'about another server'],
    ['is about another path', resource({ resource: 'https://mcp.example.com/admin' }), 'about another server'],
    ['is not JSON that we know', resource({ resource: 5 }), 'the metadata of the server cannot be read'],
    [
      'names a script as issuer',
      resource({ authorization_servers: ['javascript:alert(1)'] }),
      'is a javascript: address',
    ],
    ['names a file as issuer', resource({ authorization_servers: ['file:///etc'] }), 'is a file: address, not https'],
    ['names an issuer of this machine', resource({ authorization_servers: ['https://127.0.0.1:1'] }), 'this machine'],
    [
      'names an issuer that names another one',
      metadata({ issuer: 'https://evil.example.com' }),
      'names another issuer',
    ],
    ['opens a script', metadata({ authorization_endpoint: 'javascript:alert(1)' }), 'is a javascript: address'],
    ['opens a file', metadata({ authorization_endpoint: 'file:///etc/passwd' }), 'is a file: address, not https'],
    ['sends tokens without TLS', metadata({ token_endpoint: 'http://login.example.com/token' }), 'is not https'],
    ['sends tokens to this machine', metadata({ token_endpoint: 'https://[::1]/token' }), 'leads to this machine'],
    ['revokes at this machine', metadata({ revocation_endpoint: 'http://127.0.0.1/x' }), 'leads to this machine'],
    ['offers only plain PKCE', metadata({ code_challenge_methods_supported: ['plain'] }), 'PKCE with S256'],
    ['says nothing of PKCE', metadata({ code_challenge_methods_supported: undefined }), 'PKCE with S256'],
    ['offers no code', metadata({ response_types_supported: ['token'] }), 'does not offer logins with a code'],
    ['of the issuer is missing', { [ISSUER_URL]: { status: 404 } }, 'has no metadata'],
    ['cannot be had now', { [RESOURCE_URL]: { status: 503 } }, 'cannot be read'],
  ])('%s', async (_, changed, words) => {
    const pages = { [SERVER]: UNAUTHORIZED, ...resource({}), ...metadata({}), ...changed };
    const { fetch, asked } = fakeNetwork(pages);
    await expect(discoverLogin(SERVER, {}, fetch)).rejects.toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: expect.stringContaining(words),
    });
    expect(asked.filter((line) => !/^(?:POST|GET) https:\/\/(?:mcp|login)\.example\.com\//.test(line))).toEqual([]);
  });

  it('is fine in the table without a change, and leads to its issuer', async () => {
    const { fetch } = fakeNetwork({ [SERVER]: UNAUTHORIZED, ...resource({}), ...metadata({}) });
    expect(await discoverLogin(SERVER, {}, fetch)).toMatchObject({
      resource: SERVER,
      authorizationServer: { issuer: ISSUER },
    });
  });

  it('leads to an address of a private network', async () => {
    const { fetch } = fakeNetwork({
      [SERVER]: UNAUTHORIZED,
      ...resource({ authorization_servers: ['https://10.0.0.1'] }),
    });
    const guarded: typeof fetch = (url, options) =>
      String(url).startsWith('https://10.') ? guardedFetch(url, options) : fetch(url, options);
    await expect(discoverLogin(SERVER, {}, guarded)).rejects.toThrow('10.0.0.1 leads to an address that is not public');
  });
});
