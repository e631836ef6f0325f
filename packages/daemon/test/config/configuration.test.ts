import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fingerprints, guardPaths } from '@mcp-guard/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { INTERCEPTORS, type CreateInterceptor } from '@mcp-guard/rules';
import { Binding } from '../../src/config/binding.js';
import { Configuration } from '../../src/config/configuration.js';

let root: string;
let home: string;
let end: () => void = () => undefined;
beforeEach(() => {
  root = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-configuration-')));
  home = makeHome('home', 'one');
});
afterEach(() => {
  end();
  rmSync(root, { recursive: true });
});

function makeHome(name: string, server: string): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'backups'), { recursive: true, mode: 0o700 });
  writeFileSync(guardPaths(folder).fingerprintKey, name, { mode: 0o600 });
  writeFileSync(guardPaths(folder).config, JSON.stringify({ servers: { [server]: { command: 'x' } } }), {
    mode: 0o600,
  });
  return folder;
}

/** A configuration that is watched, as a daemon does it. */
async function watch(interceptors: readonly CreateInterceptor[] = INTERCEPTORS) {
  const { config: path, secrets, bases } = guardPaths(home);
  const onProblem = vi.fn<(problem: string) => void>();
  const options = { entrance: home, config: path, stateFolders: [join(root, 'state')], onProblem };
  const binding = new Binding(options);
  const configuration = await Configuration.open(
    { home, path, secrets, bases, env: {} },
    { fingerprints: new Fingerprints('00'), interceptors },
    binding,
  );
  binding.insist(configuration.loaded);
  binding.remember(configuration.loaded, 'first start');
  const problems: string[] = [];
  const changes: unknown[] = [];
  end = configuration.watch(
    (change) => void changes.push(change),
    (problem) => void problems.push(problem.message),
  );
  const next = (): Binding => new Binding(options);
  return { configuration, binding, next, problems, changes };
}

it('a client file that init moves is one of the guard’s own from then on', async () => {
  const { configuration, changes } = await watch();
  const records = [{ client: 'cursor', path: join(root, '.cursor/mcp.json') }];
  writeFileSync(guardPaths(home).moves, JSON.stringify({ version: 1, records }), { mode: 0o600 });
  await expect.poll(() => changes.length).toBe(1);
  expect(configuration.current.own.clients).toEqual([join(root, '.cursor/mcp.json')]);
});

it('a configuration in a replaced folder is not taken, and one in our own folder is', async () => {
  const { configuration, problems, next, changes } = await watch();
  renameSync(home, join(root, 'old'));
  makeHome('home', 'evil');
  await expect.poll(() => problems.length).toBe(1);
  expect(problems[0]).toContain(`${home} is another folder than before`);
  expect([...configuration.servers.keys()]).toEqual(['one']);
  expect(() => next().insist(configuration.loaded)).toThrow('is another folder than before');

  rmSync(home, { recursive: true });
  renameSync(join(root, 'old'), home);
  writeFileSync(guardPaths(home).config, JSON.stringify({ servers: { two: { command: 'y' } } }), { mode: 0o600 });
  await expect.poll(() => changes.length).toBe(1);
  expect([...configuration.servers.keys()]).toEqual(['two']);
  const later = next();
  later.insist(configuration.loaded);
  expect(later.agreed).toBe('reload');
});

/** Writes what a server may not do, and whether its calls are counted. */
function restrict(denied: readonly string[], perMinute?: number): void {
  const limit = perMinute !== undefined && { rate_limit: { requests_per_minute: perMinute } };
  const servers = { one: { command: 'x', policy: { permissions: { denied_tools: denied }, ...limit } } };
  writeFileSync(guardPaths(home).config, JSON.stringify({ servers }), { mode: 0o600 });
}

it('what is allowed now and was not before is told until a person has seen it, also after other starts', async () => {
  restrict(['a', 'b']);
  const first = await watch();
  const policy = 'servers.one.policy';
  const told = (): readonly string[] | undefined => first.configuration.status.loosened?.changes;
  restrict(['a', 'b'], 60); // tightened, and taken back: that allows more than a moment ago
  await expect.poll(() => first.changes.length).toBe(1);
  expect(told()).toBeUndefined();
  restrict(['a', 'b'], 600);
  await expect.poll(told).toEqual([`${policy}.rate_limit.requests_per_minute was raised`]);
  restrict(['a', 'b'], 60);
  await expect.poll(told).toBeUndefined();
  restrict(['a'], 60);
  const b = `${policy}.permissions.denied_tools: "b" was removed`;
  await expect.poll(told).toEqual([b]);
  end();

  restrict([], 60); // while no daemon runs
  const second = await watch();
  const a = `${policy}.permissions.denied_tools: "a" was removed`;
  expect(second.configuration.status).toMatchObject({ loosened: { changes: [b, a] }, acknowledged: null });
  second.configuration.acknowledge('anna');
  expect(second.configuration.status).toMatchObject({
    loosened: { changes: [b, a] },
    acknowledged: { by: 'anna' },
  });
  end();
  expect((await watch()).configuration.status).toMatchObject({ loosened: null });
  end();
  writeFileSync(guardPaths(home).loosened, '{"at":1', { mode: 0o600 });
  const unknown = ['what was allowed before this start cannot be read'];
  expect((await watch()).configuration.status).toMatchObject({ loosened: { changes: unknown } });
});

it('a configuration with which the self-test fails is not taken, and the old one stays', async () => {
  const broken = INTERCEPTORS.map(
    (create): CreateInterceptor =>
      (scope) =>
        scope.server === 'two' ? undefined : create(scope),
  );
  const { configuration, problems, changes } = await watch(broken);
  const write = (name: string): void =>
    writeFileSync(guardPaths(home).config, JSON.stringify({ servers: { [name]: { command: 'y' } } }), { mode: 0o600 });
  write('two');
  await expect.poll(() => problems.length).toBe(1);
  expect(problems).toEqual(['self-test: the policy of two does not refuse what it must']);
  expect([...configuration.servers.keys()]).toEqual(['one']);
  expect([changes, configuration.status.problems]).toEqual([[], problems]);

  write('three');
  await expect.poll(() => changes.length).toBe(1);
  expect([...configuration.servers.keys()]).toEqual(['three']);
});
