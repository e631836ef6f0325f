import { expect, it } from 'vitest';
import { refusePassing } from '../../src/init/guard-launch.js';

const BIN = 'node_modules/mcp-guard/bin/mcp-guard.cjs';

it.each([
  ['npx', '/home/me/.npm/_npx/5f3ab2'],
  ['pnpm', '/home/me/.cache/pnpm/dlx/x7k2/19c3'],
  ['pnpm of old', '/home/me/.cache/pnpm/dlx-4711'],
  ['yarn', '/tmp/xfs-8e2d/dlx-4711'],
  ['bunx', '/tmp/bunx-1000-mcp-guard@latest'],
])('leads no client to what %s fetched for one command', (_, folder) => {
  expect(() => refusePassing(`${folder}/${BIN}`)).toThrow('may be removed while clients use it');
});

it.each(['/usr/lib', '/home/me/.bun/install/global', '/home/me/project'])(
  'leads clients to what stays in %s',
  (folder) => {
    expect(() => refusePassing(`${folder}/${BIN}`)).not.toThrow();
  },
);
