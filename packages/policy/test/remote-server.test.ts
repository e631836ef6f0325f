import { describe, expect, it } from 'vitest';
import { readLaunches } from '../src/launches/launches.js';
import { parseConfig } from '../src/loading/load.js';
import { findLoosenings } from '../src/changes/loosening.js';
import { serverPolicy } from '../src/schema/policy.js';
import { parse, problemsOf } from './parse.js';

const URL_OF = 'https://mcp.example.com/mcp';
const remote = (rest: object = {}): string => JSON.stringify({ servers: { a: { url: URL_OF, ...rest } } });
const problems = (entry: object, variables: Readonly<Record<string, string>> = {}): readonly string[] =>
  problemsOf(JSON.stringify({ servers: { a: entry } }), variables).map((line) =>
    line.replace(/^\d+:\d+: servers\.a\./, ''),
  );

describe('a server with a url', () => {
  it('is streamable-http, with a default for every other key', () => {
    expect(parse(remote()).servers['a']).toEqual({
      transport: 'streamable-http',
      url: URL_OF,
      headers: {},
      upstream_auth_token: null,
      oauth: { client_id: null, client_secret: null, scopes: null },
      allow_http: false,
      allow_private: false,
      ca_file: null,
      timeout: 300,
      max_concurrent: 64,
      circuit_breaker: { failures: 5, open_seconds: 30 },
      max_sessions: 32,
      policy: serverPolicy.parse({}),
    });
  });

  it.each([
    ['streamable-http', URL_OF],
    ['sse', URL_OF],
    ['sse', 'http://localhost:3000/sse'],
    ['streamable-http', 'http://127.0.0.1:3000/mcp'],
    ['streamable-http', 'http://[::1]:3000/mcp?x=%20'],
    ['websocket', 'wss://mcp.example.com'],
    ['websocket', 'ws://localhost:3000/'],
  ])('is reached by %s at %s', (transport, url) => {
    expect(problems({ transport, url })).toEqual([]);
  });

  const HTTPS = 'url: the url of a streamable-http server begins with https://';
  const LOGIN = 'url: a URL holds no name or password; put them into headers';
  const TEXT = 'url: a URL holds no white space, control characters or backslashes';
  it.each<readonly [entry: object, expected: string | readonly string[]]>([
    [
      { url: 'http://mcp.example.com/' },
      'url: http:// is for this machine only; use https://, or set allow_http: true',
    ],
    [
      { url: 'http://localhost.example.com/' },
      'url: http:// is for this machine only; use https://, or set allow_http: true',
    ],
    [
      { url: 'ws://10.0.0.1/', transport: 'websocket' },
      'url: ws:// is for this machine only; use wss://, or set allow_http: true',
    ],
    [{ url: 'wss://mcp.example.com/' }, HTTPS],
    [{ url: URL_OF, transport: 'websocket' }, 'url: the url of a websocket server begins with wss://'],
    [{ url: 'file:///etc/passwd' }, HTTPS],
    [{ url: 'https:/mcp.example.com' }, HTTPS],
    [{ url: 'https:mcp.example.com' }, HTTPS],
    [{ url: 'https:///mcp.example.com' }, HTTPS],
    [{ url: 'https://' }, HTTPS],
    [{ url: 'https://a b/' }, TEXT],
    [{ url: 'https://a\t.example/' }, TEXT],
    [{ url: 'https://mcp.example.com\\@evil.example/' }, TEXT],
    [{ url: 'https://me:pw@mcp.example.com/' }, LOGIN],
    [{ url: 'https://@mcp.example.com/' }, LOGIN],
    [{ url: `${URL_OF}#x` }, 'url: a URL of a server has no fragment (#)'],
    [{ url: URL_OF, transport: 'tcp' }, 'transport: expected one of stdio, streamable-http, sse, websocket'],
    [{ url: URL_OF, transport: 5 }, 'transport: expected one of stdio, streamable-http, sse, websocket'],
    [{ url: URL_OF, transport: 'http' }, 'transport: here this is streamable-http'],
    [{ url: URL_OF, transport: 'streamableHttp' }, 'transport: here this is streamable-http'],
    [{ url: URL_OF, command: 'x' }, 'url: a server that is started by a command has no such key'],
    [
      { url: URL_OF, transport: 'sse', command: 'x', env: {} },
      ['command', 'env'].map((key) => `${key}: a remote server (one with a url) has no such key`),
    ],
    [{ command: 'x', headers: { a: 'b' } }, 'headers: a server that is started by a command has no such key'],
    [
      { transport: 'stdio', url: URL_OF },
      ['url: a server that is started by a command has no such key', 'command: this key is missing'],
    ],
    [{ transport: 'sse' }, 'url: this key is missing'],
    [{ url: URL_OF, timout: 5 }, 'timout: unknown key; did you mean timeout?'],
    [{ url: URL_OF, ca_file: 'ca.pem' }, 'ca_file: expected an absolute path'],
    [
      { url: URL_OF, upstream_auth_token: 'Bearer x' },
      'upstream_auth_token: a token is visible ASCII without spaces, and without the word Bearer',
    ],
    [
      { url: URL_OF, upstream_auth_token: 'x', headers: { AUTHORIZATION: 'y' } },
      'upstream_auth_token: the header authorization is set as well',
    ],
    [
      { url: URL_OF, upstream_auth_token: 'x', oauth: { client_id: 'y' } },
      'oauth: a login by oauth has no effect beside a configured token',
    ],
    [{ url: URL_OF, oauth: { client_secret: 'y' } }, 'oauth.client_secret: a secret belongs to a client_id'],
  ])('is refused with words: %j', (entry, expected) => {
    expect(problems(entry).toSorted()).toEqual([expected].flat().toSorted());
  });

  it('may be reached over http where its entry says so', () => {
    expect(problems({ url: 'http://mcp.example.com/', allow_http: true })).toEqual([]);
  });
});

