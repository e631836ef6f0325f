import { describe, expect, it } from 'vitest';
import { CLIENTS } from '../../src/clients/registry.js';
import { isSecretValue } from '../../src/init/secret-values.js';
import { toVariableName, toServerName } from '../../src/init/names.js';
import { toEntry, toOurServer } from '../../src/init/our-server.js';
import { isStaying, type OurText } from '../../src/init/our-text.js';
import type { ClientServer } from '../../src/clients/client-format.js';
import type { JsonObject } from '@mcp-guard/core';
import { remote, server, stdio } from '../scan/scanned.ts';

const formatOf = (id: string) => CLIENTS.find((client) => client.id === id) ?? expect.unreachable();

const SET: Readonly<Record<string, string>> = { SEARCH_TOKEN: 'set', MANY: 'a\nb' };
const WISH = { valueOf: (name: string) => SET[name], keepBridges: false };

const why = (id: string, ...args: Parameters<typeof server>): string | undefined => {
  const made = toOurServer(server(...args), formatOf(id), WISH);
  return isStaying(made) ? made.why : undefined;
};
const withEntry = (entry: JsonObject): Partial<ClientServer> => ({ entry });

describe('a server stays with its client', () => {
  it.each<[string, string, Parameters<typeof server>]>([
    ['which cannot be understood', 'cursor', [{ kind: 'unknown', why: 'it is not an object' }]],
    ['over a socket of this machine', 'vscode', [remote('unix:///run/mcp')]],
    ['with a password in its URL', 'cursor', [remote('https://me:secret@a.example/mcp')]],
    ['with a header that only its client knows', 'vscode', [remote('https://a.example', { A: '${input:key}' })]],
    ['with a header that is not set here', 'cursor', [remote('https://a.example', { A: '${env:OTHER}' })]],
    ['with a header in a file', 'opencode', [remote('https://a.example', { A: '{file:~/.key}' })]],
    ['with a secret store in a header', 'continue', [remote('https://a.example', { A: '${{ secrets.A }}' })]],
    ['with a header of several lines', 'cursor', [remote('https://a.example', { A: '${MANY}' })]],
    ['with two headers of one name', 'cursor', [remote('https://a.example', { a: '1', A: '2' })]],
    ['whose headers a program makes', 'claude-code', [remote('https://a.example'), withEntry({ headersHelper: 'x' })]],
    ['whose client is registered', 'opencode', [remote('https://a.example'), withEntry({ oauth: { clientId: 'x' } })]],
    [
      'whose TLS is not checked',
      'continue',
      [remote('https://a.example'), withEntry({ requestOptions: { verifySsl: false } })],
    ],
    ['which is remote and switched off', 'cline', [remote('https://a.example'), { disabled: true }]],
    ['which is guarded', 'cursor', [stdio('mcp-guard connect -s files')]],
    ['which is guarded by its whole path', 'cursor', [stdio('/n/node /g/bin/mcp-guard.cjs connect -s files')]],
    ['which is switched off', 'cline', [stdio('npx x'), { disabled: true }]],
    ['whose client reads its environment from a file', 'cursor', [stdio('npx x'), withEntry({ envFile: '.env' })]],
    ['which gets variables of its client’s', 'codex', [stdio('npx x'), withEntry({ env_vars: ['TOKEN'] })]],
    ['whose secrets are in the keyring', 'goose', [stdio('npx x'), withEntry({ env_keys: ['TOKEN'] })]],
    ['with a placeholder in its arguments', 'vscode', [stdio('npx x ${workspaceFolder}')]],
    ['with a placeholder as its command', 'cursor', [stdio('${env:NODE} x')]],
    ['with a variable in its arguments that its client knows', 'gemini-cli', [stdio('npx x $HOME')]],
    ['with a file in its arguments that its client reads', 'opencode', [stdio('npx x {file:~/.key}')]],
    ['whose client decides what it runs', 'cursor', [stdio('npx x', { NODE_OPTIONS: '${env:X}' })]],
    ['whose variable has a name that cannot be passed on', 'cursor', [stdio('npx x', { 'azure.client-secret': 'y' })]],
    ['with a secret of several lines', 'cursor', [stdio('npx x', { PRIVATE_KEY: 'a\nb' })]],
    ['with a working folder that its client fills in', 'cursor', [stdio('npx x'), withEntry({ cwd: '${HOME}/x' })]],
    ['with a relative working folder', 'codex', [stdio('npx x'), withEntry({ cwd: 'x' })]],
    ['with a NUL in its arguments', 'cursor', [stdio(['npx', 'a\0b'])]],
  ])('%s', (_, id, args) => expect(why(id, ...args)).toEqual(expect.any(String)));

  it.each([
    ['an argument with a sign that only other clients know', 'cursor', stdio('npx x $HOME')],
    ['braces that only other clients know', 'cursor', stdio('npx x {file:x}')],
  ])('but not for %s', (_, id, run) => expect(why(id, run)).toBeUndefined());
});

