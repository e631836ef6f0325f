import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SERVERS } from '../clients/servers.ts';
import { createClientsHome } from '../support/clients-home.ts';
import { containing } from '../support/matchers.ts';
import { runInTerminal, unfold } from '../support/pty.ts';

const PURGE = 'type its name, mcp-guard, to remove it: ';

it('uninstall gives the clients back, stops, says what stays, and removes it only where its name is typed', async () => {
  await using home = await createClientsHome();
  const { command, args } = SERVERS.filesystem.command(home.home);
  const written = JSON.stringify({ mcpServers: { files: { command, args, env: { API_TOKEN: 'Zx9-kY2q_Lw8v' } } } });
  await home.write('.cursor/mcp.json', written);
  expect(await home.run('init', '--yes')).toMatchObject({ code: 0 });
  const config = join(home.guard, 'mcp-guard.yaml');
  await writeFile(config, `${await readFile(config, 'utf8')}# a rule of mine\n`, { mode: 0o600 });

  expect(await home.run('uninstall')).toMatchObject({
    code: 77,
    stderr: containing('run it in a terminal, or with --yes'),
  });
  const { code, screen } = await runInTerminal(home, ['uninstall'], ['[y/N] ', 'y\n'], ['[y/N] ', 'y\n']);
  expect({ code, screen }).toEqual({
    code: 0,
    screen: containing(`.cursor/mcp.json: will be as it was, byte for byte\n`),
  });
  expect(unfold(screen)).toContain('secrets.env stays: configuration and secrets.env belong together');
  expect(screen).toContain('\n1 file restored\n');
  expect(screen).toMatch(/daemon stopped \(pid \d+\)\n.*\/mcp-guard stays:\n {2}mcp-guard\.db, journal: the record/u);
  expect(screen.endsWith('last: npm uninstall --global mcp-guard\n')).toBe(true);
  expect(await readFile(home.at('.cursor/mcp.json'), 'utf8')).toBe(written);

  expect(await home.run('uninstall', '--yes', '--purge')).toMatchObject({ code: 77 }); // nobody types the name
  await writeFile(join(home.guard, 'notes.txt'), 'not of mcp-guard');
  const wrong = await runInTerminal(home, ['uninstall', '--purge'], [PURGE, 'y\n']);
  expect(wrong).toMatchObject({ code: 77, screen: containing('nothing was removed\n') });
  expect(existsSync(config)).toBe(true);
  const right = await runInTerminal(home, ['uninstall', '--purge'], [PURGE, 'mcp-guard\n']);
  expect(right).toMatchObject({ code: 0, screen: containing('left in it, not of mcp-guard: notes.txt\n') });
  expect([existsSync(config), existsSync(join(home.guard, 'notes.txt'))]).toEqual([false, true]);
  expect(existsSync(home.at('.local/state/mcp-guard'))).toBe(false);
});

it('uninstall says what has happened where a person does not want the daemon stopped', async () => {
  await using home = await createClientsHome();
  const { command, args } = SERVERS.filesystem.command(home.home);
  await home.write('.cursor/mcp.json', JSON.stringify({ mcpServers: { files: { command, args } } }));
  await home.run('init', '--yes');
  const { code, screen } = await runInTerminal(home, ['uninstall'], ['[y/N] ', 'y\n'], ['[y/N] ', 'n\n']);
  expect({ code, words: unfold(screen) }).toEqual({
    code: 77,
    words: containing('the clients are without the guard; the daemon, its service and all that it keeps stay'),
  });
  expect(await home.run('stop')).toMatchObject({ code: 0, stdout: containing('daemon stopped') });
});

it('uninstall --purge takes no folder for a home that is none', async () => {
  await using home = await createClientsHome();
  await home.write('.config/mcp-guard/mcp-guard.yaml', 'servers: {}\n');
  const { code, stdout } = await home.run('uninstall', '--yes', '--purge');
  expect({ code, stdout }).toEqual({ code: 0, stdout: containing('no home of mcp-guard is left\n') });
  expect(existsSync(join(home.guard, 'mcp-guard.yaml'))).toBe(true);
});
