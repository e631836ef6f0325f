import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadConfig, type Loaded } from '../../src/loading/load.js';
import { MACHINE_BASE } from '../../src/loading/load-bases.js';
import { findWarnings } from '../../src/warnings/warnings.js';
import { openFolder } from '../folder.js';

let folder: string;
/** Stands for `/etc/mcp-guard`. */
let etc: string;
const owner = process.getuid?.() ?? 0;
beforeEach(() => {
  folder = openFolder();
  etc = join(folder, 'etc');
  mkdirSync(etc, { mode: 0o755 });
});

const lay = (base: object | string, mode = 0o644): void => {
  const path = join(etc, 'mcp-guard.yaml');
  writeFileSync(path, typeof base === 'string' ? base : JSON.stringify(base));
  chmodSync(path, mode);
};

function load(more: object = {}, by = owner): Promise<Loaded> {
  const path = join(folder, 'mcp-guard.yaml');
  writeFileSync(path, JSON.stringify({ servers: { a: { command: 'x' } }, ...more }), { mode: 0o600 });
  const machine = { path: join(etc, 'mcp-guard.yaml'), owner: by };
  const places = { home: folder, path, secrets: join(folder, 'none'), bases: join(folder, 'bases') };
  return loadConfig({ ...places, env: {}, machine });
}

const denying = (tool: string): object => ({ default: { permissions: { denied_tools: [tool] } } });

describe('the base of the machine', () => {
  it('is where only root can put it', () => {
    expect(MACHINE_BASE).toEqual({ path: '/etc/mcp-guard/mcp-guard.yaml', owner: 0 });
  });

  it('binds a configuration that extends nothing, by rules with their place in it', async () => {
    lay(denying('delete'));
    const loaded = await load();
    expect(loaded.config.servers['a']?.layers.permissions.map(({ source }) => source)).toEqual([
      'machine:default.permissions',
      'servers.a.policy.permissions',
    ]);
    expect(loaded.locate('machine:default.permissions.denied_tools[0]')).toMatch(
      /etc\/mcp-guard\.yaml:1:\d+ default\.permissions\.denied_tools\[0\]$/,
    );
    expect(loaded.config.own.files).toContain(join(etc, 'mcp-guard.yaml'));
  });

  it('binds beside the base that the file extends', async () => {
    lay({ ...denying('delete'), daemon: { max_depth: 64 } });
    writeFileSync(join(folder, 'team.yaml'), JSON.stringify({ ...denying('send'), daemon: { max_depth: 32 } }), {
      mode: 0o600,
    });
    const { config } = await load({ extends: { path: 'team.yaml' } });
    expect(config.servers['a']?.layers.permissions.map(({ source }) => source)).toEqual([
      'base:default.permissions',
      'machine:default.permissions',
      'servers.a.policy.permissions',
    ]);
    expect(config.daemon.max_depth).toBe(32);
  });

  it('is named by validate, with every other base that binds', async () => {
    lay(denying('delete'));
    writeFileSync(join(folder, 'team.yaml'), JSON.stringify({ version: 7 }), { mode: 0o600 });
    const { notes } = findWarnings(await load({ extends: { path: 'team.yaml' } }));
    expect(notes).toEqual([
      `bound by the base ${join(folder, 'team.yaml')}, version 7`,
      `bound by the base ${join(etc, 'mcp-guard.yaml')}`,
    ]);
  });

  it('is watched for before it is there', async () => {
    const { files, bases } = await load();
    expect([[...files.keys()], bases]).toEqual([[join(etc, 'mcp-guard.yaml')], []]);
  });

  it.each([
    ['is not YAML', '[', 'mcp-guard.yaml:1:'],
    ['has a problem', 'foo: 1', 'etc/mcp-guard.yaml:1:1: foo: unknown key'],
    ['extends another', 'extends: {path: /x}', 'a base cannot extend another'],
  ])('that %s lets nothing start', async (_, text, problem) => {
    lay(text);
    await expect(load()).rejects.toThrow(problem);
  });

  // Threat: a user of the machine writes the rules for all others.
  it.each([
    ['belongs to another user', () => lay({}), 'etc/mcp-guard.yaml belongs to another user', owner + 1],
    ['others may write', () => lay({}, 0o666), 'etc/mcp-guard.yaml can be written by others', owner],
    ['its group may write', () => lay({}, 0o664), 'etc/mcp-guard.yaml can be written by others', owner],
    [
      'is in a folder that others may write',
      () => (lay({}), chmodSync(etc, 0o777)),
      'can be changed by others than its owner',
      owner,
    ],
    ['is a folder', () => mkdirSync(join(etc, 'mcp-guard.yaml')), 'is not a file', owner],
  ])('that %s lets nothing start', async (_, arrange, problem, by) => {
    arrange();
    await expect(load({}, by)).rejects.toThrow(problem);
  });

  it('that leads back to itself lets nothing start', async () => {
    symlinkSync(join(etc, 'mcp-guard.yaml'), join(etc, 'mcp-guard.yaml'));
    await expect(load()).rejects.toThrow('cannot be read');
  });

  it('in the place of whose folder a file stands lets nothing start', async () => {
    rmSync(etc, { recursive: true });
    writeFileSync(etc, '');
    await expect(load()).rejects.toThrow('cannot be read');
  });

  it('says alone how people are recognised', async () => {
    lay({ auth: { mode: 'os' } });
    writeFileSync(join(folder, 'team.yaml'), JSON.stringify({ auth: { mode: 'os' } }), { mode: 0o600 });
    await expect(load({ extends: { path: 'team.yaml' } })).rejects.toThrow(
      /team\.yaml:1:\d+: auth: \S+etc\/mcp-guard\.yaml says it for this machine; leave it out here/,
    );
  });
});
