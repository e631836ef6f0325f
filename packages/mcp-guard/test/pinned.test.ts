import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const filesIn = (folder: string, end: RegExp): readonly string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => end.test(file))
    .map((file) => `${folder}/${file}`);

describe('what others publish is pinned by its content:', () => {
  it.each([...filesIn('.github', /\.ya?ml$/u), 'docs/scan.md'])('every action of %s, by its commit', (file) => {
    const used = [...read(file).matchAll(/^\s*-?\s*uses:\s*(\S+)/gmu)].map(([, action = '']) => action);
    const foreign = used.filter((action) => !action.startsWith('./'));
    expect(foreign.filter((action) => !/@[0-9a-f]{40}$/u.test(action))).toEqual([]);
  });

  it('every image, by its digest', () => {
    const images = [...read('docker/Dockerfile').matchAll(/^FROM\s+(\S+)|^#\s*syntax=(\S+)/gmu)];
    expect(images.length).toBeGreaterThan(0);
    expect(images.filter(([line]) => !/@sha256:[0-9a-f]{64}\b/u.test(line))).toEqual([]);
  });

  it('every package of an installation, by its hash', () => {
    const { packages } = JSON.parse(read('packages/mcp-guard/npm-shrinkwrap.json'));
    const { '': own, ...others } = packages;
    expect(own.dependencies).toEqual(JSON.parse(read('packages/mcp-guard/package.json')).dependencies);
    expect(Object.keys(others).length).toBeGreaterThan(Object.keys(own.dependencies).length);
    for (const [path, { integrity }] of Object.entries<{ integrity?: string }>(others))
      expect([path, integrity]).toEqual([path, expect.stringMatching(/^sha512-/u)]);
  });
});
