import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';

// covers: servers.*.transport, servers.*.command, servers.*.args, servers.*.env, servers.*.cwd

it('a server is started with its command, args, env and cwd, over the transport stdio', async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'mcp-guard-cwd-')));
  const { command, args } = tinyServer('--static');
  const tiny = { transport: 'stdio', command, args: [...args], env: { OF_ITS_OWN: 'yes' }, cwd: folder };
  await withGuard({ servers: { tiny } }, async (guard) => {
    const client = startClient(guard.connect('tiny'));
    const hello = await client.initialize();
    expect(JSON.stringify(hello)).not.toContain('"listChanged":true'); // --static
    expect(await client.call('cwd')).toBe(folder);
    expect(JSON.parse(await client.call('environment'))).toMatchObject({ OF_ITS_OWN: 'yes' });
    await client.end();
  });
  await rm(folder, { recursive: true });
});
