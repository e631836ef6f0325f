import { expect, it } from 'vitest';
import type { ServerConfig } from '../../src/config.js';
import { describeLaunch } from '../../src/launches/describe-launch.js';
import { configOf } from '../config-of.js';

const SECRET = 'canary-4f1c9a77';

it.each([
  [{ command: 'npx', args: ['-y', '@scope/server@1.2.3', '--token', SECRET] }, 'npx @scope/server@1.2.3'],
  [{ command: '/usr/bin/uvx', args: ['mcp-server-git', '--repository', '/home/anna'] }, 'uvx mcp-server-git'],
  [
    { command: 'npx', args: ['-y', `git+https://anna:${SECRET}@host.example/tool`] },
    'npx git+https://host.example/tool',
  ],
  [{ command: 'node', args: ['/opt/tools/mail/dist/index.js', SECRET] }, 'node mail/dist/index.js'],
  [{ command: 'node', args: ['/x/node_modules/@scope/mail/dist/index.js'] }, 'node @scope/mail'],
  [{ command: '/opt/bin/tool', args: ['--token', SECRET], env: { TOKEN: SECRET } }, 'tool'],
  [{ url: `https://mcp.example/${SECRET}?key=${SECRET}` }, 'https://mcp.example'],
])('%j is shown as %s', (server, shown) => {
  const { servers } = configOf({ servers: { it: server } });
  const config: ServerConfig | undefined = servers['it'];
  expect(config && describeLaunch(config)).toBe(shown);
});