it('keeps plain values, moves secrets, and leaves to the client what only it can fill in', () => {
  const env = { LOG_LEVEL: 'debug', GITHUB_TOKEN: 'x', PORT: '8080', KEY: '${input:key}', EMPTY: '' };
  const made = toOurServer(server(stdio('npx -y some-server', env)), formatOf('vscode'), WISH);
  expect(isStaying(made) || made.kind === 'remote' ? made : Object.fromEntries(made.env)).toEqual<
    Record<string, OurText>
  >({
    LOG_LEVEL: { kind: 'plain', text: 'debug' },
    GITHUB_TOKEN: { kind: 'secret', text: 'x', name: 'GITHUB_TOKEN' },
    PORT: { kind: 'plain', text: '8080' },
    KEY: { kind: 'client', name: 'KEY' },
    EMPTY: { kind: 'plain', text: '' },
  });
});

const KEY = '3f9a8c7b6d5e4f3a2b1c';

/** As our configuration has it; secrets by their suggested names, in brackets if they are of this server alone. */
const entryOf = (id: string, ...args: Parameters<typeof server>): JsonObject => {
  const made = toOurServer(server(...args), formatOf(id), WISH);
  if (isStaying(made)) return { why: made.why };
  return toEntry(made, ({ name, ofServer }) => (ofServer ? `(${name})` : name));
};
const http = (url: string, headers?: JsonObject, more?: JsonObject): JsonObject => ({
  transport: 'streamable-http',
  url,
  ...(headers && { headers }),
  ...more,
});
const SSE = { transport: 'sse', url: 'https://a.example/sse' };

it.each<[string, Parameters<typeof server>, JsonObject]>([
  ['cursor', [remote('https://a.example/mcp')], http('https://a.example/mcp')],
  [
    'cursor',
    [remote('https://a.example', { Authorization: `Bearer ${KEY}`, 'X-Api-Key': 'x', 'X-Region': 'eu' })],
    http('https://a.example', {
      Authorization: 'Bearer ${(Authorization)}',
      'X-Api-Key': '${(X-Api-Key)}',
      'X-Region': 'eu',
    }),
  ],
  [
    'cursor',
    [remote('https://a.example', { Accept: 'text/html', 'X-A': KEY })],
    http('https://a.example', { 'X-A': '${(X-A)}' }),
  ],
  [
    'cursor',
    [remote(`https://a.example/s/${KEY}/mcp?region=eu&api_key=a%20b=&x`)],
    http('https://a.example/s/${(PATH)}/mcp?region=eu&api_key=${(api_key)}&x'),
  ],
  [
    'claude-code',
    [remote('https://${HOST:-a.example}/mcp', { Authorization: 'Bearer ${SEARCH_TOKEN}' })],
    http('https://a.example/mcp', { Authorization: 'Bearer ${SEARCH_TOKEN}' }),
  ],
  [
    'gemini-cli',
    [remote('https://a.example', { A: '$SEARCH_TOKEN' })],
    http('https://a.example', { A: '${SEARCH_TOKEN}' }),
  ],
  ['cursor', [remote('https://a.example', { A: '$SEARCH_TOKEN' })], http('https://a.example', { A: '$SEARCH_TOKEN' })],
  [
    'opencode',
    [remote('https://a.example', { A: '{env:SEARCH_TOKEN}' })],
    http('https://a.example', { A: '${SEARCH_TOKEN}' }),
  ],
  [
    'goose',
    [remote('https://a.example', { A: '${MINE}' }), withEntry({ env: { MINE: 'v' }, env_keys: [] })],
    http('https://a.example', { A: '${MINE}' }),
  ],
  ['cursor', [remote('http://a.example/mcp')], http('http://a.example/mcp', undefined, { allow_http: true })],
  ['cursor', [remote('http://localhost:80/mcp')], http('http://localhost:80/mcp')],
  [
    'cursor',
    [remote('https://mcp.corp.internal/')],
    http('https://mcp.corp.internal/', undefined, { allow_private: true }),
  ],
  ['cursor', [remote('https://10.0.0.1/')], http('https://10.0.0.1/')],
  ['cursor', [stdio('npx -y mcp-remote@0.1.18 https://a.example/sse 3334 --debug')], SSE],
  ['cursor', [stdio('cmd /c npx mcp-remote https://a.example/sse')], SSE],
  [
    'cursor',
    [stdio('mcp-remote http://a.example --allow-http --transport http-only')],
    http('http://a.example', undefined, { allow_http: true }),
  ],
  [
    'cursor',
    [stdio(['npx', 'mcp-remote', 'https://a.example', '--header', 'Authorization:${AUTH}'], { AUTH: 'Bearer x' })],
    http('https://a.example', { Authorization: '${AUTH}' }),
  ],
  [
    'cursor',
    [stdio('npx -y supergateway --streamableHttp https://a.example --oauth2Bearer abc --logLevel none')],
    http('https://a.example', { Authorization: 'Bearer ${(Authorization)}' }),
  ],
  ['cursor', [stdio('npx -y supergateway --sse https://a.example/sse')], SSE],
])('%s: %j is ours as %j', (id, args, entry) => expect(entryOf(id, ...args)).toEqual(entry));

