import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTrusted } from '../../src/paths/trusted-file.js';
import { giveAway, openFolder, writeFile } from '../folder.js';

const invalid = (message: string, hint = '') =>
  expect.objectContaining({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(message),
    ...(hint !== '' && { hint: { command: hint } }),
  });

// Threat 3
describe('a file that decides what the guard does', () => {
  it.each([0o600, 0o400, 0o644, 0o755])('of mode %o is read', (mode) => {
    expect(readTrusted(writeFile('a', 'text', mode), 100)).toBe('text');
  });

  it.each([0o620, 0o602, 0o664, 0o666, 0o777])('that others may write is refused: mode %o', (mode) => {
    const path = writeFile('a', 'text', mode);
    expect(() => readTrusted(path, 100)).toThrow(invalid('can be written by others$', `chmod go-w ${path}`));
  });

  it.each([0o604, 0o640, 0o644, 0o610])('that holds secrets and that others may read is refused: mode %o', (mode) => {
    const path = writeFile('a', 'text', mode);
    expect(() => readTrusted(path, 100, { private: true })).toThrow(
      invalid('can be read by others$', `chmod 600 ${path}`),
    );
  });

  it('that belongs to another user is refused', () => {
    const path = writeFile('a', 'text', 0o644);
    giveAway(path);
    expect(() => readTrusted(path, 100)).toThrow(invalid('belongs to another user$'));
  });

  it('is judged by what a link leads to', () => {
    const path = writeFile('a', 'text', 0o666);
    const link = join(openFolder(), 'link');
    symlinkSync(path, link);
    expect(() => readTrusted(link, 100)).toThrow(invalid('can be written by others$'));
  });

  it('is nothing where there is none', () => {
    expect(readTrusted(join(openFolder(), 'none'), 100)).toBeUndefined();
  });

  it('has a limit', () => {
    const path = writeFile('a', 'x'.repeat(101));
    expect(readTrusted(path, 101)).toHaveLength(101);
    expect(() => readTrusted(path, 100)).toThrow(invalid('is larger than 100 bytes$'));
  });

  it('is a file: a folder is refused, and a pipe does not hang', () => {
    const folder = openFolder();
    mkdirSync(join(folder, 'sub'), { mode: 0o700 });
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    expect(() => readTrusted(join(folder, 'sub'), 100)).toThrow(invalid('is not a file$'));
    expect(() => readTrusted(join(folder, 'pipe'), 100)).toThrow(invalid('is not a file$'));
    expect(() => readTrusted('/dev/zero', 100)).toThrow(invalid('is not a file$'));
  });

  it('that cannot be opened is a problem, not an absence', () => {
    const path = writeFile('a', 'text');
    expect(() => readTrusted(join(path, 'below'), 100)).toThrow(invalid('cannot be read$'));
    const link = join(openFolder(), 'loop');
    symlinkSync(link, link);
    expect(() => readTrusted(link, 100)).toThrow(invalid('cannot be read$'));
  });

  it('in another encoding is refused, lest a pattern in it match nothing', () => {
    const path = writeFile('a', Buffer.from('denied_tools: [löschen]', 'latin1'));
    expect(() => readTrusted(path, 100)).toThrow(invalid('is not valid UTF-8$'));
  });
});
