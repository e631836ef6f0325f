import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCommand, findOnPath, look } from '../src/home/find-command.js';

describe('the command of a server', () => {
  let root: string;
  const at = (...parts: readonly string[]): string => join(root, ...parts);

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'mcp-guard-path-'));
    for (const folder of ['a', 'b', 'client', 'b/folder']) mkdirSync(at(folder));
    const programs = { 'a/plain': 0o600, 'b/plain': 0o700, 'a/both': 0o700, 'b/both': 0o700, 'client/local': 0o700 };
    for (const [name, mode] of Object.entries(programs)) {
      writeFileSync(at(name), '#!/bin/sh\n');
      chmodSync(at(name), mode);
    }
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const find = (command: string, ...path: readonly string[]): string | undefined =>
    findCommand(command, path.join(':'), at('client'));

  it('is the first of its name on the path that can be started', () => {
    expect(find('both', at('a'), at('b'))).toBe(at('a/both'));
    expect(find('plain', at('a'), at('b'))).toBe(at('b/plain'));
    expect(find('folder', at('b'))).toBeUndefined();
    expect(find('missing', at('a'), at('b'))).toBeUndefined();
  });

  it.each([
    ['may not be entered', () => (mkdirSync(at('closed'), { mode: 0o600 }), at('closed'))],
    ['lies below a file', () => at('b/plain/bin')],
    ['is a file', () => at('b/plain')],
    ['is a link that leads back to itself', () => (symlinkSync('loop', at('loop')), at('loop'))],
    ['has a name that is too long', () => at('x'.repeat(300))],
    ['has a NUL character in its name', () => at('a\0b')],
    ['is not there', () => at('gone')],
  ])('is found behind a folder that %s', (_, make) => {
    const folder = make();
    expect(find('both', folder, at('b'))).toBe(at('b/both'));
    expect(findOnPath('both', [at('a'), folder, at('b')].join(':'))).toEqual([at('a/both'), at('b/both')]);
    expect(find('both', folder)).toBeUndefined();
    expect(look(join(folder, 'both'))).toBeUndefined();
  });

  it.each(['', '.', 'client', '../client'])(
    'is never found in the client’s folder, which may be a stranger’s, by the path entry %j',
    (entry) => {
      expect(find('local', entry, at('a'))).toBeUndefined();
    },
  );

  it('with a slash is a file, seen from the client’s folder', () => {
    expect(find('./local', at('a'))).toBe(at('client/local'));
    expect(find('../b/plain')).toBe(at('b/plain'));
    expect(find(at('b/plain'))).toBe(at('b/plain'));
    expect(find(at('a/plain'))).toBeUndefined();
  });
});