it.each([
  ['npx mcp-remote https://a.example --ignore-tool delete*'],
  ['npx mcp-remote https://a.example --static-oauth-client-info {}'],
  ['npx mcp-remote https://a.example --header'],
  ['npx mcp-remote https://a.example extra'],
  ['npx -y supergateway --stdio x --sse https://a.example/sse'],
  ['npx -p evil mcp-remote https://a.example'],
  ['npx -y mcp-remote-evil https://a.example'],
  ['node mcp-remote https://a.example'],
])('a bridge with more than its server stays a command: %s', (line) => {
  expect(entryOf('cursor', stdio(line))).toMatchObject({ command: line.split(' ')[0] });
});

it('a bridge with more in its environment stays a command, and so does each that is to be kept', () => {
  const line = 'npx mcp-remote https://a.example';
  expect(entryOf('cursor', stdio(line, { NODE_EXTRA_CA_CERTS: '/ca.pem' }))).toMatchObject({ command: 'npx' });
  expect(toOurServer(server(stdio(line)), formatOf('cursor'), { ...WISH, keepBridges: true })).toMatchObject({
    kind: 'stdio',
  });
});

it.each([
  ['GITHUB_TOKEN', 'x'],
  ['DB_PASSWORD', 'hunter'],
  ['GH_PAT', 'abc'],
  ['DATABASE', 'postgres://me:secret@db.example/x'],
  ['ENDPOINT', 'https://a.example/?sig=abc'],
  ['WHATEVER', `ghp_${'aB3dE5gH7j'.repeat(4).slice(0, 36)}`],
  ['WHATEVER', '3f9a8c7b6d5e4f3a2b1c'],
  ['NODE_EXTRA_CA_CERTS', '/etc/ssl/certs/3f9a8c7b6d5e4f3a2b1c'],
  ['CLIENT_CERT', '-----BEGIN CERTIFICATE-----'],
  ['AUTH_FILE', 'hunter'],
  ['API_KEY', '/home/me/key'],
])('keeps %s=%s with the secrets', (name, value) => expect(isSecretValue(name, value)).toBe(true));

it.each([
  ['LOG_LEVEL', 'debug'],
  ['PORT', '8080'],
  ['ROOT', '/home/me/projects'],
  ['ENDPOINT', 'https://a.example/v1'],
  ['PATTERN', 'production'],
  ['TOKEN', ''],
  ['NODE_EXTRA_CA_CERTS', '/etc/ssl/certs/ca-certificates.crt'],
  ['SSL_CERT_FILE', 'C:\\certs\\company.pem'],
  ['REQUESTS_CA_BUNDLE', '~/company/ca.pem'],
  ['GOOGLE_APPLICATION_CREDENTIALS', '/home/me/service-account.json'],
  ['SSH_AUTH_SOCK', '/run/user/1000/keyring/ssh'],
])('leaves %s=%s in sight', (name, value) => expect(isSecretValue(name, value)).toBe(false));

it.each([
  ['github', 'github'],
  ['My server/1', 'My-server-1'],
  ['-s', 's'],
  ['__proto__', 'proto__'],
  ['日本', '日本'],
  ['', 'server'],
  ['\u202e\u0000', 'server'],
  ['x'.repeat(500), 'x'.repeat(48)],
])('calls %j ours %j', (theirs, ours) => expect(toServerName(theirs)).toBe(ours));

it.each([
  ['my-server_TOKEN', 'MY_SERVER_TOKEN'],
  ['1password_KEY', '_1PASSWORD_KEY'],
  ['naïve', 'NA_VE'],
])('keeps the secret of %j as %j', (theirs, ours) => expect(toVariableName(theirs)).toBe(ours));
