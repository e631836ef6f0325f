import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { lacks } from '../support/programs.ts';
import { createDay } from './day.ts';

/** What everybody has before they meet the guard: a client with two servers, a file, and the base of a team. */
const MCP_SERVERS = {
  files: { command: 'mcp-server-filesystem', args: ['docs'], env: { API_TOKEN: 'Zx9-kY2q_Lw8v' } },
  everything: { command: 'mcp-server-everything' },
};
const BASE = `allow_other_servers: false
servers:
  everything:
    command: mcp-server-everything
    policy:
      permissions: { denied_tools: [get-env] }
  files:
    command: mcp-server-filesystem
    args: ['*']
`;

const read = (name: string): string => readFileSync(new URL(`scripts/${name}`, import.meta.url), 'utf8').trimEnd();
const scripts = readdirSync(new URL('scripts/', import.meta.url));
const playable = scripts.filter((name) => !read(name).includes('\npage> ') || !lacks('chromium'));

it.concurrent.each(playable)('%s', async (name) => {
  const script = read(name);
  await using day = await createDay();
  const { home } = day;
  const files = { ...MCP_SERVERS.files, args: [home.at('docs')] };
  await home.write('.cursor/mcp.json', JSON.stringify({ mcpServers: { ...MCP_SERVERS, files } }, undefined, 2));
  await home.write('docs/notes.txt', 'hello');
  await home.write('base.yaml', BASE);
  expect(await day.play(script)).toBe(script);
});
