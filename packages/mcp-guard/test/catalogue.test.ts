import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('a catalogue that is not the one of its program', () => {
  let root: string;
  let file: string;
  let bin: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'mcp-guard-catalogue-'));
    for (const part of ['dist', 'bin', 'package.json'])
      cpSync(fileURLToPath(new URL(`../${part}`, import.meta.url)), join(root, 'package', part), { recursive: true });
    symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(root, 'package', 'node_modules'));
    file = join(root, 'package', 'dist', 'catalogue.bin');
    bin = join(root, 'package', 'bin', 'mcp-guard.cjs');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const original = readFileSync(new URL('../dist/catalogue.bin', import.meta.url));

  it.each([
    ['cut', () => truncateSync(file, original.length - 1), 'is cut, was changed or is of another version'],
    [
      'changed in one bit',
      () => {
        const bytes = Buffer.from(original);
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(file, bytes);
      },
      'is cut, was changed or is of another version',
    ],
    ['not there', () => unlinkSync(file), 'cannot be read'],
  ])('and is %s ends the start, which names it', (_, damage, reason) => {
    writeFileSync(file, original);
    damage();
    const home = join(root, 'home');
    const { status, stderr } = spawnSync(process.execPath, [bin, 'start', '-d'], {
      env: { PATH: process.env['PATH'], HOME: root, MCP_GUARD_HOME: home },
      encoding: 'utf8',
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain(`${file} ${reason}`);
  });
});
