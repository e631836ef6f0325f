import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HaltFiles } from '../../src/changes/halt-files.js';

const HALT = { at: 1_800_000_000_000, by: 'anna (uid 1000)', reason: 'it deletes files', ends: false };
const NOTHING = { halt: undefined, problem: undefined };

let root: string;
let files: HaltFiles;
let path: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mcp-guard-halt-'));
  files = new HaltFiles([join(root, 'a', 'mcp-guard'), join(root, 'b', 'mcp-guard')]);
  [path = ''] = files.paths;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the files of a halt', () => {
  it('are one in each folder, and any of them is enough', () => {
    expect(files.read()).toEqual(NOTHING);
    expect(files.write(HALT)).toEqual([]);
    expect(files.read()).toEqual({ halt: HALT, problem: undefined });
    rmSync(path);
    expect(files.read()).toEqual({ halt: HALT, problem: undefined });
    files.remove();
    expect(files.read()).toEqual(NOTHING);
    files.remove();
  });

  const DAMAGE: Readonly<Record<string, () => void>> = {
    'an empty file': () => writeFileSync(path, '', { mode: 0o600 }),
    'half a file': () => writeFileSync(path, '{"at":1,', { mode: 0o600 }),
    'a file without a time': () => writeFileSync(path, JSON.stringify({ ...HALT, at: 'now' }), { mode: 0o600 }),
    'a file that others may read': () => {
      writeFileSync(path, JSON.stringify(HALT));
      chmodSync(path, 0o644);
    },
    'a link': () => symlinkSync('/dev/null', path),
    'a folder': () => mkdirSync(path),
    'a large file': () => writeFileSync(path, ' '.repeat(20_000), { mode: 0o600 }),
  };

  it.each(Object.entries(DAMAGE))('%s is a problem, and not nothing', (_, damage) => {
    mkdirSync(dirname(path), { recursive: true });
    damage();
    expect(files.read()).toEqual({ halt: undefined, problem: expect.stringContaining(path) });
  });

  it('that cannot be written or removed are named', () => {
    mkdirSync(join(path, 'in the way'), { recursive: true });
    expect(files.write(HALT)).toEqual([expect.stringContaining(path)]);
    expect(() => files.remove()).toThrow('cannot be removed, so all calls stay halted');
    expect(existsSync(path)).toBe(true);
  });
});
