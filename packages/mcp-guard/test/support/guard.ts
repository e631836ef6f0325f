import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult } from '../../../cli/test/run-here.ts';
import { askDaemon } from './ask-daemon.ts';
import { BIN, PROGRAMS } from './bin.ts';
import { startCommand, type Shell } from './command.ts';
import { countDaemon } from './count-daemon.ts';
import { isRunning } from './processes.ts';
import { until } from './until.ts';

export { BIN } from './bin.ts';

/** The part of a configuration that tests set; see `mcp-guard.example.yaml` for all of it. */
export type TestConfig = Readonly<Record<string, unknown>>;

export interface CommandLine {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

export type { CommandResult } from '../../../cli/test/run-here.ts';

/** A home of its own with a configuration; the daemon starts with the first bridge or command that needs it. */
export interface TestGuard extends AsyncDisposable {
  readonly home: string;
  /** What a client's configuration would say to reach a server. */
  connect(server: string): CommandLine;
  /** Runs `mcp-guard …args`, in the process of the test where the command neither asks nor stays. */
  run(...args: readonly string[]): Promise<CommandResult>;
  /** Replaces the configuration, as an editor does: by an atomic rename. */
  configure(config: TestConfig | string): Promise<void>;
  /** The pid of the daemon, or undefined when none has been started. */
  daemonPid(): Promise<number | undefined>;
  /** Stops the daemon and removes the home. */
  close(): Promise<void>;
}

/**
 * The commands that do not stay nor look for the files of their program, and where no terminal is ask no person.
 * `cli/programs.test.ts` compares what they say here with what their program says.
 */
export const RUN_HERE = [
  'allow',
  'approvals',
  'ask',
  'auth',
  'base',
  'completion',
  'dashboard-token',
  'deny',
  'doctor',
  'except',
  'explain',
  'health',
  'init',
  'logs',
  'restart',
  'scan',
  'start',
  'status',
  'stop',
  'summary',
  'tools',
  'uninstall',
  'validate',
] as const;

const runsHere = ([first, ...args]: readonly string[]): boolean =>
  RUN_HERE.some((name) => name === first) && (first !== 'start' || args.includes('-d'));

/**
 * Runs `mcp-guard …args`, in this process where the command neither asks nor stays. The command line is loaded with the
 * first command: a program of the suite for conformance, which Node runs as it is, has none.
 */
export async function runCommandLine(place: Shell, ...args: readonly string[]): Promise<CommandResult> {
  if (!runsHere(args)) return startCommand(place, ...args).ended;
  const { runWith } = await import('../../../cli/test/run-here.ts');
  return runWith(PROGRAMS, place, ...args);
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
  const place = { env, cwd: root };
  const run: TestGuard['run'] = (...args) => runCommandLine(place, ...args);
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
