import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const server = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-filesystem/dist/index.js'));

let root: string;
let installed: string;

/** Packed and installed as a user does it, with the registry's packages. */
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'mcp-guard-packed-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', root], { cwd: packageFolder });
  const tarball = (await readdir(root)).find((file) => file.endsWith('.tgz'));
  expect(stdout).toContain('mcp-guard');
  await run('npm', [
    'install',
    '--global',
    '--prefix',
    root,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    join(root, tarball ?? ''),
  ]);
  installed = join(root, 'lib', 'node_modules', 'mcp-guard');
}, 180_000);

afterAll(() => rm(root, { recursive: true, force: true }));

it('carries a real client from the installed package, with no daemon running before', async () => {
  const home = join(root, 'home');
  const env = { PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: root, MCP_GUARD_HOME: home };
  await mkdir(home, { mode: 0o700 });
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

it('loads nothing but node: modules for the bridge', async () => {
  const files = (await readdir(join(installed, 'dist'))).filter((file) => file.endsWith('.cjs'));
  const sources = await Promise.all(files.map((file) => readFile(join(installed, 'dist', file), 'utf8')));
  const required = sources.flatMap((source) =>
    [...source.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name ?? ''),
  );
  expect(files).toContain('bridge.cjs');
  expect(required.filter((name) => !name.startsWith('node:') && !/^\.\/[\w-]+\.cjs$/.test(name))).toEqual([]);
});

it('says in one line which Node it needs, before it loads anything', async () => {
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
