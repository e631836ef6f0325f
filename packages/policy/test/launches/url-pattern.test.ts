import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { character } from '../../../core/test/support/character.js';
import { rounds } from '../../../core/test/support/rounds.js';
import { isAbout, isAlsoAbout, mayBeAbout } from '../../src/launches/match-server.js';
import { readServerUrl } from '../../src/patterns/server-url.js';
import { launched, merged } from './entries.js';

const URL_OF = 'https://mcp.example.com/v1/mcp?team=a';
const denying = { permissions: { denied_tools: ['delete_*'] } };
const base = { allow_other_servers: false, servers: { known: { url: URL_OF, policy: denying } } };
const seen = (server: object, floor: object = base) => {
  const inForce = merged(server, floor);
  return {
    isBound: inForce?.layers.permissions.some(({ rules }) => rules.denied_tools.includes('delete_*')) ?? false,
    forbidden: inForce?.forbidden,
    difference: inForce?.difference,
  };
};
const TRANSPORTS = ['streamable-http', 'sse'] as const;

/** Another spelling of the same URL: what it asks for on the wire is the same. */
const spelling = fc
  .record({
    scheme: fc.constantFrom('https', 'HTTPS', 'Https'),
    host: fc.constantFrom(
      'mcp.example.com',
      'MCP.Example.COM',
      'mcp.example.com.',
      'mcp%2Eexample.com',
      'ｍcp.example.com',
    ),
    port: fc.constantFrom('', ':443', ':0443', ':'),
    dots: fc.array(fc.constantFrom('/.', '/x/..', '/%2e', '/x/%2E%2e', '/x/.%2e')),
    encoded: fc.array(fc.nat({ max: 6 }), { maxLength: 4 }),
  })
  .map(({ scheme, host, port, dots, encoded }) => {
    const path = '/v1/mcp'
      .split('')
      .map((letter, at) =>
        encoded.includes(at) && /\w/.test(letter) ? `%${letter.charCodeAt(0).toString(16)}` : letter,
      );
    return `${scheme}://${host}${port}${dots.join('')}${path.join('')}?team=a`;
  });

// Threat 8
describe('a remote server that a base names', () => {
  it('is named and bound in any spelling of its URL, over any transport', () => {
    fc.assert(
      fc.property(spelling, fc.constantFrom(...TRANSPORTS), (url, transport) => {
        expect(seen({ url, transport })).toEqual({ isBound: true, forbidden: undefined, difference: undefined });
      }),
      { numRuns: rounds(150) },
    );
  });

  it.each([
    ['another path', { url: 'https://mcp.example.com/v1/other?team=a' }],
    ['a path in another case', { url: 'https://mcp.example.com/V1/MCP?team=a' }],
    ['a slash at its end', { url: 'https://mcp.example.com/v1/mcp/?team=a' }],
    ['an encoded slash', { url: 'https://mcp.example.com/v1%2Fmcp?team=a' }],
    ['another query', { url: 'https://mcp.example.com/v1/mcp?team=b' }],
    ['another port', { url: 'https://mcp.example.com:8443/v1/mcp?team=a' }],
    ['no TLS', { url: 'http://mcp.example.com/v1/mcp?team=a', allow_http: true }],
    ['another scheme', { url: 'wss://mcp.example.com/v1/mcp?team=a', transport: 'websocket' }],
    ['certificates of its own', { url: URL_OF, ca_file: '/tmp/ca.pem' }],
    ['a program in between', { command: 'npx', args: ['-y', 'mcp-remote', 'HTTPS://MCP.example.com/v1/mcp'] }],
    ['a URL without slashes', { command: 'npx', args: ['mcp-remote', 'https:mcp。example.com/v1/mcp'] }],
    ['a URL of many slashes', { command: 'npx', args: ['mcp-remote', 'https://///////mcp。example.com/v1/mcp'] }],
    ['its URL in a variable', { command: 'bridge', env: { TARGET: 'https://mcp.example.com:443/' } }],
    ['a script', { command: 'sh', args: ['-c', 'eval "$BRIDGE"'] }],
  ])('is bound and not allowed with %s', (_, server) => {
    expect(seen(server)).toMatchObject({ isBound: true, forbidden: 'base:allow_other_servers' });
  });

  it.each([
    ['another host', { url: 'https://mcp.example.org/v1/mcp?team=a' }],
    ['a host below it', { url: 'https://evil.mcp.example.com.attacker.example/v1/mcp' }],
    ['a program that knows no such host', { command: 'npx', args: ['mcp-remote', 'https://example.org'] }],
  ])('is another one at %s, which is not allowed', (_, server) => {
    expect(seen(server)).toMatchObject({ isBound: false, forbidden: 'base:allow_other_servers' });
  });

  it('says what is different', () => {
    expect(seen({ url: 'https://mcp.example.com/' }).difference).toBe('its url is another (known)');
    expect(seen({ url: URL_OF, ca_file: '/tmp/ca.pem' }).difference).toBe(
      'its ca_file says which certificates are trusted for it (known)',
    );
  });

  it('gets nothing of the base but rules: its URL, headers and login stay the file’s', () => {
    const own = { url: 'https://MCP.example.com/v1/mcp?team=a', headers: { 'X-Key': 'k' }, upstream_auth_token: 't' };
    expect(merged(own, base)).toMatchObject(own);
    expect(merged(own, { servers: { known: { url: URL_OF, ca_file: '/base.pem' } } })).toMatchObject({ ca_file: null });
  });
});

