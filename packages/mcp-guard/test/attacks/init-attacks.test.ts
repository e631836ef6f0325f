import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startCommand } from '../support/command.ts';
import { createClientsHome, type ClientsHome } from '../support/clients-home.ts';
import { runCommandLine } from '../support/guard.ts';
import { filesThatHold } from '../support/home-files.ts';
import { containing } from '../support/matchers.ts';
import { listProcesses } from '../support/processes.ts';
import { runInTerminal, type Answer } from '../support/pty.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

const json = (servers: object): string => `${JSON.stringify({ mcpServers: servers }, null, 2)}\n`;

// Threat 9
describe('a repository that names a server of its own', () => {
  /** It leaves a mark when it is started. */
  const hostile = (home: ClientsHome): string => {
    const { command, args } = tinyServer();
    const script = `require('fs').writeFileSync(${JSON.stringify(home.at('started'))}, ''); process.argv.splice(1, 1); import(process.argv[1])`;
    return json({ tools: { command, args: ['-e', script, 'x', ...args], env: { NODE_NO_WARNINGS: '1' } } });
  };
  const inRepository = async (test: (home: ClientsHome, repository: string) => Promise<void>): Promise<void> => {
    await using home = await createClientsHome();
    await home.write('repo/.mcp.json', hostile(home));
    await test(home, home.at('repo'));
  };

  it('is neither moved nor started by init in its folder', () =>
    inRepository(async (home, cwd) => {
      const { stdout } = await runCommandLine({ ...home, cwd }, 'init', '--yes');
      expect(stdout).toBe('No client of this user has a server.\n');
      expect(existsSync(home.at('started'))).toBe(false);
    }));

  it('is not moved with --project --yes either, which covers nothing from a repository', () =>
    inRepository(async (home, cwd) => {
      const before = readFileSync(join(cwd, '.mcp.json'), 'utf8');
      const { stdout } = await runCommandLine({ ...home, cwd }, 'init', '--project', '--yes');
      expect(stdout).toContain('stays: it belongs to a project, and no person agreed to start it');
      expect(existsSync(home.at('started'))).toBe(false);
      expect(readFileSync(join(cwd, '.mcp.json'), 'utf8')).toBe(before);
    }));

  const CONSENT = 'start it, and put it behind the guard? [y/N] ';
  it.each<[string, readonly Answer[], boolean]>([
    ['a person who says no', [[CONSENT, 'n\n']], false],
    ['a person who says nothing', [[CONSENT, '\n']], false],
    [
      'a person who has seen the whole command and says yes',
      [
        [CONSENT, 'y\n'],
        ['[y/N/d] ', 'y\n'],
      ],
      true,
    ],
  ])('is started only by %s', (_, answers, isStarted) =>
    inRepository(async (home, cwd) => {
      const { screen } = await runInTerminal({ ...home, cwd }, ['init', '--project'], ...answers);
      for (const part of [process.execPath, 'writeFileSync', 'tiny-server-process', 'NODE_NO_WARNINGS" = "1"']) {
        expect(screen.slice(0, screen.indexOf(CONSENT))).toContain(part);
      }
      expect(existsSync(home.at('started'))).toBe(isStarted);
      expect(readFileSync(join(cwd, '.mcp.json'), 'utf8').includes('mcp-guard.cjs')).toBe(isStarted);
    }),
  );
});

// Threat 15
it('names and commands with escape sequences rewrite no table, no difference and no prompt', async () => {
  await using home = await createClientsHome();
  const evil = '\u001b[2K\u001b]52;c;aGk=\u0007\u202e\u200b\r';
  await home.write(
    '.cursor/mcp.json',
    json({ [`a${evil}`]: { command: `x${evil}`, args: [evil], env: { [evil]: evil } } }),
  );
  await home.write('repo/.cursor/mcp.json', json({ [`b${evil}`]: { command: 'y', args: [evil], env: { A: evil } } }));
  const shell = { ...home, cwd: home.at('repo') };
  const answers = [
    ['guard? [y/N] ', 'n\n'],
    ['[y/N/d] ', 'd\n'],
    ['[y/N/d] ', 'n\n'],
  ] as const;
  const { screen } = await runInTerminal(shell, ['init', '--project'], ...answers);
  expect(screen).toContain('\\u{1b}');
  // oxlint-disable-next-line no-control-regex -- that none of them is there is what is tested
  expect(screen).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u200b\u202e]/u);
});