describe('headers of a server', () => {
  it.each(['X-Api-Key', 'Cookie', 'Authorization', 'Mcp-Custom', "a!#$%&'*+.^_`|~-9"])('may be %s', (name) => {
    expect(problems({ url: URL_OF, headers: { [name]: 'a value' } })).toEqual([]);
  });

  it.each([
    'Host',
    'CONTENT-LENGTH',
    'Content-Type',
    'Accept',
    'Accept-Encoding',
    'Connection',
    'Transfer-Encoding',
    'Upgrade',
    'TE',
    'Mcp-Session-Id',
    'MCP-Protocol-Version',
    'Mcp-Method',
    'Mcp-Name',
    'Mcp-Param-city',
    'Last-Event-ID',
    'Sec-WebSocket-Key',
    'Proxy-Authorization',
  ])('are not %s, which the guard sets', (name) => {
    expect(problems({ url: URL_OF, headers: { [name]: 'x' } })).toEqual([
      `headers.${name}: this header is set by mcp-guard itself`,
    ]);
  });

  it.each([
    ['a b', 'x', 'is not the name of a header'],
    ['a:', 'x', 'is not the name of a header'],
    ['é', 'x', 'is not the name of a header'],
    ['x'.repeat(129), 'x', 'is not the name of a header'],
    ['a', 'x\r\nhost: evil', 'a header holds visible ASCII, with spaces in between only'],
    ['a', 'x\u0000', 'a header holds visible ASCII, with spaces in between only'],
    ['a', 'é', 'a header holds visible ASCII, with spaces in between only'],
    ['a', ' x', 'a header holds visible ASCII, with spaces in between only'],
    ['a', 'x'.repeat(8193), 'a header has at most 8192 characters'],
  ])('are refused: %j with %j', (name, value, problem) => {
    expect(problems({ url: URL_OF, headers: { [name]: value } })).toEqual([`headers.${name}: ${problem}`]);
  });

  // A secret could end its line and begin another header.
  it('are as strict with what a variable brings', () => {
    const entry = { url: URL_OF, headers: { 'X-Key': '${K}' } };
    expect(problems(entry, { K: 'x\nhost: evil' })).toEqual([
      'headers.X-Key: a header holds visible ASCII, with spaces in between only',
    ]);
    expect(problems(entry, { K: 'fine' })).toEqual([]);
  });

  it('are there once, in any case, and not too many', () => {
    expect(problems({ url: URL_OF, headers: { 'X-A': '1', 'x-a': '2' } })).toEqual([
      'headers.x-a: this header is there twice',
    ]);
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`x-${at}`, 'x']));
    expect(problems({ url: URL_OF, headers: many })).toEqual(['headers: at most 64 headers']);
  });
});

