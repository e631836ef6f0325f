import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shellOf, startCommand } from '../support/command.ts';
import { containing, matching } from '../support/matchers.ts';
import { startClient } from '../support/raw-client.ts';
import { readRecord } from '../support/record.ts';
import { readStatus } from '../support/status.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard as withGuardHere } from '../support/in-process-guard.ts';
import { withGuard } from '../support/with-guard.ts';
import { parseLines, play, session } from './terminal.ts';

// covers: daemon.log_level, audit.stdout

const SERVERS = { servers: { tiny: tinyServer(), 'other one': tinyServer() } };
/** With one whose Node a version manager took away, and one that is elsewhere. */
const WITH_GONE = {
  daemon: { dashboard_port: false },
  servers: {
    ...SERVERS.servers,
    old: { command: '/opt/node-1/bin/node' },
    far: { url: 'https://mcp.example.com:8443/secret?key=of-the-url', headers: { 'X-Key': 'of-the-header' } },
  },
};
const GONE = {
  what: 'there is no program /opt/node-1/bin/node',
  help: 'install it again, or correct servers.old.command',
};

describe.concurrent('the daemon in a terminal', () => {
  it('is started once, shown, asked for its health, restarted and stopped', () =>
    withGuard(WITH_GONE, async (guard) => {
      const expected = session`
        $ mcp-guard status
        ! mcp-guard: the server old cannot start: ${GONE.what} (${GONE.help})
        ! mcp-guard: the daemon is not running
        ! mcp-guard: start it with: mcp-guard start -d
        exit 69
        $ mcp-guard health
        unhealthy: the daemon is not running
        exit 1
        $ mcp-guard stop
        no daemon runs
        $ mcp-guard start -d
        daemon started (pid PID) with HOME/mcp-guard.yaml
        $ mcp-guard start -d
        daemon already runs (pid PID) with HOME/mcp-guard.yaml
        $ mcp-guard start
        ! mcp-guard: a daemon is already running (pid PID); nothing was changed
        exit 69
        $ mcp-guard status
        daemon running (pid PID), version V, up AGE
        sessions: 0
          tiny: 0 open
          other one: 0 open
          old: 0 open
            cannot start: ${GONE.what} (${GONE.help})
          far: 0 open, streamable-http at mcp.example.com:8443
        dashboard: none
        configuration: HOME/mcp-guard.yaml, loaded AGE ago
        audit: 1 row, N KiB of 2 GiB, last write AGE ago
        $ mcp-guard health
        healthy
        $ mcp-guard restart
        daemon started (pid PID) with HOME/mcp-guard.yaml
        $ mcp-guard stop
        daemon stopped (pid PID); 0 sessions ended
        $ mcp-guard restart
        daemon started (pid PID) with HOME/mcp-guard.yaml
        $ mcp-guard stop
        daemon stopped (pid PID); 0 sessions ended
      `;
      expect(await play(guard, expected)).toBe(expected);
    }));

  it('shows the open sessions of each server, for people and for programs', () =>
    withGuardHere(WITH_GONE, async (guard) => {
      const clients = ['tiny', 'tiny', 'other one'].map((server) => startClient(guard.connect(server)));
      for (const answer of await Promise.all(clients.map((client) => client.initialize())))
        expect(answer).toMatchObject({ result: { serverInfo: {} } });
      const { stdout } = await guard.run('status');
      const [tiny, other] = stdout.split('  other one: 1 open\n');
      expect(tiny).toMatch(/\nsessions: 3\n {2}tiny: 2 open\n(?: {4}raw 1 \(self-reported\): .+, 0 calls\n){2}$/u);
      expect(other).toMatch(/^ {4}raw 1 \(self-reported\): /u);
      const json = await guard.run('status', '--json');
      expect(JSON.parse(json.stdout)).toMatchObject({
        pid: await guard.daemonPid(),
        version: matching(/^\d+\.\d+\.\d+$/u),
        home: guard.home,
        sessions: 3,
        servers: [
          { name: 'tiny', sessions: 2, transport: 'stdio', host: null, problem: null },
          { name: 'other one', sessions: 1, problem: null },
          { name: 'old', sessions: 0, problem: GONE },
          { name: 'far', sessions: 0, transport: 'streamable-http', host: 'mcp.example.com:8443', problem: null },
        ],
        open: clients.map(() => ({ client: { name: 'raw', version: '1' } })), // in any order
        config: { path: join(guard.home, 'mcp-guard.yaml'), problems: [] },
        audit: { failure: null, warnings: [], rows: (await readStatus(guard)).audit.rows },
      });
      expect(json.stdout).not.toMatch(/of-the-(?:url|header)/u); // neither is shown
      expect(await guard.run('health', '--json')).toMatchObject({ stdout: '{"healthy":true,"reasons":[]}\n' });
      await Promise.all(clients.map((client) => client.end()));
    }));

  it('does not start with a configuration that does not load, and names every problem', () =>
    withGuard('servers:\n  tiny:\n    comand: x\ndaemon:\n  log_level: loud\n', async (guard) => {
      const problems = [
        '! mcp-guard: HOME/mcp-guard.yaml:3:5: servers.tiny.comand: unknown key; did you mean command?',
        '! mcp-guard: HOME/mcp-guard.yaml:3:5: servers.tiny.command: this key is missing',
        '! mcp-guard: HOME/mcp-guard.yaml:5:14: daemon.log_level: expected one of trace, debug, info, warn, error, fatal, silent',
      ];
      for (const command of [
        '$ mcp-guard start -d',
        '$ mcp-guard start',
        '$ mcp-guard restart',
        '$ mcp-guard validate',
      ]) {
        const lines = (await play(guard, command)).split('\n');
        expect(lines.toSorted()).toEqual([command, ...problems, 'exit 78'].toSorted());
      }
    }));

  it('keeps running when it is restarted with a configuration that does not load', () =>
    withGuardHere(SERVERS, async (guard) => {
      await guard.run('start', '-d');
      const pid = await guard.daemonPid();
      await guard.configure('servers: 1');
      expect(await guard.run('restart')).toMatchObject({
        code: 78,
        stderr: containing('mcp-guard.yaml:1:10: servers: '),
      });
      expect(await guard.daemonPid()).toBe(pid);
      expect(await guard.run('status')).toMatchObject({ code: 0 });
    }));

  it('is not started a second time with another configuration', () =>
    withGuard(SERVERS, async (guard) => {
      const other = join(guard.home, 'other.yaml');
      await writeFile(other, JSON.stringify(SERVERS), { mode: 0o600 });
      const expected = session`
        $ mcp-guard start -d -c HOME/other.yaml
        daemon started (pid PID) with HOME/other.yaml
        $ mcp-guard start -d -c HOME/mcp-guard.yaml
        ! mcp-guard: a daemon is already running with HOME/other.yaml (pid PID); nothing was changed
        exit 69
        $ mcp-guard stop --config HOME/other.yaml
        daemon stopped (pid PID); 0 sessions ended
      `;
      expect(await play(guard, expected)).toBe(expected);
    }));

  it('listens where the configuration says, and bridges find it', () =>
    withGuard({ ...SERVERS, daemon: { socket_path: 'else/bridges.sock' } }, async (guard) => {
      await mkdir(join(guard.home, 'else'), { mode: 0o700 });
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      expect(await client.call('pid')).toMatch(/^\d+$/u);
      await client.end();
      const again = startClient(guard.connect('tiny'));
      await again.initialize();
      await again.end();
      expect((await readRecord(guard)).filter(({ shape }) => shape === 'start')).toHaveLength(1);
    }));
});

