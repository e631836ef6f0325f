import { describe, expect, it } from 'vitest';
import { expectToFit, WIDTHS } from '../../../cli/test/at-width.ts';
import { createClientsHome } from '../support/clients-home.ts';
import { runInTerminal, unfold } from '../support/pty.ts';

const LONG = 'a-folder-with-a-name/mcp-guard.yaml';

describe.each(WIDTHS)('at a terminal of %i columns', (columns) => {
  it.each([
    ['what init says where no client has a server', ['init']],
    ['an error with its hint', ['validate', '-c', LONG]],
    ['what an error means', ['errors', 'POLICY_DENIED']],
  ])('%s is broken between words, and whole', async (_, args) => {
    await using home = await createClientsHome();
    const { stdout, stderr } = await home.run(...args);
    const { screen } = await runInTerminal({ ...home, cwd: home.home, columns }, args);
    expectToFit(screen, columns);
    expect(unfold(screen)).toContain(unfold(stdout + stderr));
  });
});
