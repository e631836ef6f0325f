import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere } from '../run-here.js';

let folder: string;
let base: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'base-'));
  base = join(folder, 'base.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const validate = (text: string) => {
  writeFileSync(base, text, { mode: 0o664 });
  return runHere({ cwd: folder, env: { HOME: folder } }, 'validate', '--base', base);
};

describe('validate --base', () => {
  it('checks a base by itself, whatever its mode, and prints its hash', async () => {
    const text = 'servers: {a: {command: "/opt/a", policy: {locked: true}}}\n';
    expect(await validate(text)).toEqual({
      code: 0,
      stdout: `${base} is a valid base: 1 server\nsha256: ${hash('sha256', text)}\n`,
      stderr: '',
    });
  });

  it('is the same for programs', async () => {
    const text = 'servers: {}\n';
    await validate(text);
    const { stdout } = await runHere({ cwd: folder, env: { HOME: folder } }, 'validate', '--base', base, '--json');
    expect(JSON.parse(stdout)).toEqual({ path: base, servers: 0, sha256: hash('sha256', text), warnings: [] });
  });

  it('warns of entries that name too much', async () => {
    const { code, stderr } = await validate('servers: {a: {command: npx}}\n');
    expect(code).toBe(0);
    expect(stderr).toBe('warning: base.yaml:1:24 servers.a.command: without `args` it names whatever npx may start\n');
  });

  it.each([
    [
      'a key of a person',
      'daemon: {home: /x}',
      /base\.yaml:1:\d+: daemon\.home: a base does not set a path of this mach/,
    ],
    ['a variable', 'servers: {a: {command: "${X}"}}', /base\.yaml:1:\d+: a base has no variables/],
    ['another base', 'extends: {path: b.yaml}', /extends: a base cannot extend another/],
    ['too much', `#${'x'.repeat(2 ** 20)}`, /is larger than 1048576 bytes/],
  ])('refuses one that has %s', async (_, text, problem) => {
    const { code, stdout, stderr } = await validate(text);
    expect([code, stdout]).toEqual([78, '']);
    expect(stderr).toMatch(problem);
  });

  it('says which file is missing', async () => {
    const { code, stderr } = await runHere({ cwd: folder, env: { HOME: folder } }, 'validate', '--base', `${base}x`);
    expect(code).toBe(78);
    expect(stderr).toContain(`there is no base at ${base}x`);
  });

  it('is named where a base is checked as a configuration', async () => {
    writeFileSync(base, 'allow_other_servers: false', { mode: 0o600 });
    const { code, stderr } = await runHere({ cwd: folder, env: { HOME: folder } }, 'validate', '-c', base);
    expect(code).toBe(78);
    expect(stderr).toContain(
      'allow_other_servers: unknown key; here this is for a base only: mcp-guard validate --base',
    );
  });
});
