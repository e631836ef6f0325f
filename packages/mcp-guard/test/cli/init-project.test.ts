import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createClientsHome, type ClientsHome } from '../support/clients-home.ts';
import { BIN } from '../support/guard.ts';
import { runInTerminal, unfold } from '../support/pty.ts';
import { tinyServer } from '../support/tiny-server.ts';

/** A project whose file names a server, and what a person sees who moves it. */
async function moveProject(home: ClientsHome, path: string): Promise<{ before: string; after: string; words: string }> {
  const before = JSON.stringify({ mcpServers: { tiny: tinyServer() } }, null, 2);
  await home.write('repo/.mcp.json', before);
  const shell = { cwd: home.at('repo'), env: { ...home.env, PATH: `${path}${home.env['PATH'] ?? ''}` } };
  const { screen } = await runInTerminal(shell, ['init', '--project'], ['guard? [y/N] ', 'y\n'], ['[y/N/d] ', 'y\n']);
  return { before, after: readFileSync(home.at('repo/.mcp.json'), 'utf8'), words: unfold(screen) };
}

describe('init --project', () => {
  it('writes an entry that works on every machine with mcp-guard, and takes it back', async () => {
    await using home = await createClientsHome();
    mkdirSync(home.at('bin'));
    // As a package manager puts it there.
    const launcher = `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`;
    writeFileSync(home.at('bin/mcp-guard'), launcher, { mode: 0o755 });
    const { before, after, words } = await moveProject(home, `${home.at('bin')}:`);
    expect(JSON.parse(after)).toEqual({
      mcpServers: { tiny: { command: 'mcp-guard', args: ['connect', '-s', 'tiny'] } },
    });
    expect(words).toContain('start mcp-guard by its name');
    expect(words).toMatch(/tiny is guarded as tiny: it has \d+ tools/);
    await home.run('init', '--undo', '--yes');
    expect(readFileSync(home.at('repo/.mcp.json'), 'utf8')).toBe(before);
  });

  it('says that its entry is for this machine alone where mcp-guard is not on the PATH', async () => {
    await using home = await createClientsHome();
    const { after, words } = await moveProject(home, '');
    expect(after).toContain('mcp-guard.cjs');
    expect(words).toContain('name paths of this machine, since mcp-guard is not on your PATH');
  });
});