it('a repository gets no agreement to the servers of its configuration by what init adds to it', async () => {
  await using home = await createClientsHome();
  await home.write('.cursor/mcp.json', json({ tiny: tinyServer() }));
  await home.write('repo/mcp-guard.yaml', JSON.stringify({ servers: { evil: { command: '/bin/false' } } }));
  const words = ['init', '-o', 'repo/mcp-guard.yaml', '--yes'];
  const why = 'the server evil was never started';
  expect(await home.run(...words)).toMatchObject({ code: 77, stderr: containing(why) });
  const no = await runInTerminal(home, words, ['continue anyway? [y/N] ', 'n\n']);
  expect(no).toMatchObject({ code: 77, screen: containing(why) });
  expect(no.screen).toContain('"/bin/false"');
  expect(readFileSync(home.at('repo/mcp-guard.yaml'), 'utf8')).not.toContain('tiny');
  const yes = await runInTerminal(home, words, ['continue anyway? [y/N] ', 'y\n']);
  expect(yes).toMatchObject({ code: 0, screen: containing('tiny is guarded') });
  expect(await home.run(...words)).toMatchObject({ code: 0 });
});

// Threat 35
describe('the secrets of what is moved', () => {
  const SECRET = 'sk-of-mine-7f3a9c2e5b8d1f4a';

  it('are in files of this user alone, and in no output, log, record or command line', async () => {
    await using home = await createClientsHome();
    const { command, args } = tinyServer();
    await home.write('.cursor/mcp.json', json({ tiny: { command, args, env: { API_KEY: SECRET } } }));
    const running = startCommand(home, 'init', '--yes');
    const seen = new Set<string>();
    const timer = setInterval(() => {
      for (const process of listProcesses()) if (process.command.includes(SECRET)) seen.add(process.command);
    }, 20);
    const { code, stdout, stderr } = await running.ended;
    clearInterval(timer);
    expect([code, [...seen]]).toEqual([0, []]);
    expect(stdout + stderr).not.toContain(SECRET);
    const [backup, secrets, ...others] = filesThatHold(home.home, SECRET).toSorted();
    expect([secrets, others]).toEqual([join(home.guard, 'secrets.env'), []]);
    expect(backup).toContain(join(home.guard, 'backups'));
    for (const name of readdirSync(join(home.guard, 'backups'))) {
      expect(statSync(join(home.guard, 'backups', name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(home.guard, 'secrets.env')).mode & 0o777).toBe(0o600);
    const undone = await home.run('init', '--undo', '--yes', '--json');
    expect(undone.stdout + undone.stderr).not.toContain(SECRET);
    expect(filesThatHold(home.home, SECRET)).toEqual([home.at('.cursor/mcp.json')]);
  });
});

describe('a value that only the client can fill', () => {
  it('stays in its entry, reaches the server, and nothing else', async () => {
    await using home = await createClientsHome();
    const { command, args } = tinyServer();
    await home.write(
      '.cursor/mcp.json',
      json({ tiny: { command, args, env: { LEVEL: 'debug', API_KEY: '${input:key}', OTHER: 'x ${env:HOME}' } } }),
    );
    expect((await home.run('init', '--yes')).stdout).toContain('tiny is guarded as tiny');
    const { mcpServers }: { mcpServers: { tiny: { command: string; args: string[]; env: Record<string, string> } } } =
      JSON.parse(readFileSync(home.at('.cursor/mcp.json'), 'utf8'));
    const { env } = mcpServers.tiny;
    expect(env).toEqual({
      API_KEY: '${input:key}',
      OTHER: 'x ${env:HOME}',
      MCP_GUARD_FORWARD: 'API_KEY,OTHER',
    });
    // As the client starts it, once it has asked its person.
    const filled = { ...home.env, ...env, API_KEY: 'what the person typed', OTHER: 'x y' };
    const client = startClient({ ...mcpServers.tiny, env: filled });
    await client.initialize();
    expect(JSON.parse(await client.call('environment'))).toMatchObject({
      LEVEL: 'debug',
      API_KEY: 'what the person typed',
      OTHER: 'x y',
    });
    await client.end();
    expect(filesThatHold(home.home, 'what the person typed')).toEqual([]);
  });
});

describe('init that is killed while a server keeps it waiting', () => {
  it('leaves the client as it was, and is finished or taken back by the next one', async () => {
    await using home = await createClientsHome();
    const { command, args } = tinyServer();
    const original = json({
      tiny: { command, args, env: { API_KEY: 'mine' } },
      slow: { command: 'sh', args: ['-c', 'cat > /dev/null'] },
    });
    await home.write('.cursor/mcp.json', original);
    const running = startCommand(home, 'init', '--yes');
    await until('our own files are written', () => existsSync(join(home.guard, 'mcp-guard.yaml')));
    running.kill('SIGKILL');
    await running.ended;
    expect(readFileSync(home.at('.cursor/mcp.json'), 'utf8')).toBe(original);
    const { code, stdout } = await home.run('init', '--undo', '--yes');
    expect([code, stdout]).toEqual([0, containing('2 files restored')]);
    expect(['mcp-guard.yaml', 'secrets.env'].filter((name) => existsSync(join(home.guard, name)))).toEqual([]);
  });
});
