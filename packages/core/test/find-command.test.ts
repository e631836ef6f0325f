import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCommand } from '../src/home/find-command.js';

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
