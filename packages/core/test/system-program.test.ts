import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findSystemProgram, runProgram } from '../src/launch/system-program.js';

const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-programs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, script: string, mode = 0o755): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, mode);
  return path;
}

it('a program of the system is found in the given folders, through a link too', () => {
  const path = write('shown', '');
  symlinkSync(path, join(folder, 'linked'));
  expect(findSystemProgram('shown', ['/nowhere', folder])).toBe(path);
  expect(findSystemProgram('linked', [folder])).toBe(join(folder, 'linked'));
});

it('a program that others can change, that cannot be run, or that is a folder is not used', () => {
  write('open', '', 0o777);
  write('plain', '', 0o644);
  mkdirSync(join(folder, 'room'));
  for (const name of ['open', 'plain', 'room', 'absent']) expect(findSystemProgram(name, [folder])).toBeUndefined();
});

it('a program gets its arguments as they are and no variable but the given ones', async () => {
  const path = write('tell', 'printf "%s|" "$@"; /usr/bin/env | /usr/bin/sort | /usr/bin/head -n 1');
  const end = await runProgram(path, ['$(id)', '`id`', '-h', 'a b'], { env: { A: 'only' }, timeout: 10_000 });
  expect(end).toEqual({ ok: true, how: 'ended', output: '$(id)|`id`|-h|a b|A=only\n', words: '' });
});

it('a program that fails, hangs with a child, or cannot be started is told and not waited for', async () => {
  const env = {};
  const failing = write('fail', 'echo sorry >&2; exit 3');
  expect(await runProgram(failing, [], { env, timeout: 10_000 })).toMatchObject({
    how: 'ended with 3',
    words: 'sorry\n',
  });
  const hanging = write('hang', '/bin/sleep 2 & wait');
  expect(await runProgram(hanging, [], { env, timeout: 50 })).toMatchObject({ how: 'took longer than 0.05 s' });
  expect(await runProgram(join(folder, 'absent'), [], { env, timeout: 50 })).toMatchObject({
    how: 'ended with ENOENT',
  });
});
