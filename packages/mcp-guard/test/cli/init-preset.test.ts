import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createClientsHome } from '../support/clients-home.ts';
import { toolServer } from '../support/listing-server.ts';
import { runInTerminal } from '../support/pty.ts';

const SERVERS = {
  hub: toolServer({ name: 'list_issues', annotations: { readOnlyHint: true } }, { name: 'delete_file' }),
};
const FILE = `${JSON.stringify({ mcpServers: SERVERS }, undefined, 2)}\n`;

it('init --preset writes rules for the tools of what it moved, says what holds, and undo takes the move back', async () => {
  await using home = await createClientsHome();
  await home.write('.cursor/mcp.json', FILE);
  const { code, stdout, stderr } = await home.run('init', '--yes', '--preset', 'careful');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '\ntrying 1 server through the guard\n' });
  expect(stdout).toMatch(/hub: 2 tools\nTOOL +DOES +VERDICT +RULE\ndelete_file +destroys\? +needs a person +/u);
  const [, last = ''] = stdout.split('careful applied to hub\n\n');
  expect(last).toBe(`Secrets are stopped from now on. Ids and card numbers do not leave, and are
redacted in answers; other personal data is only recorded.
1 of 2 tools is restricted.

Next, after the restart:
  mcp-guard tools       what each tool may do; deny, ask and allow change it
  mcp-guard dashboard   what happens, in the browser; in a terminal: logs -f
`);
  expect(await readFile(join(home.guard, 'mcp-guard.yaml'), 'utf8')).toMatch(/require_approval:\n +- delete_file\n/u);
  expect((await home.run('init', '--undo', '--yes')).code).toBe(0);
  expect(await readFile(home.at('.cursor/mcp.json'), 'utf8')).toBe(FILE);
});

it('init moves the servers and writes no rules if the person says no to those', async () => {
  await using home = await createClientsHome();
  await home.write('.cursor/mcp.json', FILE);
  const answers = [
    ['move 1 server in 1 file? (d shows every change) [y/N/d] ', 'y\n'],
    ['write this for 1 server? [y/N] ', 'n\n'],
  ] as const;
  const { code, screen } = await runInTerminal(home, ['init', '--preset', 'read-only'], ...answers);
  expect(screen).toContain('nothing was changed; later: mcp-guard tools --preset read-only');
  expect(screen).toContain('No tool is restricted yet.');
  expect(code).toBe(0);
  expect(await readFile(join(home.guard, 'mcp-guard.yaml'), 'utf8')).not.toContain('allowed_tools');
});

it('init says of a preset that it needs tools, where nothing is tried', async () => {
  await using home = await createClientsHome();
  const { code, stderr } = await home.run('init', '--dry-run', '--preset', 'careful');
  expect(stderr).toContain('run init without it, then: mcp-guard tools --preset careful');
  expect(code).toBe(78);
});
