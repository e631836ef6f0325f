import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeOwn, writeOwn } from '../../src/service/own-file.js';
import { MARK } from '../../src/service/service-manager.js';

const ours = `# ${MARK}\n`;
let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mcp-guard-own-file-'));
  file = join(root, 'systemd', 'user', 'mcp-guard.service');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the file of a service', () => {
  it('is private, replaced as a whole, and removed again', () => {
    writeOwn(file, `${ours}old`);
    writeOwn(file, `${ours}new`);
    expect(readFileSync(file, 'utf8')).toBe(`${ours}new`);
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
    removeOwn(file);
    removeOwn(file);
    expect(readdirSync(join(root, 'systemd', 'user'))).toEqual([]);
  });

  it('is neither replaced nor removed where the guard has not written it', () => {
    writeOwn(file, ours);
    writeFileSync(file, '[Service]\n');
    for (const change of [() => writeOwn(file, ours), () => removeOwn(file)])
      expect(change).toThrow(/was not written by mcp-guard; nothing was changed/u);
    expect(readFileSync(file, 'utf8')).toBe('[Service]\n');
  });

  it('is not written through a link, whatever the link leads to', () => {
    mkdirSync(join(root, 'systemd', 'user'), { recursive: true, mode: 0o700 });
    const target = join(root, 'target');
    writeFileSync(target, ours, { mode: 0o600 });
    symlinkSync(target, file);
    expect(() => writeOwn(file, `${ours}new`)).toThrow(/is a link, which is not followed/u);
    expect(() => removeOwn(file)).toThrow(/is a link, which is not followed/u);
    expect(readFileSync(target, 'utf8')).toBe(ours);
  });

  it('is not written into a folder that is a link, or that others can change', () => {
    mkdirSync(join(root, 'systemd'));
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), join(root, 'systemd', 'user'));
    expect(() => writeOwn(file, ours)).toThrow(/is no folder, or a link to one/u);
    rmSync(join(root, 'systemd', 'user'));
    mkdirSync(join(root, 'systemd', 'user'));
    chmodSync(join(root, 'systemd', 'user'), 0o777);
    expect(() => writeOwn(file, ours)).toThrow(/can be written by others/u);
    expect(readdirSync(join(root, 'elsewhere'))).toEqual([]);
  });
});
