import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRegistry } from './support/registry.ts';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const server = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-filesystem/dist/index.js'));

let root: string;
let installed: string;
let tarball: string;

/** Installs what was packed, as a user does it. */
async function install(packed: string, prefix: string): Promise<void> {
  const registry = await startRegistry(packed);
  const options = ['--global', '--prefix', prefix, '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  try {
    await run('npm', ['install', ...options, '--registry', registry.url, 'mcp-guard']);
  } finally {
    await registry.close();
  }
}

/** Packed and installed as a user does it, with the registry's packages. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'mcp-guard-packed-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', root], { cwd: packageFolder });
  expect(stdout).toContain('mcp-guard');
  tarball = join(root, (await readdir(root)).find((file) => file.endsWith('.tgz')) ?? '');
  await install(tarball, root);
  installed = join(root, 'lib', 'node_modules', 'mcp-guard');
}, 180_000);

afterAll(() => rm(root, { recursive: true, force: true }));

it('carries a real client from the installed package, with no daemon running before', async () => {
  const home = join(root, '.config', 'mcp-guard');
  const env = { PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: root };
  await mkdir(home, { recursive: true, mode: 0o700 });
  const config = { servers: { files: { command: process.execPath, args: [server, root] } } };
  await writeFile(join(home, 'mcp-guard.yaml'), JSON.stringify(config), { mode: 0o600 });

  const client = new Client({ name: 'packed', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({ command: 'mcp-guard', args: ['connect', '-s', 'files'], env, stderr: 'ignore' }),
  );
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toContain('read_text_file');
  await client.close();
  const { stdout } = await run('mcp-guard', ['logs', '--verify'], { env });
  expect(stdout).toContain('the chain holds');
  await run('mcp-guard', ['stop'], { env });
});

it('installs the tested packages, also the indirect ones', async () => {
  const { packages } = JSON.parse(await readFile(join(packageFolder, 'npm-shrinkwrap.json'), 'utf8'));
  const manifests = (await readdir(join(installed, 'node_modules'), { recursive: true })).filter((path) =>
    /^(?:@[^/]+\/)?[^/@]+(?:\/node_modules\/(?:@[^/]+\/)?[^/]+)*\/package\.json$/u.test(path),
  );
  const versions = manifests.map(async (path) => {
    const { version } = JSON.parse(await readFile(join(installed, 'node_modules', path), 'utf8'));
    const folder = `node_modules/${path.slice(0, -'/package.json'.length)}`;
    expect([folder, version]).toEqual([folder, packages[folder]?.version]);
  });
  await Promise.all(versions);
  const needed = Object.entries<{ optional?: boolean }>(packages).filter(([path, { optional }]) => path && !optional);
  expect(manifests.length).toBeGreaterThanOrEqual(needed.length);
});

// Threat: another package under a name and version that were tested.
it('brings the schemas of its configuration, for editors', async () => {
  const names = await readdir(join(installed, 'schemas'));
  expect(names.toSorted()).toEqual(['mcp-guard.base.schema.json', 'mcp-guard.schema.json']);
  const [first = ''] = (await readFile(join(installed, 'mcp-guard.example.yaml'), 'utf8')).split('\n');
  expect(existsSync(join(installed, first.replace(/^.*\$schema=/u, '')))).toBe(true);
});

it('brings what people read', async () => {
  const files = await readdir(installed);
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'docs', 'mcp-guard.example.yaml']));
  expect(await readdir(join(installed, 'docs'))).toEqual(expect.arrayContaining(['errors.md', 'policy.md']));
});

it('has no link to what it does not bring', async () => {
  const names = await readdir(installed, { recursive: true });
  const documents = names.filter((name) => name.endsWith('.md') && !name.includes('node_modules'));
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/faq.md', '.github/SECURITY.md']));
  const dead = documents.map(async (name) => {
    const text = await readFile(join(installed, name), 'utf8');
    const targets = [...text.matchAll(/\]\(([^)\s#:]+)/gu)].map(([, target = '']) => target);
    return targets.filter((target) => !existsSync(join(installed, dirname(name), target)));
  });
  expect((await Promise.all(dead)).flat()).toEqual([]);
});

it('is not installed if a dependency is not the tested one', async () => {
  const folder = join(root, 'other');
  await mkdir(join(folder, 'prefix'), { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', folder]);
  const path = join(folder, 'package', 'npm-shrinkwrap.json');
  const shrinkwrap = JSON.parse(await readFile(path, 'utf8'));
  shrinkwrap.packages['node_modules/node-addon-api'].integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
  await writeFile(path, JSON.stringify(shrinkwrap));
  const other = join(folder, 'other.tgz');
  await run('tar', ['-czf', other, '-C', folder, 'package']);
  await expect(install(other, join(folder, 'prefix'))).rejects.toThrow('EINTEGRITY');
});

it('loads nothing but node: modules for the bridge, and the native part of koffi in a file of its own', async () => {
  const files = (await readdir(join(installed, 'dist'))).filter((file) => file.endsWith('.cjs'));
  const sources = await Promise.all(files.map((file) => readFile(join(installed, 'dist', file), 'utf8')));
  expect(files.filter((_, index) => sources[index]?.includes('koffi'))).toEqual(['native.cjs']);
  const required = sources.flatMap((source) =>
    [...source.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name ?? ''),
  );
  expect(files).toContain('bridge.cjs');
  expect(required.filter((name) => !name.startsWith('node:') && !/^\.\/[\w-]+\.cjs$/.test(name))).toEqual([]);
});

it('names the Node that it needs in one line, before it loads anything', async () => {
  const preload = join(root, 'old-node.cjs');
  await writeFile(preload, "Object.defineProperty(process.versions, 'napi', { value: '9' });");
  const bin = join(installed, 'bin', 'mcp-guard.cjs');
  const failed = await run(process.execPath, ['--require', preload, bin, 'status']).then(
    () => undefined,
    (error: { code: number; stderr: string }) => error,
  );
  expect(failed).toMatchObject({
    code: 78,
    stderr: `mcp-guard: Node 22.14 or later is needed; this is ${process.version}\n`,
  });
});
