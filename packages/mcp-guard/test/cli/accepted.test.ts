import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createClientsHome } from '../support/clients-home.ts';
import { containing } from '../support/matchers.ts';
import { runWithoutTerminal } from '../support/no-terminal.ts';
import { runInTerminal } from '../support/pty.ts';

/** Only its client knows the folder, so this server cannot be moved. */
const WORKSPACE = { command: '/usr/bin/env', args: ['true', '${workspaceFolder}'] };
const entries = (mcpServers: object): string => JSON.stringify({ mcpServers });

it('findings that a person accepts are only counted, by scan and doctor, until there are others', async () => {
  await using home = await createClientsHome();
  await home.write('.cursor/mcp.json', entries({ ws: WORKSPACE }));
  expect((await home.run('scan')).stdout).toContain('bypasses-guard');
  const { code, screen } = await runInTerminal(home, ['scan', '--accept'], ['[y/N] ', 'y\n']);
  expect(screen).toMatch(/accept [12] findings?, and only count them from now on\? \[y\/N\] y/u);
  expect(code).toBe(0);
  const quiet = await home.run('scan', '--fail-on', 'low');
  expect(quiet).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/: nothing found, [12] accepted \(scan --all/u),
  });
  expect((await home.run('scan', '--all')).stdout).toContain('bypasses-guard');
  expect((await home.run('doctor')).stdout).toContain('all behind the guard but 1 that you accept');

  await home.write('.cursor/mcp.json', entries({ ws: WORKSPACE, other: { command: '/usr/bin/env' } }));
  const { stdout } = await home.run('scan');
  expect(stdout).toContain('other');
  expect(stdout).not.toMatch(/ ws /u);
});

it('a list of accepted findings that was altered accepts nothing, is told in one sentence, and stays as it is', async () => {
  await using home = await createClientsHome();
  await home.write('.cursor/mcp.json', entries({ ws: WORKSPACE }));
  await runInTerminal(home, ['scan', '--accept'], ['[y/N] ', 'y\n']);
  const path = join(home.guard, 'accepted.json');
  const altered = (await readFile(path, 'utf8')).replace(/"[0-9a-f]{64}"/u, `"${'0'.repeat(64)}"`);
  await writeFile(path, altered);
  const { stdout, stderr } = await home.run('scan');
  expect(stdout).toContain('bypasses-guard');
  expect(stderr).toBe(`no finding is accepted: ${path} was altered\n`);
  const again = await runInTerminal(home, ['scan', '--accept'], ['[y/N] ', 'y\n']);
  expect(again).toMatchObject({ code: 78, screen: containing('remove it, then: mcp-guard scan --accept') });
  expect(await readFile(path, 'utf8')).toBe(altered);
});

it('an agent without a terminal accepts nothing', async () => {
  await using home = await createClientsHome();
  await home.write('.cursor/mcp.json', entries({ ws: WORKSPACE }));
  const { code, stderr } = await runWithoutTerminal(home, 'scan', '--accept');
  expect({ code, stderr }).toMatchObject({ code: 77, stderr: containing('scan --accept needs a terminal') });
  expect((await home.run('scan')).stdout).toContain('bypasses-guard');
});
