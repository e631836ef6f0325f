import { guardPaths, pointerPath } from '@mcp-guard/core';
import { existsSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { createGuard, type TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { startClient, type RawClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';

// covers: daemon.home

async function connect(guard: TestGuard, server: string, ...flags: readonly string[]): Promise<RawClient> {
  const { args, ...rest } = guard.connect(server);
  const client = startClient({ ...rest, args: [...args, ...flags] });
  await client.initialize();
  return client;
}

/** @param config in a file beside the home, which names another home */
async function withOwnHome(play: (guard: TestGuard, place: { home: string; config: string }) => Promise<void>) {
  const guard = await createGuard({ servers: { common: tinyServer() } });
  const home = join(dirname(guard.home), 'of-the-project');
  const config = join(dirname(guard.home), 'project.yaml');
  await mkdir(home, { mode: 0o700 });
  await writeFile(config, JSON.stringify({ servers: { special: tinyServer() }, daemon: { home } }), { mode: 0o600 });
  try {
    await guard.run('start', '-d', '-c', config); // once: a client starts no configuration of another place by itself
    await guard.run('stop', '-c', config);
    await play(guard, { home, config });
  } finally {
    await guard.run('stop', '-c', config);
    await guard.close();
  }
  await untilGone(dirname(guard.home));
}

it('a configuration with a home of its own has its own daemon and record, which bridges and commands find by it', () =>
  withOwnHome(async (guard, { home, config }) => {
    const clients = [await connect(guard, 'special', '-c', config), await connect(guard, 'common')];
    await Promise.all(clients.map((client) => client.call('pid')));
    expect(existsSync(join(home, 'daemon.sock'))).toBe(true);
    expect(await guard.run('status')).toMatchObject({ stdout: containing('common: 1 open') });
    expect(await guard.run('status', '-c', config)).toMatchObject({ stdout: containing('special: 1 open') });
    expect((await guard.run('logs')).stdout).not.toContain('special');
    expect(await guard.run('logs', '-c', config)).toMatchObject({ stdout: containing('special') });
    await Promise.all(clients.map((client) => client.end()));

    expect(await guard.run('stop', '-c', config)).toMatchObject({ code: 0 });
    expect(await guard.run('status', '-c', config)).toMatchObject({ code: 69 });
    expect(await guard.run('logs', '-c', config)).toMatchObject({ stdout: containing('special') });
    expect(await guard.run('health')).toMatchObject({ code: 0 });

    const again = await connect(guard, 'special', '-c', config);
    await again.end();
    const pointer = pointerPath(guardPaths(guard.home), config);
    const { ino } = statSync(pointer);
    expect(await guard.run('restart', '-c', config)).toMatchObject({ code: 0 });
    // Replaced and not written over: a command that reads half of it would reach the other daemon.
    expect(statSync(pointer).ino).not.toBe(ino);
    expect(await guard.run('stop', '-c', config)).toMatchObject({ code: 0 });
  }));

it('start and restart start it beside the daemon of the default home', () =>
  withOwnHome(async (guard, { config }) => {
    const common = await connect(guard, 'common');
    for (const options of [
      ['start', '-d', '-c', config],
      ['restart', '-c', config],
    ]) {
      expect(await guard.run(...options)).toMatchObject({ code: 0, stdout: containing(`with ${config}`) });
      const special = await connect(guard, 'special', '-c', config);
      expect(await special.call('pid')).not.toBe(await common.call('pid'));
      expect(await guard.run('status')).toMatchObject({ stdout: containing('common: 1 open') });
      expect(await guard.run('status', '-c', config)).toMatchObject({ stdout: containing('special: 1 open') });
      await special.end();
      expect(await guard.run('stop', '-c', config)).toMatchObject({ code: 0 });
    }
    await common.end();
  }));
