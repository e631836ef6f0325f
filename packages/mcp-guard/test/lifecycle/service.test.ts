import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CommandTools,
  createControlClient,
  installService,
  openManager,
  describeService,
  readService,
  type ServiceManager,
  uninstallService,
} from '@mcp-guard/cli/testing';
import { type DaemonStatus, guardPaths, type Hint, hintText, locateDaemon } from '@mcp-guard/core';
import { loadConfig } from '@mcp-guard/policy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseUnit } from '../../../cli/test/service/parse-unit.ts';
import manifest from '../../package.json' with { type: 'json' };
import { BIN, createGuard, type TestGuard } from '../support/guard.ts';
import { startHere } from '../support/in-process.ts';
import { readStatus } from '../support/status.ts';

const TOOL = 'only-in-the-path-of-the-terminal';

let guard: TestGuard;
let root: string;
let tools: CommandTools;
let told: string;
let config: string;
beforeEach(async () => {
  guard = await createGuard({ servers: { own: { command: TOOL } } });
  root = dirname(guard.home);
  config = join(guard.home, 'mcp-guard.yaml');
  const bin = join(root, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, TOOL), '#!/bin/sh\n');
  await chmod(join(bin, TOOL), 0o755);
  told = '';
  const entrance = guardPaths(guard.home);
  const env = { PATH: bin, HOME: root, MCP_GUARD_HOME: guard.home };
  const tell = (text: Hint): void => void (told += `${hintText(text)}\n`);
  tools = {
    version: manifest.version,
    env,
    cwd: root,
    entrance,
    daemonProgram: fileURLToPath(new URL('../dist/daemon-process.js', new URL(`file://${BIN}`))),
    guardProgram: BIN,
    findConfig: () => config,
    load: (path) => loadConfig({ home: guard.home, path, secrets: entrance.secrets, bases: entrance.bases, env }),
    findPaths: (path) => locateDaemon(entrance, path).paths,
    fingerprints: () => undefined,
    control: (path) => createControlClient(locateDaemon(entrance, path).paths, path),
    print: tell,
    note: tell,
    setExit: () => undefined,
  };
});
afterEach(() => guard.close());

/** systemd as far as the test plays it: it runs what stands in the unit, and starts nothing again. */
interface PlayedManager extends ServiceManager {
  /** Comes before a start. Where it says so, that start fails, as it does where another daemon has the home. */
  before: () => Promise<boolean>;
}

function playSystemd(): PlayedManager {
  const uid = process.getuid?.() ?? 0;
  const env = { XDG_CONFIG_HOME: join(root, '.config') };
  const system = { platform: 'linux', env, userHome: root, user: 'nobody', uid, folders: [] } as const;
  const { file, ...manager } = openManager(system);
  let child: ChildProcess | undefined;
  const isRunning = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const stop = async (): Promise<void> => {
    if (!isRunning()) return;
    child?.kill('SIGTERM');
    if (child) await once(child, 'exit');
  };
  const played: PlayedManager = {
    ...manager,
    file,
    before: () => Promise.resolve(true),
    insist: () => Promise.resolve(),
    async start() {
      await stop();
      if (!(await played.before())) return;
      const unit = parseUnit(await readFile(file, 'utf8'));
      child = spawn(unit.program, unit.args, { env: { HOME: root, ...unit.env }, stdio: 'ignore', cwd: '/' });
    },
    stop,
    forget: () => Promise.resolve(),
    state: () =>
      Promise.resolve({
        enabled: true,
        running: isRunning(),
        pid: isRunning() ? (child?.pid ?? null) : null,
        failure: null,
      }),
  };
  return played;
}

describe('a service', () => {
  it('takes over from the daemon of a client, finds servers by the PATH of the terminal, and leaves nothing behind', async () => {
    const ofClient = await startHere({ root, home: guard.home });
    expect((await readStatus(guard)).servers[0]?.problem).toBeDefined();
    const manager = playSystemd();
    await installService(tools, manager, { config, yes: true });
    await ofClient.stopped;
    const status: DaemonStatus = await readStatus(guard);
    expect(status.version).toBe(manifest.version);
    expect(status.servers.map(({ name, problem }) => ({ name, problem: problem ?? null }))).toEqual([
      { name: 'own', problem: null },
    ]);
    expect(describeService(await readService(tools, manager, config))).toContain(`runs (pid ${status.pid})\n`);
    await installService(tools, manager, { config, yes: true });
    expect(told).toContain(`nothing to do: the service runs with ${config} (pid ${status.pid})`);
    await uninstallService(tools, manager);
    expect(await readService(tools, manager, config)).toMatchObject({ installed: false, daemon: null });
  });

  it('that a client’s daemon forestalls takes over from that one too', async () => {
    const manager = playSystemd();
    let forestalled = 0;
    manager.before = async () => {
      if (forestalled++ > 0) return true;
      await startHere({ root, home: guard.home });
      return false;
    };
    await installService(tools, manager, { config, yes: true });
    expect((await readStatus(guard)).pid).toBe((await manager.state()).pid);
    await manager.stop();
    const ofClient = await startHere({ root, home: guard.home });
    expect(describeService(await readService(tools, manager, config))).toContain('a daemon runs beside it');
    await ofClient.stop();
    await ofClient.stopped;
  });

  it('is not installed for a configuration that needs a variable of the terminal', async () => {
    await guard.configure({ servers: { own: { command: TOOL, env: { TOKEN: '${TOKEN_OF_TERMINAL}' } } } });
    const load: CommandTools['load'] = (path) =>
      loadConfig({ ...tools.entrance, path, env: { ...tools.env, TOKEN_OF_TERMINAL: 'x' } });
    const installing = installService({ ...tools, load }, playSystemd(), { config, yes: true });
    await expect(installing).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      hint: expect.stringContaining('secrets.env'),
    });
  });
});
