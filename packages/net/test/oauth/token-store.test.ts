import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTokens, removeTokens, tokenPath, writeTokens, type Tokens } from '../../src/oauth/index.ts';
import { ISSUER } from './settings.ts';

const tokens: Tokens = {
  issuer: ISSUER,
  clientId: 'guard',
  accessToken: 'at',
  idToken: undefined,
  refreshToken: 'rt',
  expiresAt: 7,
};

describe('the token store', () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'mcp-guard-tokens-'));
    folder = join(root, 'tokens');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const modeOf = (path: string): number => lstatSync(path).mode & 0o777;
  const path = (): string => tokenPath(folder, ISSUER);

  it('gives back what was written, replaced as a whole and for this user alone', () => {
    const mask = process.umask(0);
    writeTokens(folder, { ...tokens, accessToken: 'older' });
    writeTokens(folder, tokens);
    process.umask(mask);
    expect(readTokens(folder, ISSUER)).toEqual(tokens);
    expect([modeOf(folder), modeOf(path()), readdirSync(folder).length]).toEqual([0o700, 0o600, 1]);
  });

  it('has a file for each issuer, whatever its name', () => {
    const issuers = [ISSUER, `${ISSUER}/`, '../../x', '__proto__'];
    for (const issuer of issuers) writeTokens(folder, { ...tokens, issuer, accessToken: issuer });
    expect(issuers.map((issuer) => readTokens(folder, issuer)?.accessToken)).toEqual(issuers);
    expect(readdirSync(root)).toEqual(['tokens']);
  });

  it('has nothing before a login and after a logout', () => {
    expect(readTokens(folder, ISSUER)).toBeUndefined();
    removeTokens(folder, ISSUER);
    writeTokens(folder, tokens);
    removeTokens(folder, ISSUER);
    expect(readTokens(folder, ISSUER)).toBeUndefined();
  });

  const spoil: Readonly<Record<string, () => void>> = {
    'can be read by others': () => chmodSync(path(), 0o640),
    'can be written by others': () => chmodSync(path(), 0o602),
    'is no JSON': () => writeFileSync(path(), '{"issuer":'),
    'is of another issuer': () => writeFileSync(path(), JSON.stringify({ ...tokens, issuer: 'https://evil.example' })),
    'has members of another type': () => writeFileSync(path(), JSON.stringify({ ...tokens, accessToken: {} })),
    'has its members on __proto__': () => writeFileSync(path(), `{"__proto__":${JSON.stringify(tokens)}}`),
    'is a symbolic link': () => {
      rmSync(path());
      writeFileSync(join(root, 'elsewhere'), JSON.stringify(tokens), { mode: 0o600 });
      symlinkSync(join(root, 'elsewhere'), path());
    },
    'is a folder': () => {
      rmSync(path());
      mkdirSync(path());
    },
    'is a pipe': () => {
      rmSync(path());
      execFileSync('mkfifo', ['-m', '600', path()]);
    },
    'is too large': () => writeFileSync(path(), JSON.stringify({ ...tokens, idToken: 'x'.repeat(600_000) })),
    'is in a folder that is open to others': () => chmodSync(folder, 0o755),
    'is in a folder that is a symbolic link': () => {
      execFileSync('mv', [folder, join(root, 'elsewhere')]);
      symlinkSync(join(root, 'elsewhere'), folder);
    },
  };

  it.each(Object.entries(spoil))('refuses a file that %s', (_, change) => {
    writeTokens(folder, tokens);
    change();
    expect(() => readTokens(folder, ISSUER)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it('does not write through a link', () => {
    mkdirSync(folder, { mode: 0o700 });
    writeFileSync(join(root, 'precious'), 'mine');
    symlinkSync(join(root, 'precious'), path());
    writeTokens(folder, tokens);
    expect(lstatSync(path()).isFile()).toBe(true);
    expect(lstatSync(join(root, 'precious')).size).toBe(4);
  });
});
