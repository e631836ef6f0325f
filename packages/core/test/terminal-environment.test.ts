import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isOfTerminal, readEnvironment, recordEnvironment } from '../src/home/terminal-environment.js';

const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-terminal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what servers get of a terminal', () => {
  it.each([
    'USER',
    'TERM',
    'TZ',
    'LC_ALL',
    'XDG_RUNTIME_DIR',
    'HTTPS_PROXY',
    'no_proxy',
    'NODE_EXTRA_CA_CERTS',
    'npm_config_cafile',
    'NPM_CONFIG_HTTPS_PROXY',
    'PIP_CERT',
    'UV_NATIVE_TLS',
    'DENO_CERT',
    'AWS_CA_BUNDLE',
  ])('is %s', (name) => expect(isOfTerminal(name)).toBe(true));

  it.each([
    'NODE_OPTIONS',
    'LD_PRELOAD',
    'PYTHONPATH',
    'PATH',
    'AWS_SECRET_ACCESS_KEY',
    'https_Proxy',
    'LC_',
    'npm_config_registry',
    'npm_config_strict_ssl',
    'PIP_INDEX_URL',
    'UV_INDEX_URL',
    'NODE_TLS_REJECT_UNAUTHORIZED',
  ])('is not %s', (name) => expect(isOfTerminal(name)).toBe(false));

  it('is kept in a file of this user alone, as far as it is wanted now', () => {
    const record = join(folder, 'environment.json');
    const env = { TZ: 'UTC', AWS_PROFILE: 'work', KUBECONFIG: '/k', GITHUB_TOKEN: 'canary' };
    recordEnvironment(record, env, ['AWS_PROFILE', 'KUBECONFIG']);
    expect(statSync(record).mode & 0o777).toBe(0o600);
    expect(readEnvironment(record, ['AWS_PROFILE', 'GITHUB_TOKEN'])).toEqual({ TZ: 'UTC', AWS_PROFILE: 'work' });
  });

  it('is who the user is where nothing was kept, or nothing that can be read', () => {
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '["TZ"', { mode: 0o600 });
    const { username, shell } = userInfo();
    for (const record of [join(folder, 'none'), broken])
      expect(readEnvironment(record, [])).toEqual({ USER: username, LOGNAME: username, SHELL: shell });
  });

  it('is not taken from a file that others may read or write', () => {
    const open = join(folder, 'open.json');
    writeFileSync(open, '{"HTTPS_PROXY":"http://evil.test"}', { mode: 0o600 });
    chmodSync(open, 0o666);
    expect(() => readEnvironment(open, [])).toThrow('can be read by others');
  });
});
