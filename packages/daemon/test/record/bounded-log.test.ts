import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BoundedLog } from '../../src/record/bounded-log.js';

describe('a bounded log', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'mcp-guard-log-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (maxBytes: number): BoundedLog => new BoundedLog(join(folder, 'logs', 'server.log'), maxBytes);
  const read = (log: BoundedLog, suffix = ''): string => readFileSync(log.path + suffix, 'utf8');

  it('is private, with its folder', () => {
    const log = open(10);
    log.close();
    expect(statSync(log.path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700);
  });

  it('goes on where it ended', () => {
    const before = open(100);
    before.write('one\n');
    before.close();
    const log = open(100);
    log.write('two\n');
    log.close();
    expect(read(log)).toBe('one\ntwo\n');
  });

  it('keeps the file before and nothing older', () => {
    const log = open(8);
    for (const line of ['one\n', 'two\n', 'three\n', 'four\n']) log.write(line);
    log.close();
    expect([read(log, '.1'), read(log)]).toEqual(['three\n', 'four\n']);
  });

  it('counts bytes, not characters', () => {
    const log = open(8);
    log.write('one\n');
    log.write('éé\n'); // 5 bytes
    log.close();
    expect([read(log, '.1'), read(log)]).toEqual(['one\n', 'éé\n']);
  });

  it('loses lines rather than throw, or write into whatever got its number, when it cannot be rotated', () => {
    const log = open(4);
    log.write('one\n');
    rmSync(join(folder, 'logs'), { recursive: true });
    log.write('two\n');
    const others = Array.from({ length: 8 }, (_, index) => openSync(join(folder, `other-${index}`), 'w'));
    for (const line of ['three\n', 'four\n']) log.write(line);
    for (const [index, file] of others.entries()) {
      closeSync(file);
      expect(readFileSync(join(folder, `other-${index}`), 'utf8')).toBe('');
    }
  });
});
