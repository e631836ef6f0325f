import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readSearchPath, recordSearchPath } from '../src/home/search-path.js';

function openRecord(): string {
  const home = mkdtempSync(join(tmpdir(), 'mcp-guard-search-path-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return join(home, 'path');
}

it('the PATH for servers is the one that was recorded last, in a file of this user alone', () => {
  const record = openRecord();
  writeFileSync(record, 'what an older version wrote', { mode: 0o644 });
  for (const path of ['/a:/b', '/home/me/my programs:/ö']) {
    recordSearchPath(record, path);
    expect(readSearchPath(record)).toBe(path);
  }
  expect(statSync(record).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(record))).toEqual(['path']);
});

it('a folder that depends on where a program looks is not recorded', () => {
  const record = openRecord();
  recordSearchPath(record, '.:node_modules/.bin::/a:../b:/c:');
  expect(readSearchPath(record)).toBe('/a:/c');
  recordSearchPath(record, '.');
  expect(readSearchPath(record)).toBe('/a:/c');
});

it('recording a PATH writes through no link', () => {
  const record = openRecord();
  const target = join(dirname(record), 'precious');
  writeFileSync(target, 'precious');
  symlinkSync(target, record);
  recordSearchPath(record, '/a');
  expect(readSearchPath(record)).toBe('/a');
  expect(readSearchPath(target)).toBe('precious');
});

it('where none was recorded, programs beside this Node are found, and those of the system', () => {
  const folders = readSearchPath(openRecord()).split(':');
  expect(folders).toEqual(expect.arrayContaining([dirname(process.execPath), '/usr/bin', '/bin']));
});
