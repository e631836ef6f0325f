import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createClientsHome } from '../support/clients-home.ts';
import { shellOf } from '../support/command.ts';
import { containing } from '../support/matchers.ts';
import { isRunning } from '../support/processes.ts';
import { runInTerminal } from '../support/pty.ts';
import { startClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { prepare, refusal, useOnce, withHome, type Home } from './home.ts';

const PROMPT = 'continue anyway? [y/N] ';

/** A command line that leaves a trace. */
const evil = (outside: string) => ({ tiny: { command: '/bin/sh', args: ['-c', `echo > ${outside}/taken`] } });
const isTaken = (outside: string) =>
  readFile(join(outside, 'taken')).then(
    () => true,
    () => false,
  );

/** Moves the home away and puts another one there, as a file server can that is asked to. */
async function replaceHome({ guard, outside }: Home, servers: object): Promise<void> {
  await rename(guard.home, join(outside, 'old'));
  await mkdir(guard.home, { mode: 0o700 });
  await writeFile(join(guard.home, 'mcp-guard.yaml'), JSON.stringify({ servers }), { mode: 0o600 });
}

describe.concurrent('a home that replaced the agreed one', () => {
  it('is started by no bridge, and by a command only if a person agrees in a terminal', () =>
    withHome(async (home) => {
      const { guard, outside } = home;
      await prepare(guard);
      await replaceHome(home, evil(outside));
      const differs = 'this is not what was started last, so it does not start by itself: ';
      expect(await refusal(guard)).toEqual({
        code: 77,
        stderr: [
          `mcp-guard: ${differs}${guard.home} is another folder than before; ${guard.home} has not the keys that it had; the server tiny is started differently`,
          'mcp-guard: look at it, and start it yourself in a terminal: mcp-guard start -d\n',
        ].join('\n'),
      });
      for (const args of [['start', '-d'], ['start'], ['restart']])
        expect(await guard.run(...args)).toMatchObject({ code: 77, stderr: containing(differs) });
      // Not the command that was just given.
      expect((await guard.run('start', '-d')).stderr).toMatch(/no terminal here to ask in(?!.*mcp-guard start -d)/u);
      expect(await isTaken(outside)).toBe(false);

      const shell = { ...shellOf(guard), cwd: outside };
      const no = await runInTerminal(shell, ['start', '-d'], [PROMPT, 'n\n']);
      expect(no).toMatchObject({ code: 77, screen: containing('nothing was started') });
      expect(no.screen).toContain(`"/bin/sh" "-c" "echo > ${outside}/taken"`);
      expect(await refusal(guard)).toMatchObject({ code: 77 });

      await guard.configure({ servers: { tiny: tinyServer() } });
      const yes = await runInTerminal(shell, ['start', '-d'], [PROMPT, 'y\n']);
      expect(yes).toMatchObject({ code: 0, screen: containing('daemon started') });
      await useOnce(guard);
      const start = (await readRecord(guard)).find(({ kind }) => kind === 'daemon');
      expect(start).toMatchObject({ detail: containing('"agreed":"terminal"') });
      expect(await guard.run('stop')).toMatchObject({ code: 0 });
      await useOnce(guard);
    }));

  it('is not used by the running daemon, which ends', () =>
    withHome(async (home) => {
      const { guard, outside } = home;
      await useOnce(guard);
      const pid = await guard.daemonPid();
      await replaceHome(home, evil(outside));
      const log = join(outside, 'old/logs/daemon.log');
      await until('it has ended', () => pid !== undefined && !isRunning(pid));
      expect(await readFile(log, 'utf8')).toContain('the home is gone or was replaced');
      await rm(guard.home, { recursive: true });
      await rename(join(outside, 'old'), guard.home);
      await useOnce(guard);
      expect(await isTaken(outside)).toBe(false);
    }));
});

describe.concurrent('a command line that was changed while no daemon ran', () => {
  it('is started by no bridge, but by a person who agrees', () =>
    withHome(async ({ guard, outside }) => {
      await prepare(guard);
      await writeFile(join(guard.home, 'mcp-guard.yaml'), JSON.stringify({ servers: evil(outside) }));
      expect(await refusal(guard)).toMatchObject({ code: 77, stderr: containing('tiny is started differently') });
      expect(await guard.run('start', '-d')).toMatchObject({ code: 77 });
      expect(await isTaken(outside)).toBe(false);
      expect(await guard.run('start', '-d', '--yes')).toMatchObject({ code: 0 });
      await guard.run('stop');
      const client = startClient(guard.connect('tiny')); // starts the daemon by itself again; its server ends at once
      void client.initialize();
      expect(await client.ended).toMatchObject({ code: 69 });
      expect(await isTaken(outside)).toBe(true);
    }));

  it('needs no consent if only its rules were changed', () =>
    withHome(async ({ guard }) => {
      await prepare(guard);
      const tiny = { ...tinyServer(), policy: { permissions: { denied_tools: ['x'] } } };
      await writeFile(join(guard.home, 'mcp-guard.yaml'), JSON.stringify({ servers: { tiny } }));
      await useOnce(guard);
      expect(await guard.run('stop')).toMatchObject({ code: 0 });
    }));
});

it('a command line that is changed while a daemon runs is agreed on by a reload or a restart', () =>
  withHome(async ({ guard }) => {
    await useOnce(guard);
    await writeFile(
      join(guard.home, 'mcp-guard.yaml'),
      JSON.stringify({ servers: { other: tinyServer(), tiny: tinyServer() } }),
    );
    await until('it is reloaded', async () => (await guard.run('status')).stdout.includes('other: 0 open'));
    expect(await guard.run('stop')).toMatchObject({ code: 0 });
    await useOnce(guard);
    await writeFile(
      join(guard.home, 'mcp-guard.yaml'),
      JSON.stringify({ servers: { tiny: { ...tinyServer(), env: { A: 'b' } } } }),
    );
    expect(await guard.run('restart')).toMatchObject({ code: 0 });
    expect(await guard.run('stop')).toMatchObject({ code: 0 });
    await useOnce(guard);
  }));

it.runIf(process.platform === 'linux')(
  'where nothing can be remembered, as where only some folders can be written, it starts as ever, and the log tells it',
  () =>
    withHome(async ({ guard, paths, outside }) => {
      await symlink('/proc', join(outside, '.local'));
      for (let start = 0; start < 2; start++) {
        await useOnce(guard);
        expect(await guard.run('stop')).toMatchObject({ code: 0 });
      }
      expect(await readFile(paths.daemonLog, 'utf8')).toContain('agreements cannot be stored');
    }),
);

it('nothing starts if the last agreement is unreadable', () =>
  withHome(async ({ guard, outside }) => {
    await writeFile(join(outside, '.local'), '');
    const expected = { code: 78, stderr: containing('it is not known what was agreed on') };
    expect(await refusal(guard)).toMatchObject(expected);
    expect(await guard.run('start', '-d', '--yes')).toMatchObject(expected);
  }));

it('a home that a person has removed is set up again by init', async () => {
  await using clients = await createClientsHome();
  const cursor = JSON.stringify({ mcpServers: { tiny: tinyServer() } });
  for (let time = 0; time < 2; time++) {
    await clients.write('.cursor/mcp.json', cursor);
    expect(await clients.run('init', '--yes')).toMatchObject({ code: 0, stdout: containing('tiny is guarded') });
    expect(await clients.run('stop')).toMatchObject({ code: 0 });
    if (time === 0) await rm(clients.guard, { recursive: true });
  }
  await rm(join(clients.guard, 'fingerprint.key'));
  expect(await clients.run('start', '-d')).toMatchObject({
    code: 77,
    stderr: containing('has not the keys that it had'),
  });
});