describe.concurrent('the daemon in the foreground', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('runs until %s, and ends with 0', (signal) =>
    withGuard(SERVERS, async (guard) => {
      const foreground = startCommand(shellOf(guard), 'start');
      await until('it answers', async () => (await guard.run('health')).code === 0);
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      await startClient(guard.connect('nobody')).end();
      await until('the refusal is told', () => foreground.stderr.includes('refused: nobody session open: '));
      foreground.kill(signal);
      // A terminal sends its signals to both.
      if (signal === 'SIGINT') process.kill((await guard.daemonPid()) ?? 0, signal);
      const listening = /^listening for clients \(pid \d+\); Ctrl-C stops it\nconfiguration: \S+\n/u;
      expect(await foreground.ended).toEqual({ code: 0, stdout: '', stderr: matching(listening) });
      expect(await client.ended).toMatchObject({ code: 69, stderr: containing('the daemon was stopped') });
    }),
  );

  it('prints every row if the configuration requires it', () =>
    withGuard({ ...SERVERS, audit: { stdout: true } }, async (guard) => {
      const foreground = startCommand(shellOf(guard), 'start');
      await until('it answers', async () => (await guard.run('health')).code === 0);
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      await client.end();
      await guard.run('stop');
      const { stdout } = await foreground.ended;
      expect(parseLines(stdout)).toEqual(await readRecord(guard));
    }));

  it('ends with the daemon’s exit code when the daemon dies', () =>
    withGuard(SERVERS, async (guard) => {
      const foreground = startCommand(shellOf(guard), 'start');
      await until('it answers', async () => (await guard.run('health')).code === 0);
      process.kill((await guard.daemonPid()) ?? 0, 'SIGKILL');
      expect(await foreground.ended).toMatchObject({ code: 1 });
    }));
});

describe.concurrent('the configuration in force', () => {
  it('comes from --config, then MCP_GUARD_CONFIG, then the folder, then the home', () =>
    withGuard(SERVERS, async (guard) => {
      const folder = join(dirname(guard.home), 'folder');
      await mkdir(folder);
      for (const name of ['named', 'variable', 'mcp-guard']) {
        await writeFile(join(folder, `${name}.yaml`), JSON.stringify(SERVERS));
        await chmod(join(folder, `${name}.yaml`), 0o644);
      }
      const { env } = shellOf(guard);
      const withVariable = { ...env, MCP_GUARD_CONFIG: 'variable.yaml' };
      const valid = (path: string): object => ({ code: 0, stdout: `${path} is valid: 2 servers\n` });
      const validate = (shell: Parameters<typeof startCommand>[0], ...args: string[]) =>
        startCommand(shell, 'validate', ...args).ended;

      expect(await validate({ cwd: folder, env: withVariable }, '-c', 'named.yaml')).toMatchObject(
        valid(join(folder, 'named.yaml')),
      );
      expect(await validate({ cwd: folder, env: withVariable })).toMatchObject(valid(join(folder, 'variable.yaml')));
      expect(await validate({ cwd: folder, env })).toMatchObject(valid(join(folder, 'mcp-guard.yaml')));
      expect(await validate({ cwd: '/', env })).toMatchObject(valid(join(guard.home, 'mcp-guard.yaml')));
      expect(await startCommand({ cwd: folder, env }, 'status').ended).toMatchObject({
        code: 69,
        stderr: matching(/not running/u),
      });
    }));
});
