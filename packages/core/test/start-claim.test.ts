import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { claimStart } from '../src/home/start-claim.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-guard-start-claim-'));
  path = join(folder, 'daemon.starting');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('one process has the claim until it gives it back', () => {
  const release = claimStart(path);
  expect(release).toBeDefined();
  expect(claimStart(path)).toBeUndefined();
  release?.();
  expect(existsSync(path)).toBe(false);
  expect(claimStart(path)).toBeDefined();
});

it.each([
  ['of a process that is gone', `${spawnSync(process.execPath, ['-e', '']).pid}\n`, 0],
  ['that is old, whoever lives under its pid', `${process.pid}\n`, 60],
  ['of the future', `${process.pid}\n`, -60],
  ['that is damaged', 'x', 0],
])('a claim %s counts for nothing', (_, text, age) => {
  writeFileSync(path, text);
  const at = Date.now() / 1000 - age;
  utimesSync(path, at, at);
  expect(claimStart(path)).toBeDefined();
});

it('where there is no home, whoever asks may start', () => {
  const nowhere = join(folder, 'gone', 'daemon.starting');
  expect(claimStart(nowhere)).toBeDefined();
  expect(claimStart(nowhere)).toBeDefined();
});
