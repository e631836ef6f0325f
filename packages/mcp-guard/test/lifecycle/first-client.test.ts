import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shellOf, startCommand, type Shell } from '../support/command.ts';
import { createGuard, type CommandResult, type TestConfig, type TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { runInTerminal } from '../support/pty.ts';
import { untilGone } from '../support/processes.ts';
import { startClient, type Surroundings } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

// covers: daemon.pass_env

interface Place {
  readonly guard: TestGuard;
  /** A folder that a stranger fills and the client happens to be in. */
  readonly folder: string;
  /** What a person’s terminal would run. */
  run(around: Surroundings, ...args: readonly string[]): Promise<CommandResult>;
}

async function withPlace(config: TestConfig, play: (place: Place) => Promise<void>): Promise<void> {
  const guard = await createGuard(config);
  const folder = join(dirname(guard.home), 'repository');
  await mkdir(folder);
  const shell = shellOf(guard);
  const around = ({ cwd = shell.cwd, env }: Surroundings): Shell => ({ cwd, env: { ...shell.env, ...env } });
  try {
    await play({ guard, folder, run: (where, ...args) => startCommand(around(where), ...args).ended });
  } finally {
    await guard.close();
  }
  await untilGone(guard.home);
}

/** One session; resolves with what a tool says. */
async function ask(guard: TestGuard, around: Surroundings, tool: string, server = 'tiny'): Promise<string> {
  const client = startClient(guard.connect(server), around);
  await client.initialize();
  const answer = await client.call(tool);
  await client.end();
  return answer;
}

const environmentOf = async (
  guard: TestGuard,
  around: Surroundings,
  server?: string,
): Promise<Record<string, string>> => {
  const environment: Record<string, string> = JSON.parse(await ask(guard, around, 'environment', server)); // oxlint-disable-line typescript/no-unsafe-assignment -- our own server
  return environment;
};

describe.concurrent('a stranger’s folder that is the first client’s working folder', () => {
  const hostile = (folder: string): string =>
    JSON.stringify({ servers: { tiny: { command: '/bin/sh', args: ['-c', `echo > ${folder}/taken`] } } });

  it('does not bring its mcp-guard.yaml along', () =>
    withPlace({ servers: { tiny: tinyServer() } }, async ({ guard, folder, run }) => {
      await writeFile(join(folder, 'mcp-guard.yaml'), hostile(folder));
      expect(await ask(guard, { cwd: folder }, 'cwd')).toBe(folder);
      expect(await run({}, 'status')).toMatchObject({
        stdout: containing(`configuration: ${guard.home}/mcp-guard.yaml`),
      });
      await expect(readFile(join(folder, 'taken'))).rejects.toThrow('ENOENT');
    }));

  it('does not replace the configuration of a person who types the command there', () =>
    withPlace({ servers: { tiny: tinyServer() } }, async ({ guard, folder, run }) => {
      const local = join(folder, 'mcp-guard.yaml');
      await writeFile(local, JSON.stringify({ servers: { local: tinyServer() } }));
      for (const command of ['start', 'restart']) {
        expect(await run({ cwd: folder }, command, ...(command === 'start' ? ['-d'] : []))).toEqual({
          code: 77,
          stdout: '',
          stderr:
            `mcp-guard: this folder has a configuration of its own (${local}), and so has the home; nothing was started\n` +
            `mcp-guard: say which: mcp-guard ${command} -c ${guard.home}/mcp-guard.yaml\n`,
        });
      }
      expect(await run({ cwd: guard.home }, 'start', '-d')).toMatchObject({
        stdout: containing(` with ${guard.home}/mcp-guard.yaml`),
      });
      expect(await ask(guard, {}, 'pid')).toMatch(/^\d+$/u);
    }));

  it('can still be chosen by a person who types the command there, by name or by a yes', () =>
    withPlace({}, async ({ guard, folder, run }) => {
      const local = join(folder, 'mcp-guard.yaml');
      await writeFile(local, JSON.stringify({ servers: { local: tinyServer() } }));
      expect(await run({ cwd: folder }, 'start', '-d', '-c', local)).toMatchObject({
        stdout: containing(` with ${local}`),
      });
      const entry = guard.connect('local');
      const client = startClient({ ...entry, args: [...entry.args, '-c', local] });
      await client.initialize();
      expect(await client.call('pid')).toMatch(/^\d+$/u);
      await client.end();
      expect(await run({}, 'stop', '-c', local)).toMatchObject({ code: 0 });

      const { env } = shellOf(guard);
      const prompt = 'start with that of this folder? [y/N] ';
      const no = await runInTerminal({ cwd: folder, env }, ['start', '-d'], [prompt, 'n\n']);
      expect(no).toMatchObject({ code: 77, screen: containing(`${local} in this folder, and ${guard.home}`) });
      const yes = await runInTerminal({ cwd: folder, env }, ['start', '-d'], [prompt, 'y\n']);
      expect(yes).toMatchObject({ code: 0, screen: containing(`with ${local}`) });
      expect(await run({}, 'stop', '-c', local)).toMatchObject({ code: 0 });
    }));

  it('does not bring its programs along, neither by an empty nor by a relative entry of PATH', () =>
    withPlace({ servers: { planted: { command: 'planted' } } }, async ({ guard, folder, run }) => {
      await mkdir(join(folder, 'bin'));
      for (const place of ['planted', 'bin/planted']) {
        await writeFile(join(folder, place), `#!/bin/sh\necho > ${folder}/taken\n`);
        await chmod(join(folder, place), 0o755);
      }
      const PATH = `:bin:.:${process.env['PATH'] ?? ''}`;
      expect(await run({ cwd: folder, env: { PATH } }, 'start', '-d')).toMatchObject({ code: 0 });
      const refused = startClient(guard.connect('planted'), { cwd: folder, env: { PATH } });
      expect(await refused.end()).toMatchObject({
        code: 69,
        stderr: containing('the server planted cannot be started: its command was not found: planted'),
      });
      await expect(readFile(join(folder, 'taken'))).rejects.toThrow('ENOENT');
    }));
});

describe.concurrent('the environment of the first client', () => {
  const SECRETS = {
    GITHUB_TOKEN: 'canary-token',
    AWS_SECRET_ACCESS_KEY: 'canary-secret',
    HTTPS_PROXY: 'http://canary-proxy:1',
    NODE_EXTRA_CA_CERTS: '/canary-certificates',
    NODE_TLS_REJECT_UNAUTHORIZED: '0',
    LD_LIBRARY_PATH: '/canary-libraries',
  };

  it('does not reach the server: it gets PATH, HOME, LANG, TMPDIR, the user’s name and the variables of its entry', () =>
    withPlace({ servers: { tiny: { ...tinyServer(), env: { OWN: 'mine' } } } }, async ({ guard }) => {
      const environment = await environmentOf(guard, { env: SECRETS });
      expect(JSON.stringify(environment)).not.toContain('canary');
      // What a shell adds by itself, and what macOS adds to every process.
      const added = new Set(['PWD', 'OLDPWD', 'SHLVL', '_', '__CF_USER_TEXT_ENCODING']);
      const names = Object.keys(environment).filter((name) => !added.has(name));
      expect(names.toSorted()).toEqual(['HOME', 'LANG', 'LOGNAME', 'OWN', 'PATH', 'SHELL', 'TMPDIR', 'USER']);
      expect(environment['OWN']).toBe('mine');
    }));

  it('does not fill a variable of the configuration', () =>
    withPlace({ servers: { tiny: { ...tinyServer(), env: { TOKEN: '${GITHUB_TOKEN}' } } } }, async ({ guard }) => {
      const client = startClient(guard.connect('tiny'), { env: SECRETS });
      expect(await client.end()).toMatchObject({
        code: 78,
        stderr: containing('the variable GITHUB_TOKEN is not set'),
      });
    }));

  it('gives way to secrets.env, and a person’s terminal fills what the configuration names', () =>
    withPlace(
      { servers: { tiny: { ...tinyServer(), env: { A: '${FIRST}', B: '${SECOND}' } } } },
      async ({ guard, run }) => {
        await writeFile(join(guard.home, 'secrets.env'), 'FIRST=from secrets.env\n', { mode: 0o600 });
        const env = { FIRST: 'from the terminal', SECOND: 'from the terminal', ...SECRETS };
        expect(await run({ env }, 'start', '-d')).toMatchObject({ code: 0 });
        const environment = await environmentOf(guard, { env: { SECOND: 'from the client' } });
        expect(environment).toMatchObject({ A: 'from secrets.env', B: 'from the terminal' });
      },
    ));

  it('has no effect: NODE_OPTIONS loads nothing into the daemon, and the second client gets the same one and the same server', () =>
    withPlace({ servers: { tiny: tinyServer() } }, async ({ guard, folder }) => {
      const [spy, log] = [join(folder, 'spy.cjs'), join(folder, 'log')];
      await writeFile(spy, `require('node:fs').appendFileSync(${JSON.stringify(log)}, process.argv.join(' ') + '\\n')`);
      const env = { ...SECRETS, PATH: '/nowhere', NODE_OPTIONS: `--require ${spy}` };
      const first = await environmentOf(guard, { env, cwd: folder });
      const daemon = await guard.daemonPid();
      expect(await environmentOf(guard, { cwd: folder })).toEqual(first);
      expect(await guard.daemonPid()).toBe(daemon);
      const loadedInto = (await readFile(log, 'utf8')).trimEnd().split('\n');
      expect(loadedInto).toEqual([containing('connect -s tiny')]);
    }));

  it('does not reach a daemon in the foreground either', () =>
    withPlace({ servers: { tiny: tinyServer() } }, async ({ guard, folder }) => {
      const [spy, log] = [join(folder, 'spy.cjs'), join(folder, 'log')];
      await writeFile(spy, `require('node:fs').appendFileSync(${JSON.stringify(log)}, process.argv.join(' ') + '\\n')`);
      const shell = shellOf(guard);
      const foreground = startCommand({ ...shell, env: { ...shell.env, NODE_OPTIONS: `--require ${spy}` } }, 'start');
      await until('it runs', async () => (await guard.run('health')).code === 0);
      await guard.run('stop');
      expect(await foreground.ended).toMatchObject({ code: 0 });
      expect((await readFile(log, 'utf8')).trimEnd().split('\n')).toEqual([containing('mcp-guard.cjs start')]);
    }));
});

describe.concurrent('the environment of the terminal that last started the daemon', () => {
  const TERMINAL = {
    HTTPS_PROXY: 'http://proxy.test:3128',
    no_proxy: 'localhost',
    NODE_EXTRA_CA_CERTS: '/etc/ssl/company.pem',
    TERM: 'xterm',
    LC_TIME: 'de_DE.UTF-8',
    AWS_PROFILE: 'work',
    KUBECONFIG: '/home/anna/kube',
    NODE_OPTIONS: '--title=canary',
    LD_AUDIT: '/canary',
    PYTHONSTARTUP: '/canary',
  };
  const { HTTPS_PROXY, no_proxy: noProxy, NODE_EXTRA_CA_CERTS, TERM, LC_TIME, AWS_PROFILE } = TERMINAL;
  const seen = { HTTPS_PROXY, no_proxy: noProxy, NODE_EXTRA_CA_CERTS, TERM, LC_TIME, AWS_PROFILE };
  const own = { ...tinyServer(), env: { HTTPS_PROXY: 'http://own.test:1' } };
  const config = { servers: { tiny: tinyServer(), own }, daemon: { pass_env: ['AWS_PROFILE'] } };

  it('reaches servers but for what loads code, yields to their entries, and is kept for a daemon that a client starts', () =>
    withPlace(config, async ({ guard, run }) => {
      expect(await run({ env: TERMINAL }, 'start', '-d')).toMatchObject({ code: 0 });
      const environment = await environmentOf(guard, { env: { HTTPS_PROXY: 'http://client.test:1' } });
      expect(environment).toMatchObject(seen);
      expect(Object.keys(environment)).not.toContain('KUBECONFIG');
      expect(JSON.stringify(environment)).not.toContain('canary');
      expect(await environmentOf(guard, {}, 'own')).toMatchObject({ HTTPS_PROXY: 'http://own.test:1' });
      expect(await run({}, 'stop')).toMatchObject({ code: 0 });
      expect(await environmentOf(guard, {})).toMatchObject(seen);
    }));
});

describe.concurrent('the programs of servers', () => {
  it('are found with the PATH of the terminal that last started the daemon, not with that of the first client', () =>
    withPlace({ servers: { tool: { command: 'tool-of-the-test' } } }, async ({ guard, folder, run }) => {
      const [server] = tinyServer().args;
      await writeFile(join(folder, 'tool-of-the-test'), `#!/bin/sh\nexec "${process.execPath}" "${server}"\n`);
      await chmod(join(folder, 'tool-of-the-test'), 0o755);
      const withTool = { env: { PATH: `${process.env['PATH'] ?? ''}:${folder}` } };

      const early = await startClient(guard.connect('tool'), withTool).end();
      expect(early).toMatchObject({ code: 69, stderr: containing('was not found: tool-of-the-test') });
      expect(early.stderr).toContain('run "mcp-guard restart" in a terminal that finds it');

      expect(await run(withTool, 'restart')).toMatchObject({ code: 0 });
      expect(await ask(guard, {}, 'pid', 'tool')).toMatch(/^\d+$/u);
      expect(await run({}, 'stop')).toMatchObject({ code: 0 });
      expect(await ask(guard, { env: { PATH: '/usr/bin:/bin' } }, 'pid', 'tool')).toMatch(/^\d+$/u);
    }));
});