describe('daemon.proxy', () => {
  const proxy = (text: string) => problemsOf(JSON.stringify({ daemon: { proxy: text } }));
  it.each(['http://proxy.example.com:3128', 'https://me:pw@proxy.example.com', 'http://127.0.0.1:1/'])(
    'may be %s',
    (text) => {
      expect(proxy(text)).toEqual([]);
    },
  );
  it.each(['proxy:3128', 'socks5://proxy:1', 'http://proxy/path', 'http://proxy?x', 'http:proxy', 'http://'])(
    'is not %s',
    (text) => {
      expect(proxy(text)).toEqual(['1:20: daemon.proxy: a proxy is written like http://host:port']);
    },
  );
});

// Threat 5
describe('an agent that edits a remote server', () => {
  const config = (rest: object) => parseConfig(remote(rest), 'f.yaml', new Map());
  const changes = (rest: object, before: object = {}) => findLoosenings(config(before), config(rest));

  it.each([
    ['url', { url: 'https://mcp.example.org/' }],
    ['transport', { transport: 'sse' }],
    ['headers', { headers: { a: 'SECRET' } }],
    ['upstream_auth_token', { upstream_auth_token: 'SECRET' }],
    ['oauth', { oauth: { client_id: 'SECRET' } }],
    ['allow_http', { allow_http: true }],
    ['allow_private', { allow_private: true }],
    ['ca_file', { ca_file: '/tmp/ca.pem' }],
  ])('is told of when it changes %s', (key, changed) => {
    expect(changes(changed)).toEqual([`servers.a.${key} was changed`]);
  });

  it('is told of more at once, and not of what allows no more', () => {
    expect(changes({ max_concurrent: 65 })).toEqual(['servers.a.max_concurrent was raised']);
    expect(changes({ max_concurrent: 1, timeout: 5, circuit_breaker: { failures: 9 } })).toEqual([]);
    expect(changes({}, { allow_http: true, allow_private: true })).toEqual([]);
  });

  it('is told of when it puts a command in the place of a url', () => {
    const local = parseConfig('{"servers": {"a": {"command": "x"}}}', 'f.yaml', new Map());
    expect(findLoosenings(config({}), local)).toEqual(['servers.a.transport was changed']);
    expect(findLoosenings(local, config({}))).toEqual(['servers.a.transport was changed']);
  });
});

describe('what a person agrees on', () => {
  const launch = (entry: object) => readLaunches({ servers: { a: entry } }).get('a');

  it('is for a command what it was before there were remote servers', () => {
    expect(launch({ command: 'x', args: ['y'], env: { B: '1', A: '2' } })).toBe(
      '[null,"x",["y"],[["A","2"],["B","1"]],null]',
    );
  });

  it('is for a command the command, whatever else its entry has', () => {
    expect(launch({ command: 'x', url: null })).toBe(launch({ command: 'x' }));
    expect(launch({ command: 'y', url: null })).not.toBe(launch({ command: 'x', url: null }));
  });

  it.each<readonly [string, object, boolean]>([
    ['another url', { url: 'https://b.example/' }, true],
    ['another login', { url: URL_OF, upstream_auth_token: 'x' }, true],
    ['other certificates', { url: URL_OF, ca_file: '/x' }, true],
    ['plain http', { url: URL_OF, allow_http: true }, true],
    ['another time', { url: URL_OF, timeout: 5, max_concurrent: 2 }, false],
  ])('is for a url another with %s', (_, entry, isOther) => {
    expect(launch(entry) !== launch({ url: URL_OF })).toBe(isOther);
  });
});
