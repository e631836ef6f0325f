import { hash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSignature } from '@mcp-guard/policy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from '../run-here.js';

let folder: string;
let file: string;
let key: string;
let server: Server | undefined;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'base-commands-')));
  file = join(folder, 'base.yaml');
  key = join(folder, 'base.key');
});
afterEach(() => {
  server?.close().closeAllConnections();
  server = undefined;
  rmSync(folder, { recursive: true });
});

const base = (...args: readonly string[]) => runHere({ cwd: folder, env: { HOME: folder } }, 'base', ...args);
const write = (text: string): void => writeFileSync(file, text);
const signatures = (): readonly string[] => readFileSync(`${file}.sig`, 'utf8').trimEnd().split('\n');

/** Publishes the folder. */
async function publish(): Promise<string> {
  server = createServer(({ url = '' }, response) => {
    const path = join(folder, url);
    if (existsSync(path)) response.end(readFileSync(path));
    else response.writeHead(404).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
  return `http://127.0.0.1:${port}/base.yaml`;
}

async function makeKey(): Promise<string> {
  const { stdout } = await base('keygen', key, '--json');
  const { public_key: publicKey }: { public_key: string } = JSON.parse(stdout);
  return publicKey;
}

describe('base keygen', () => {
  it('writes a key for its owner alone, and prints the public one', async () => {
    const { code, stdout, stderr } = await base('keygen', key);
    expect([code, stderr]).toEqual([
      0,
      `the private key is in ${key}: keep it where only publishers of the base are\n`,
    ]);
    expect(stdout).toMatch(/^public_key: [A-Za-z0-9+/]{43}=\n$/);
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(stdout).not.toContain(readFileSync(key, 'utf8').split('\n')[1]);
  });

  it('replaces no file', async () => {
    writeFileSync(key, 'mine');
    expect(await base('keygen', key)).toMatchObject({ code: 78, stderr: expect.stringContaining('is there already') });
    expect(readFileSync(key, 'utf8')).toBe('mine');
    const nowhere = join(folder, 'none', 'key');
    expect(await base('keygen', nowhere)).toMatchObject({
      code: 78,
      stderr: expect.stringContaining('cannot be written'),
    });
  });
});

describe('base sign', () => {
  it('writes a signature that counts, and says in which order both are published', async () => {
    const publicKey = await makeKey();
    write('version: 1\n');
    expect(await base('sign', file, '--key', key)).toEqual({
      code: 0,
      stdout: `${file}.sig signs version 1\npublic_key: ${publicKey}\n`,
      stderr: 'publish base.yaml.sig first, then base.yaml\n',
    });
    expect(findSignature('version: 1\n', readFileSync(`${file}.sig`, 'utf8'), publicKey)).toBeDefined();
  });

  it('keeps the signatures of some versions before', async () => {
    const publicKey = await makeKey();
    for (let version = 1; version <= 6; version++) {
      write(`version: ${version}\n`);
      expect(await base('sign', file, '--key', key)).toMatchObject({ code: 0 });
    }
    expect(signatures().map((line) => line.split(' ')[1])).toEqual([6, 5, 4, 3].map((each) => `version=${each}`));
    expect(findSignature('version: 5\n', readFileSync(`${file}.sig`, 'utf8'), publicKey)).toBeDefined();
    const before = signatures();
    await base('sign', file, '--key', key);
    expect(signatures()).toEqual(before);
  });

  it('refuses a version that is signed already with another text', async () => {
    await makeKey();
    write('version: 1\n');
    await base('sign', file, '--key', key);
    write('version: 1\nrefusals: tool_result\n');
    const { code, stderr } = await base('sign', file, '--key', key);
    expect([code, stderr]).toEqual([
      78,
      `mcp-guard: version 1 of ${file} is signed already, with another text\nmcp-guard: raise its version to 2\n`,
    ]);
    expect(signatures()).toHaveLength(1);
  });

  it.each([
    ['has no version', 'default: {}\n', 'has no version\nmcp-guard: begin it with `version: 1`'],
    ['has a problem', 'version: 1\nfoo: 1\n', 'base.yaml:2:1: foo: unknown key'],
  ])('refuses a base that %s', async (_, text, problem) => {
    await makeKey();
    write(text);
    expect(await base('sign', file, '--key', key)).toMatchObject({
      code: 78,
      stderr: expect.stringContaining(problem),
    });
    expect(existsSync(`${file}.sig`)).toBe(false);
  });

  it.each([
    ['is not there', () => undefined, 'there is no key at'],
    ['others can read', () => writeFileSync(key, 'x', { mode: 0o644 }), 'can be read by others'],
    ['is none', () => writeFileSync(key, 'SECRET', { mode: 0o600 }), 'this is no private Ed25519 key'],
  ])('refuses a key that %s', async (_, arrange, problem) => {
    arrange();
    write('version: 1\n');
    const { code, stderr } = await base('sign', file, '--key', key);
    expect(code).toBe(78);
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain('SECRET');
  });
});

describe('base pin', () => {
  it('prints the block for a base at a URL, with the hash of what is there', async () => {
    const text = 'servers: {a: {command: npx}}\n';
    write(text);
    const url = await publish();
    expect(await base('pin', url)).toEqual({
      code: 0,
      stdout: `extends:\n  url: ${url}\n  sha256: ${hash('sha256', text)}\n`,
      stderr: 'warning: base.yaml:1:24 servers.a.command: without `args` it names whatever npx may start\n',
    });
  });

  it('prints the block for a base at a path', async () => {
    write('default: {}\n');
    const { stdout } = await base('pin', file, '--json');
    expect(JSON.parse(stdout)).toEqual({
      extends: { path: file, sha256: hash('sha256', 'default: {}\n') },
      warnings: [],
    });
  });

  it('prints the block for a signed base, once its signature is right', async () => {
    const publicKey = await makeKey();
    write('version: 1\n');
    await base('sign', file, '--key', key);
    const url = await publish();
    expect(await base('pin', url, '--key', publicKey)).toMatchObject({
      code: 0,
      stdout: `extends:\n  url: ${url}\n  public_key: ${publicKey}\n`,
    });
    write('version: 2\n');
    expect(await base('pin', url, '--key', publicKey)).toMatchObject({
      code: 78,
      stdout: '',
      stderr: expect.stringContaining('is not signed by the key'),
    });
  });

  it.each([
    ['is not there', 69, 'cannot be loaded: status 404'],
    ['is invalid', 78, 'base.yaml:1:1: foo: unknown key'],
  ])('refuses a base at a URL that %s', async (_, exit, problem) => {
    if (exit === 78) write('foo: 1\n');
    expect(await base('pin', await publish())).toMatchObject({ code: exit, stderr: expect.stringContaining(problem) });
  });

  it.each([
    ['a key that is none', ['https://policies.example/b.yaml', '--key', 'x'], 'this is no public key'],
    ['a key for a path', ['base.yaml', '--key', 'x'], 'only a base at a URL is named by its key'],
    ['a private address', ['https://10.0.0.1/b.yaml'], 'not public'],
    ['a path that leads nowhere', ['/nonexistent/b.yaml'], 'there is no base at'],
  ])('refuses %s', async (_, args, problem) => {
    const { code, stdout, stderr } = await base('pin', ...args);
    expect([code === 0, stdout]).toEqual([false, '']);
    expect(stderr).toContain(problem);
  });
});
