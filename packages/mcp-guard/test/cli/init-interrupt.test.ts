import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startCommand } from '../support/command.ts';
import { createClientsHome } from '../support/clients-home.ts';
import { containing } from '../support/matchers.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';

it('init that is interrupted while servers are tried takes back what it wrote, and ends the daemon', async () => {
  await using home = await createClientsHome();
  // It leaves a mark, and answers nothing.
  const silent = { command: 'sh', args: ['-c', `: > ${home.at('started')}; exec sleep 1000`] };
  const file = JSON.stringify({ mcpServers: { tiny: tinyServer(), silent } });
  await home.write('.cursor/mcp.json', file);
  const command = startCommand(home, 'init', '--yes');
  await until('the server was started', () => existsSync(home.at('started')));
  command.kill('SIGINT');
  expect(await command.ended).toMatchObject({ code: 77, stderr: containing('interrupted; nothing was changed') });
  expect(readFileSync(home.at('.cursor/mcp.json'), 'utf8')).toBe(file);
  expect(existsSync(`${home.guard}/mcp-guard.yaml`)).toBe(false);
  expect(await home.run('status')).toMatchObject({ code: 69 });
});

it.each(['--project', '--keep-bridges', '--preset=careful'])(
  'init --undo refuses %s, which it would ignore',
  async (option) => {
    await using home = await createClientsHome();
    expect(await home.run('init', '--undo', option)).toMatchObject({
      code: 64,
      stderr: containing(' cannot be used with --undo'),
    });
  },
);