describe('a pattern for URLs', () => {
  it.each([
    ['https://*.example.com/*', 'https://mcp.example.com/any/thing?x=1', true],
    ['https://*.example.com/*', 'https://mcp.example.com:443/', true],
    ['https://*.example.com/*', 'https://evil.org/.example.com/', false],
    ['https://*.example.com/*', 'https://example.com/', false],
    ['https://*.example.com/*', 'https://mcp.example.com:8443/', false],
    ['https://*.example.com:*/*', 'https://mcp.example.com:8443/', true],
    ['https://mcp.example.com/teams/*', 'https://mcp.example.com/teams/a', true],
    ['https://mcp.example.com/teams/*', 'https://mcp.example.com/teams/../admin', false],
    ['https://mcp.example.com/teams/*', 'https://mcp.example.com/teams/%2e%2e/admin', false],
    ['https://mcp.example.com/teams/*', 'https://mcp.example.com/teams/..%2Fadmin', false],
    ['https://mcp.example.com/teams/*', 'https://mcp.example.com/teams/%252e%252e/admin', false],
    ['https://mcp.example.com/teams/*', 'https://mcp.example.com/teams/..;/admin', false],
    ['https://mcp.example.com', 'https://mcp.example.com/', true],
    ['https://10.0.0.5/mcp', 'https://[::ffff:10.0.0.5]/mcp', true],
    ['https://10.0.0.5/mcp', 'https://0xa.5/mcp', true],
    ['*', 'wss://anything.example/', true],
    ['*example.com/mcp', 'https://mcp.example.com/mcp', false],
    ['^https://[a-z]+\\.example\\.com/mcp$', 'HTTPS://mcp.example.com./mcp', true],
    ['^https://[a-z]+\\.example\\.com/mcp$', 'https://mcp.example.com/mcp?x', false],
  ])('%s names %s: %s', (url, given, isNamed) => {
    expect(isAbout({ url }, { url: given })).toBe(isNamed);
    expect(mayBeAbout({ url }, { url: given }) || !isNamed).toBe(true);
  });

  it.each([
    ['https://*.example.com/*', 'http://mcp.example.com:1/x', true],
    ['^https://mcp\\.example\\.com/mcp$', 'http://MCP.example.com/other', true],
    ['^https://mcp\\.example\\.com/mcp$', 'https://example.org/mcp', false],
    ['^https://(?:a|b)\\.example\\.com/', 'https://example.org/', true], // in doubt
    ['^https://a\\.example\\.com/|^https://b', 'https://b.example.com/', true],
    ['example.com', 'https://example.org/', true], // what it names cannot be told
    ['https://10.0.0.5/mcp', 'https://167772165/', true],
  ])('%s binds %s: %s', (url, given, isBound) => {
    expect(mayBeAbout({ url }, { url: given })).toBe(isBound);
  });

  it('leaves a URL to the entry that names it, unless its path may be the same', () => {
    const other = 'https://mcp.example.com/a';
    expect(isAlsoAbout({ url: other }, { url: 'https://mcp.example.com/b' })).toBe(false);
    for (const path of ['A', '/a', 'a/', 'a;x', '%61', 'a?x'])
      expect(isAlsoAbout({ url: other }, { url: `https://mcp.example.com/${path}` })).toBe(true);
  });

  it('of a command is about no remote server, and that of a host about no other program', () => {
    expect(mayBeAbout({ command: '*' }, { url: URL_OF })).toBe(false);
    expect(mayBeAbout({ url: URL_OF }, launched('npx -y files'))).toBe(false);
    expect(isAbout({ url: '*' }, launched('npx -y files'))).toBe(false);
  });
});

const escaped = fc.string({ unit: character, maxLength: 8 }).map((text) => encodeURIComponent(text.toWellFormed()));
const anyUrl = fc
  .tuple(fc.constantFrom('http', 'https'), fc.domain(), fc.array(escaped, { maxLength: 4 }), fc.option(escaped))
  .map(([scheme, host, path, query]) => `${scheme}://${[host, ...path].join('/')}${query === null ? '' : `?${query}`}`);

it('a URL is the same in the configuration and in a base, however it is read', () => {
  fc.assert(
    fc.property(anyUrl, (url) => {
      expect(isAbout({ url }, { url })).toBe(true);
      expect(mayBeAbout({ url }, { url })).toBe(true);
      expect(readServerUrl(url)).toBeDefined();
    }),
    { numRuns: rounds(100) },
  );
});
