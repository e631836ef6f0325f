import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { workingFolder } from '../../../src/ends/stdio/working-folder.js';

function openFolder(): string {
  const folder = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-cwd-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('the working folder of a server is the one of its entry, else the client’s, else the home folder', () => {
  const folder = openFolder();
  expect(workingFolder({ cwd: '/' }, folder)).toBe('/');
  expect(workingFolder({ cwd: null }, folder)).toBe(folder);
  expect(workingFolder({ cwd: null }, join(folder, 'missing'))).toBe(realpathSync.native(homedir()));
});

it('the working folder of a server has no symbolic links', () => {
  const folder = openFolder();
  mkdirSync(join(folder, 'real'));
  symlinkSync('real', join(folder, 'link'));
  expect(workingFolder({ cwd: join(folder, 'link') }, '/')).toBe(join(folder, 'real'));
});

it('a working folder of an entry is not replaced if it cannot be entered', () => {
  expect(workingFolder({ cwd: '/nonexistent/x' }, '/')).toBe('/nonexistent/x');
});
