import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findProgram } from '../../src/own/program.js';

let home: string;
beforeEach(() => void (home = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-program-')))));
afterEach(() => rmSync(home, { recursive: true }));

function write(path: string, text = ''): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}
function link(path: string, target: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  symlinkSync(target, join(home, path));
}
/** A package with a daemon that loads `koffi`. */
function install(folder: string): string {
  write(`${folder}/package.json`, JSON.stringify({ dependencies: { koffi: '1' } }));
  write(`${folder}/bin/mcp-guard.cjs`);
  write(`${folder}/dist/daemon-process.js`);
  return join(home, folder, 'dist/daemon-process.js');
}
const find = (module: string, ...searched: readonly string[]) =>
  findProgram([searched.map((folder) => join(home, folder)).join(':')], module);
const inHome = (...paths: readonly string[]): string[] => paths.map((path) => join(home, path));

it('npm: the package with what is in it, and the link by which shells find it', () => {
  const module = install('.npm-global/lib/node_modules/mcp-guard');
  write('.npm-global/lib/node_modules/mcp-guard/node_modules/koffi/package.json', '{}');
  link('.npm-global/bin/mcp-guard', '../lib/node_modules/mcp-guard/bin/mcp-guard.cjs');
  const found = find(module, '.npm-global/bin', 'relative/../bin');
  expect(found).toMatchObject({ folders: inHome('.npm-global/lib/node_modules/mcp-guard'), checkout: undefined });
  expect(found.files).toEqual(expect.arrayContaining([...inHome('.npm-global/bin/mcp-guard'), process.execPath]));
});

it('npx: the package, and what it loads from beside it', () => {
  const module = install('.npm/_npx/1a/node_modules/mcp-guard');
  write('.npm/_npx/1a/node_modules/koffi/package.json', JSON.stringify({ optionalDependencies: { '@k/linux': '1' } }));
  write('.npm/_npx/1a/node_modules/@k/linux/package.json', 'no manifest');
  const { folders, dependencies } = find(module);
  expect(folders).toEqual(inHome('.npm/_npx/1a/node_modules/mcp-guard'));
  expect(dependencies).toEqual(inHome('.npm/_npx/1a/node_modules/koffi', '.npm/_npx/1a/node_modules/@k/linux'));
});

it('npx: a package that is missing, where it would be found', () => {
  const module = install('.npm/_npx/1a/node_modules/mcp-guard');
  write('.npm/_npx/1a/node_modules/koffi/package.json', JSON.stringify({ optionalDependencies: { '@k/mac': '1' } }));
  expect(find(module).dependencies).toContain(join(home, '.npm/_npx/1a/node_modules/@k/mac'));
});

it('pnpm: the package in its store, every link that leads there, and the script of its name', () => {
  const module = install('pnpm/global/5/.pnpm/mcp-guard@1/node_modules/mcp-guard');
  write('pnpm/global/5/.pnpm/koffi@1/node_modules/koffi/package.json', '{}');
  link('pnpm/global/5/.pnpm/mcp-guard@1/node_modules/koffi', '../../koffi@1/node_modules/koffi');
  write('pnpm/mcp-guard', '#!/bin/sh');
  const found = find(module, 'pnpm');
  expect(found.folders).toEqual(inHome('pnpm/global/5/.pnpm/mcp-guard@1/node_modules/mcp-guard'));
  expect(found.dependencies).toEqual(
    inHome('pnpm/global/5/.pnpm/mcp-guard@1/node_modules/koffi', 'pnpm/global/5/.pnpm/koffi@1/node_modules/koffi'),
  );
  expect(found.files).toContain(join(home, 'pnpm/mcp-guard'));
});

it('version managers: each path to Node, also through the link of a folder', () => {
  link('nvm/current', 'versions/v24');
  link('nvm/versions/v24/bin/node', process.execPath);
  const { files } = find(install('x/node_modules/mcp-guard'), 'nvm/current/bin');
  expect(files).toEqual(
    expect.arrayContaining([...inHome('nvm/current/bin/node', 'nvm/versions/v24/bin/node'), process.execPath]),
  );
});

it('a name that a search path would find first is held before anything stands there', () => {
  const { names } = find(install('x/node_modules/mcp-guard'), 'first/bin', 'later/bin');
  expect(names).toEqual(inHome('first/bin/mcp-guard', 'later/bin/mcp-guard', 'first/bin/node', 'later/bin/node'));
});

it('a name is held also where a link in the search path leads', () => {
  mkdirSync(join(home, 'dotfiles/bin'), { recursive: true });
  link('bin', 'dotfiles/bin');
  const { names } = find(install('x/node_modules/mcp-guard'), 'bin');
  expect(names).toEqual(inHome('bin/mcp-guard', 'dotfiles/bin/mcp-guard', 'bin/node', 'dotfiles/bin/node'));
});

it('a name is held in each folder of a long search path', () => {
  const searched = Array.from({ length: 100 }, (_, index) => `bin${index}`);
  const { names } = find(install('x/node_modules/mcp-guard'), ...searched);
  expect(names).toEqual(expect.arrayContaining(inHome('bin99/mcp-guard', 'bin99/node')));
});

it('a checkout: only what runs of it, as people work in the rest', () => {
  mkdirSync(join(home, 'code/guard/.git'), { recursive: true });
  const module = install('code/guard/packages/mcp-guard');
  expect(find(module)).toMatchObject({
    folders: inHome(
      ...['bin', 'compiled', 'dist', 'node_modules'].map((name) => `code/guard/packages/mcp-guard/${name}`),
    ),
    checkout: join(home, 'code/guard'),
  });
});

it('what was installed in a home that is a checkout itself is none', () => {
  mkdirSync(join(home, '.git'));
  expect(find(install('.npm-global/lib/node_modules/mcp-guard')).checkout).toBeUndefined();
});

it('links that lead in a circle end', () => {
  link('a/mcp-guard', '../b/mcp-guard');
  link('b/mcp-guard', '../a/mcp-guard');
  expect(find(install('x/node_modules/mcp-guard'), 'a').files).toContain(process.execPath);
});
