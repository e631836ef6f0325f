import { expect, it } from 'vitest';
import { createClientsHome } from '../support/clients-home.ts';
import { containing } from '../support/matchers.ts';
import { runInTerminal, unfold } from '../support/pty.ts';
import { tinyServer } from '../support/tiny-server.ts';

const QUESTION = '(d shows every change) [y/N/d] ';
const json = (mcpServers: object): string => JSON.stringify({ mcpServers }, undefined, 2);
const npx = (name: string, ...args: readonly string[]): object => ({
  command: 'npx',
  args: ['-y', `@modelcontextprotocol/server-${name}`, ...args],
});

/** The servers of a person with three clients: most can be moved, one is switched off, and one has a folder of its client. */
const CLAUDE = {
  filesystem: npx('filesystem', '/home/ada/Documents', '/home/ada/work'),
  github: { ...npx('github'), env: { GITHUB_PERSONAL_ACCESS_TOKEN: 'a-value' } },
  memory: npx('memory'),
  time: { command: 'uvx', args: ['mcp-server-time', '--local-timezone=Europe/Vienna'] },
  docs: { type: 'http', url: 'https://docs.example.com/mcp' },
};
const CURSOR = {
  filesystem: npx('filesystem', '/home/ada/Documents', '/home/ada/work'),
  remember: npx('memory'),
  everything: npx('everything'),
  postgres: npx('postgres', 'postgresql://localhost/shop'),
  ws: npx('filesystem', '${workspaceFolder}'),
};
const WINDSURF = {
  files: npx('filesystem', '/home/ada'),
  fetch: { command: 'uvx', args: ['mcp-server-fetch'] },
  slack: { ...npx('slack'), env: { SLACK_TOKEN: 'another-value', SLACK_TEAM_ID: 'T1' } },
  old: { ...npx('old'), disabled: true },
};

it('init asks about 14 servers below at most 24 lines of 80 columns, and shows every change on demand', async () => {
  await using home = await createClientsHome();
  await home.write('.claude.json', json(CLAUDE));
  await home.write('.cursor/mcp.json', json(CURSOR));
  await home.write('.codeium/windsurf/mcp_config.json', json(WINDSURF));
  const { code, screen } = await runInTerminal(home, ['init'], [QUESTION, 'd\n'], [QUESTION, 'n\n']);
  expect(code).toBe(77);
  const asked = screen.slice(0, screen.indexOf(QUESTION));
  const lines = asked.split('\n');
  expect(lines.length).toBeLessThanOrEqual(24);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  for (const name of Object.keys({ ...CLAUDE, ...CURSOR, ...WINDSURF })) expect(asked).toContain(name);
  expect(unfold(asked)).toContain('move 12 servers in 3 files?');
  expect(unfold(screen.slice(asked.length))).toContain('"connect", + "-s", + "remember"');
  expect(screen).not.toContain('a-value');
});

it('init gives each server the name that its client has for it, and says what is guarded already', async () => {
  await using home = await createClientsHome();
  await home.write('.claude.json', json({ memory: tinyServer(), files: tinyServer('one') }));
  await home.write('.cursor/mcp.json', json({ remember: tinyServer(), files: tinyServer('two') }));
  const { stdout } = await home.run('init', '--yes');
  for (const [name, as] of [
    ['Claude Code: memory', 'memory'],
    ['Claude Code: files', 'files'],
    ['Cursor: remember', 'remember'],
    ['Cursor: files', 'files-2'],
  ] as const) {
    expect(stdout).toContain(`${name} is guarded as ${as}:`);
  }
  expect(await home.run('init')).toMatchObject({ code: 0, stdout: '4 servers already guarded\n', stderr: '' });
});

it('init names no key of its configuration for a server that it took out again', async () => {
  await using home = await createClientsHome();
  await home.write('.cursor/mcp.json', json({ gone: { command: 'no-such-program' } }));
  const { code, stdout, stderr } = await home.run('init', '--yes');
  expect(stdout).toContain('Cursor: gone stays as it was: ');
  expect(stdout).toContain('was not found: no-such-program');
  expect(stdout + stderr).not.toContain('servers.gone');
  expect(code).toBe(69);
});

it('init names variables that servers do not see only on demand', async () => {
  await using home = await createClientsHome();
  await home.write('.cursor/mcp.json', json({ tiny: tinyServer() }));
  const shell = { ...home, env: { ...home.env, A_VARIABLE_OF_MINE: '1' } };
  const { screen } = await runInTerminal(shell, ['init'], [QUESTION, 'y\n']);
  expect(screen).toContain('tiny is guarded as tiny');
  expect(screen).not.toContain('A_VARIABLE_OF_MINE');
  expect(await runInTerminal(shell, ['init', '-v'])).toMatchObject({ screen: containing('A_VARIABLE_OF_MINE') });
});
