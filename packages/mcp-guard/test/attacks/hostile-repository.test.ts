import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Shell } from '../support/command.ts';
import { BIN } from '../support/guard.ts';
import { runWithoutTerminal } from '../support/no-terminal.ts';
import { runInTerminal } from '../support/pty.ts';
import { startClient } from '../support/raw-client.ts';

const QUESTION = 'start it, to see what it offers? [y/N] ';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'mcp-guard-test-')));
afterAll(() => rmSync(home, { recursive: true }));

const repository = join(home, 'repo');
const marks = { first: join(home, 'first'), second: join(home, 'second') };
const shell: Shell = {
  cwd: repository,
  env: { PATH: '/usr/bin:/bin', HOME: home, MCP_GUARD_HOME: join(home, 'guard'), NO_COLOR: '1' },
};

/** A program whose name is hidden wherever numbers of cards are. */
const LIKE_A_CARD = './4539148803436467';

const leavesMark = (mark: string, ...rest: readonly string[]): object => ({
  command: 'sh',
  args: ['-c', `echo started > ${mark}; exit 1`, ...rest],
  env: { TOKEN: 'correct horse', NODE_OPTIONS: '--require ./evil.js', GIT_ASKPASS: LIKE_A_CARD },
});

function writeServers(servers: Readonly<Record<string, object>>): void {
  mkdirSync(repository, { recursive: true });
  writeFileSync(join(repository, '.mcp.json'), JSON.stringify({ mcpServers: servers }));
}

beforeEach(() => {
  for (const mark of Object.values(marks)) rmSync(mark, { force: true });
  writeServers({ first: leavesMark(marks.first), second: leavesMark(marks.second) });
});

const started = (): readonly boolean[] => Object.values(marks).map((mark) => existsSync(mark));

describe('a repository with a configuration and an entry that looks like the guard’s', () => {
  const place = join(repository, '.guard');
  const config = join(place, 'mcp-guard.yaml');
  const env = { PATH: '/usr/bin:/bin', HOME: home };
  beforeEach(() => {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    writeFileSync(config, JSON.stringify({ servers: { files: leavesMark(marks.first) } }), { mode: 0o600 });
  });
  const connect = async (named: Readonly<Record<string, string>>, ...flags: readonly string[]) => {
    const args = [BIN, 'connect', '-s', 'files', ...flags];
    const client = startClient({ command: process.execPath, args, env: { ...env, ...named } });
    const answer = await client.initialize();
    return { message: answer?.error?.message, code: (await client.ended).code };
  };
  const refusal = (entrance: string) => ({
    message: `mcp-guard refused this: a client may start the configuration in ~/.config/mcp-guard by itself, and not ${config} in ${entrance}`,
    code: 77,
  });

  it('is started by no client: MCP_GUARD_HOME, MCP_GUARD_CONFIG and -c lead to what no person has started', async () => {
    const usual = join(home, '.config/mcp-guard');
    expect(await connect({ MCP_GUARD_HOME: place })).toEqual(refusal(place));
    expect(await connect({ MCP_GUARD_CONFIG: config })).toEqual(refusal(usual));
    expect(await connect({}, `--config=${config}`)).toEqual(refusal(usual));
    expect(await connect({ MCP_GUARD_HOME: place, XDG_STATE_HOME: place }, '-c', config)).toEqual(refusal(place));
    expect([started()[0], existsSync(join(place, 'daemon.key')), existsSync(usual)]).toEqual([false, false, false]);
  });

  it('is started by a client once a person has started it', async () => {
    const outside: Shell = { cwd: home, env: { ...env, MCP_GUARD_HOME: place } };
    try {
      expect(await runWithoutTerminal(outside, 'start', '-d')).toMatchObject({ code: 0 });
      expect(await runWithoutTerminal(outside, 'stop')).toMatchObject({ code: 0 });
      await connect({ MCP_GUARD_HOME: place });
      expect(started()).toEqual([true, false]);
    } finally {
      await runWithoutTerminal(outside, 'stop');
    }
  });
});

describe('a repository that names a server to be started', () => {
  it('starts nothing without a terminal, whatever is piped in', async () => {
    const { code, stdout, stderr } = await runWithoutTerminal(shell, 'scan', '.', '--live', '--format', 'json');
    expect(started()).toEqual([false, false]);
    const why = 'belongs to a project, and there is no terminal to agree at';
    expect(JSON.parse(stdout)).toMatchObject({ live: { asked: 0, unasked: [{ server: 'first', why }, { why }] } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('cannot be started by an option', async () => {
    expect(await runWithoutTerminal(shell, 'scan', '.', '--live', '--yes')).toMatchObject({ code: 64, stdout: '' });
    expect(started()).toEqual([false, false]);
  });

  it('is not read by a scan of the user’s own files', async () => {
    const { stdout } = await runWithoutTerminal(shell, 'scan', '--live');
    expect(stdout).toBe('no configuration of a client was found\n');
    expect(started()).toEqual([false, false]);
  });

  it('starts nothing unless the answer is yes', async () => {
    const { screen } = await runInTerminal(shell, ['scan', '.', '--live'], [QUESTION, '\n'], [QUESTION, 'nay\n']);
    expect(started()).toEqual([false, false]);
    expect(screen).toContain('not asked: .mcp.json:1: second belongs to a project, and was not agreed to');
  });

  it('needs consent for each server, with its whole command in sight', async () => {
    const { screen } = await runInTerminal(shell, ['scan', '.', '--live'], [QUESTION, 'y\n'], [QUESTION, 'n\n']);
    expect(started()).toEqual([true, false]);
    const [first = ''] = screen.split(QUESTION);
    expect(first).toBe(
      [
        `first of claude-code, in ${repository}/.mcp.json:1, would run as you:`,
        'command   "sh"',
        'args[0]   "-c"',
        `args[1]   "echo started > ${marks.first}; exit 1"`,
        'variable  "TOKEN", its value (13 characters) is not shown',
        'variable  "NODE_OPTIONS" = "--require ./evil.js"',
        `variable  "GIT_ASKPASS" = "${LIKE_A_CARD}"`,
        `folder    "${repository}"`,
        '',
      ].join('\n'),
    );
  });

  it('cannot rewrite what the person sees', async () => {
    const rewrites = '\u001b[2J\u001b]52;c;eA==\u0007\r\u202e\u200b';
    writeServers({ [`a${rewrites}`]: leavesMark(marks.first, `${rewrites}\n\nall is well`) });
    const { screen } = await runInTerminal(shell, ['scan', '.', '--live'], [QUESTION, 'n\n']);
    expect(started()).toEqual([false, false]);
    expect(screen).toContain(String.raw`\u{202e}\u{200b}\n\nall is well"`);
    expect(screen).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  });

  it('gets no consent for a command that is too long to read', async () => {
    writeServers({ first: leavesMark(marks.first, ' '.repeat(5000)) });
    const { screen } = await runInTerminal(shell, ['scan', '.', '--live'], [QUESTION, 'y\n']);
    expect(started()).toEqual([false, false]);
    expect(screen).toContain('its command is too long to be shown in full');
  });
});
