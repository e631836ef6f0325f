import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askDaemon } from './ask-daemon.ts';
import { countDaemon } from './count-daemon.ts';
import { isRunning } from './processes.ts';
import { until } from './until.ts';

/** The bin as it is published; `pnpm build` has made what it loads. */
export const BIN: string = fileURLToPath(new URL('../../bin/mcp-guard.cjs', import.meta.url));

/** The part of a configuration that tests set; see `mcp-guard.example.yaml` for all of it. */
export type TestConfig = Readonly<Record<string, unknown>>;

export interface CommandLine {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A home of its own with a configuration; the daemon starts with the first bridge or command that needs it. */
export interface TestGuard extends AsyncDisposable {
  readonly home: string;
  /** What a client's configuration would say to reach a server. */
  connect(server: string): CommandLine;
  /** Runs `mcp-guard …args`. */
  run(...args: readonly string[]): Promise<CommandResult>;
  /** Replaces the configuration, as an editor does: by an atomic rename. */
  configure(config: TestConfig | string): Promise<void>;
  /** The pid of the daemon, or undefined when none has been started. */
  daemonPid(): Promise<number | undefined>;
  /** Stops the daemon and removes the home. */
  close(): Promise<void>;
}

/** Makes a home the one of a user, by a link: a client starts no other by itself. */
export async function makeUsual(root: string, home: string): Promise<void> {
  await mkdir(join(root, '.config'), { recursive: true });
  await symlink(home, join(root, '.config', 'mcp-guard')).catch(() => undefined); // it is there already
}

/** The file of a configuration. One without servers has to say so, and a held call waits only where a test says it. */
export const toText = (config: TestConfig | string): string =>
  typeof config === 'string'
    ? config
    : JSON.stringify({ servers: {}, ...config, approvals: Object.assign({ wait: 0 }, config['approvals']) });

export async function createGuard(config: TestConfig | string): Promise<TestGuard> {
  const root = await mkdtemp(join(tmpdir(), 'mcp-guard-test-'));
  const home = join(root, 'home');
  await mkdir(home, { mode: 0o700 });
  await makeUsual(root, home);
  const env = { PATH: process.env['PATH'] ?? '', HOME: root, MCP_GUARD_HOME: home };
  const configPath = join(home, 'mcp-guard.yaml');

  const configure: TestGuard['configure'] = async (next) => {
    const draft = `${configPath}.new`;
    await writeFile(draft, toText(next), { mode: 0o600 });
    await chmod(draft, 0o600);
    await rename(draft, configPath);
  };
  const run: TestGuard['run'] = (...args) =>
    new Promise((resolve) => {
      const options = { env, cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
      const child = execFile(process.execPath, [BIN, ...args], options, (_, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      });
      child.stdin?.end();
    });
  const pidText = (): Promise<string | undefined> => readFile(join(home, 'daemon.pid'), 'utf8').catch(() => undefined);
  const daemonPid: TestGuard['daemonPid'] = async () => Number((await pidText()) ?? '') || undefined;
  /** As `mcp-guard stop` does; a process for each test would be dear. Throws where that is not so simple. */
  const stop = async (): Promise<void> => {
    const hasRun = (await readdir(join(home, 'run')).catch(() => [])).length > 0;
    if (hasRun) countDaemon(home, 'process');
    if ((await pidText()) === '') return; // it was stopped already
    if (hasRun) await askDaemon({ home }, '/stop', {});
    await until('the daemon has let go of its home', async () => {
      const pid = await daemonPid();
      return pid === undefined || !isRunning(pid); // one that could not start leaves its pid
    });
  };
  const close = async (): Promise<void> => {
    await stop().catch(() => run('stop')); // one that has ended, was killed, or has another home
    await rm(root, { recursive: true, force: true });
  };

  await configure(config);
  return {
    home,
    connect: (server) => ({ command: process.execPath, args: [BIN, 'connect', '-s', server], env: { ...env } }),
    run,
    configure,
    daemonPid,
    close,
    [Symbol.asyncDispose]: close,
  };
}
