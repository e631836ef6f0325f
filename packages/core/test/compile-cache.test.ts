import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findCompileCache } from '../src/home/compile-cache.js';

function createPackage(): { readonly home: string; readonly folder: string; readonly program: string } {
  const home = mkdtempSync(join(tmpdir(), 'mcp-guard-test-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return { home, folder: join(home, 'compiled'), program: join(home, 'dist/cli.js') };
}

it('lies in the package, for this user alone', () => {
  const { folder, program } = createPackage();
  expect(findCompileCache(program)).toEqual({ folder });
  expect(lstatSync(folder).mode & 0o777).toBe(0o700);
  expect(findCompileCache(program)).toEqual({ folder });
});

it.each<[string, (folder: string, home: string) => void]>([
  ['others can write', (folder) => (mkdirSync(folder), chmodSync(folder, 0o777))],
  ['others can read', (folder) => mkdirSync(folder, { mode: 0o755 })],
  [
    'is a link to another folder',
    (folder, home) => (mkdirSync(`${home}/x`, { mode: 0o700 }), symlinkSync(`${home}/x`, folder)),
  ],
  ['is a file', (folder) => writeFileSync(folder, '', { mode: 0o600 })],
])('is not read where its folder %s, and says so', (_, plant) => {
  const { home, folder, program } = createPackage();
  plant(folder, home);
  expect(findCompileCache(program)).toEqual({
    problem: `${folder} is not a folder of this user alone, so what was compiled before is not used`,
  });
});

it('is not made where others can write the package, and says so', () => {
  const { home, folder, program } = createPackage();
  chmodSync(home, 0o777);
  expect(findCompileCache(program)).toEqual({
    problem: `others can write ${home}, so the guard is compiled at every start`,
  });
  expect(lstatSync(folder, { throwIfNoEntry: false })).toBeUndefined();
});

it('is none where the package cannot be found', () => {
  expect(findCompileCache('/nonexistent/dist/cli.js')).toEqual({});
});
