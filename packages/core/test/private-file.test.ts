import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GuardError } from '../src/errors.js';
import { readPrivate, unread } from '../src/home/private-file.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-guard-private-file-'));
  path = join(folder, 'key');
  writeFileSync(path, 'good', { mode: 0o600 });
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const refusal = (): GuardError => {
  try {
    readPrivate(path, 100);
  } catch (error) {
    return GuardError.from(error);
  }
  throw new Error('it was read');
};

const failure = (code: string): Error => Object.assign(new Error(`${code}: said by the system`), { code });

describe('a good file that cannot be read now', () => {
  it.each(['EMFILE', 'ENFILE', 'EIO', 'ENOMEM', 'ESTALE', 'EACCES', 'EPERM'])(
    'is not called damaged, and no hint says to remove it: %s',
    (code) => {
      const { hint, message } = unread(path, failure(code));
      expect(hint).toBeUndefined();
      expect(message).toMatch(new RegExp(`^${path} (cannot be read now: |may not be read by this user)`));
    },
  );

  it.each(['EMFILE', 'ENFILE'])('is no fault of the configuration where nothing more can be opened: %s', (code) => {
    expect(unread(path, failure(code))).toMatchObject({
      code: 'INTERNAL',
      message: `${path} cannot be read now: too many files and connections are open`,
    });
  });
});

it('only a link is to be removed, and a file that others can read is to be closed to them', () => {
  chmodSync(path, 0o640);
  expect(refusal()).toMatchObject({ code: 'CONFIG_INVALID', hint: { command: `chmod 600 ${path}` } });
  const target = path;
  path = join(folder, 'link');
  symlinkSync(target, path);
  expect(refusal()).toMatchObject({ code: 'CONFIG_INVALID', hint: { command: `rm ${path}` } });
});

it('whatever fails for want of descriptors says so, and not that the guard is at fault', () => {
  const thrown = Object.assign(new Error('EMFILE: too many open files, scandir /home/x'), { code: 'EMFILE' });
  expect(GuardError.from(thrown)).toMatchObject({
    code: 'INTERNAL',
    message: 'too many files and connections are open',
  });
});
