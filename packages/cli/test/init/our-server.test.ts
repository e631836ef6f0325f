import { describe, expect, it } from 'vitest';
import { CLIENTS } from '../../src/clients/registry.js';
import { isSecretValue } from '../../src/init/secret-values.js';
import { toVariableName, toServerName } from '../../src/init/names.js';
import { isStaying, toOurServer, type OurText } from '../../src/init/our-server.js';
import type { ClientServer } from '../../src/clients/client-format.js';
import type { JsonObject } from '@mcp-guard/core';
import { remote, server, stdio } from '../scan/scanned.ts';

const formatOf = (id: string) => CLIENTS.find((client) => client.id === id) ?? expect.unreachable();

const why = (id: string, ...args: Parameters<typeof server>): string | undefined => {
  const made = toOurServer(server(...args), formatOf(id));
  return isStaying(made) ? made.why : undefined;
};
const withEntry = (entry: JsonObject): Partial<ClientServer> => ({ entry });

describe('a server stays with its client', () => {
  it.each<[string, string, Parameters<typeof server>]>([
    ['which cannot be understood', 'cursor', [{ kind: 'unknown', why: 'it is not an object' }]],
    ['which is remote', 'cursor', [remote('https://a.example/mcp')]],
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
  const made = toOurServer(server(stdio('npx -y some-server', env)), formatOf('vscode'));
  expect(isStaying(made) ? made : Object.fromEntries(made.env)).toEqual<Record<string, OurText>>({
    LOG_LEVEL: { kind: 'plain', text: 'debug' },
    GITHUB_TOKEN: { kind: 'secret', text: 'x', name: 'GITHUB_TOKEN' },
    PORT: { kind: 'plain', text: '8080' },
    KEY: { kind: 'client', name: 'KEY' },
    EMPTY: { kind: 'plain', text: '' },
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
