import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { beforeAll, expect, it } from 'vitest';

const at = (path: string): URL => new URL(`../../../${path}`, import.meta.url);
const read = (path: string): string => readFileSync(at(path), 'utf8');
const SCRIPT = fileURLToPath(at('packages/mcp-guard/release.js'));
const { version } = z.object({ version: z.string() }).parse(JSON.parse(read('packages/mcp-guard/package.json')));

const COMPONENTS = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  metadata: z.object({ component: z.object({ name: z.literal('mcp-guard'), version: z.literal(version) }) }),
  components: z.array(z.object({ 'bom-ref': z.string(), name: z.string(), version: z.string(), purl: z.string() })),
});

beforeAll(() => void execFileSync(process.execPath, [SCRIPT, '--dry-run']), 60_000);

it('a release has the package, its components, its notes, and checksums of them that are right', () => {
  const files = [`mcp-guard-${version}.cdx.json`, `mcp-guard-${version}.tgz`, 'notes.md'];
  expect(readdirSync(at('release')).toSorted()).toEqual(['SHA256SUMS', ...files]);
  const sums = files.map((file) => {
    const sum = createHash('sha256').update(readFileSync(at(`release/${file}`)));
    return `${sum.digest('hex')}  ${file}\n`;
  });
  expect(read('release/SHA256SUMS')).toBe(sums.join(''));
});

it('the components of a release are the bundled packages and those that are installed beside it, each once', () => {
  const { components } = COMPONENTS.parse(JSON.parse(read(`release/mcp-guard-${version}.cdx.json`)));
  const names = components.map(({ name }) => name);
  const licences = ['', 'page/'].map((part) => read(`packages/mcp-guard/dist/${part}licences.txt`)).join('\n');
  const bundled = [...licences.matchAll(/^((?:@[^/\s]+\/)?[^@\s]+)@\d[\w.+-]* \(/gmu)];
  expect(bundled.length).toBeGreaterThan(10);
  for (const [, name] of bundled) expect(names).toContain(name);
  for (const name of ['better-sqlite3-multiple-ciphers', 'koffi']) expect(names).toContain(name);
  const refs = components.map((each) => each['bom-ref']);
  expect(new Set(refs).size).toBe(refs.length);
});

it('the notes of a release are a part of the changelog', () => {
  const notes = read('release/notes.md').trim();
  expect(notes.length).toBeGreaterThan(100);
  expect(read('docs/changelog.md')).toContain(notes);
});

it('nothing is released without --dry-run', () => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8' });
  expect({ status, stderr }).toMatchObject({ status: 64, stderr: expect.stringContaining('docs/releasing.md') });
});

it('no document, action or message tells anyone to fetch a package that is not ours', () => {
  const files = execFileSync(
    'git',
    ['ls-files', 'README.md', 'docs', '.github', 'docker', ':(glob)packages/*/src/**'],
    {
      cwd: at('.'),
      encoding: 'utf8',
    },
  );
  const fetches =
    /\b(?:npx|bunx|pnpm dlx|npm (?:install|i|exec)|yarn dlx)\b[^\n]*[ "']mcp-guard(?:@[\w.$]+)?(?=[\s"'`]|$)|\bOWNER\//mu;
  const texts = files.split('\n').filter((file) => /\.(?:md|ya?ml|ts|tsx)$/u.test(file));
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((file) => fetches.test(read(file)))).toEqual([]);
});
