import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { absolute, guardHome, guardPaths, pointerPath } from '../src/home/paths.js';

describe('guardHome', () => {
  it.each([
    [{}, join(homedir(), '.config', 'mcp-guard')],
    [{ MCP_GUARD_HOME: '' }, join(homedir(), '.config', 'mcp-guard')],
    [{ MCP_GUARD_HOME: '/tmp/x/../home/' }, '/tmp/home'],
  ])('of %j is %s', (env, home) => {
    expect(guardHome(env)).toBe(home);
  });

  // Threat: a project that brings the rules and the commands of a home.
  it('is never a folder below the one in which the process was started', () => {
    expect(() => guardHome({ MCP_GUARD_HOME: 'here' })).toThrow('MCP_GUARD_HOME is no absolute path');
    vi.stubEnv('HOME', '');
    try {
      expect(() => guardHome({})).toThrow('HOME is no absolute path');
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe('guardPaths', () => {
  it('are all different and all in the home', () => {
    const { home, ...paths } = guardPaths('/h');
    expect(home).toBe('/h');
    expect(new Set(Object.values(paths)).size).toBe(Object.keys(paths).length);
    for (const path of Object.values(paths)) expect(path).toMatch(/^\/h\//);
  });
});

describe('pointerPath', () => {
  it('is one file per configuration, whatever its path holds', () => {
    const paths = guardPaths('/h');
    const configs = [paths.config, '/a.yaml', '/b.yaml', '/../../etc/passwd', '/x'.repeat(2000), '/\n'];
    const pointers = configs.map((config) => pointerPath(paths, config));
    expect(new Set(pointers).size).toBe(configs.length);
    for (const pointer of pointers) expect(pointer).toMatch(/^\/h\/run\/[a-z0-9]+$/);
  });
});

describe('absolute', () => {
  it.each([
    ['/a/../b', '/c', '/b'],
    ['b', '/c', '/c/b'],
    ['../b', '/c/d', '/c/b'],
  ])('%s seen from another folder', (path, cwd, result) => {
    expect(absolute(path, cwd)).toBe(result);
  });
});
