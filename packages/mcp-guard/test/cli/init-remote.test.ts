import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { relative } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { ALL_CLIENTS, fileOf, hasRemote, toFileValue } from '../../../cli/test/init/client-files.ts';
import { print } from '../../../cli/test/init/print.ts';
import { createClientsHome } from '../support/clients-home.ts';

/** As long as a name of ours is at most. */
const CLOSED = 'closed-'.padEnd(48, 'd');
const TOKEN = 'abc-of-mine-3f9a8c7b6d5e';
const HAND = {
  indent: 2,
  lineEnd: '\n',
  hasMark: false,
  remarks: [true],
  hasTrailingCommas: false,
  endsOpen: false,
} as const;

const RESULTS: Readonly<Record<string, object>> = {
  initialize: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'far', version: '1' } },
  'tools/list': { tools: [{ name: 'look', inputSchema: { type: 'object' } }] },
};

/** A server behind Streamable HTTP that knows one token. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return void response.writeHead(401).end();
  if (request.method !== 'POST') return void response.writeHead(405).end();
  const { id, method }: { id?: number; method: string } = JSON.parse(await readAll(request));
  if (id === undefined) return void response.writeHead(202).end();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, result: RESULTS[method] ?? {} }));
}

it('remote servers of every client are reached through the guard, and come back byte for byte', async () => {
  await using home = await createClientsHome();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mcp`;
  const servers = new Map([
    ['far', { url, headers: { Authorization: `Bearer ${TOKEN}` } }],
    [CLOSED, { url, headers: { 'X-Region': 'eu' } }],
    ['gone', { url: 'http://127.0.0.1:9/mcp', headers: {} }],
  ]);
  const originals = new Map<string, string>();
  const clients = ALL_CLIENTS.filter(([, client]) => hasRemote(client));
  for (const [, client] of clients) {
    const path = fileOf(client, home.home);
    originals.set(path, print(client, toFileValue(client, servers), HAND));
    await home.write(relative(home.home, path), originals.get(path) ?? ''); // oxlint-disable-line no-await-in-loop -- one after the other
  }
  const count = (text: string, words: RegExp): number | undefined => text.match(words)?.length;
  try {
    const { code, stdout } = await home.run('init', '--yes');
    expect(code).toBe(69);
    expect(count(stdout, /: far is guarded as far: it has 1 tool$/gm)).toBe(clients.length);
    const login = `: ${CLOSED} is guarded as ${CLOSED}: it needs a login of its own: mcp-guard auth login ${CLOSED}\n`;
    expect(stdout.split(login).length - 1).toBe(clients.length);
    expect(count(stdout, /: gone stays as it was: the server gone failed: /g)).toBe(clients.length);
    expect(stdout).not.toContain(TOKEN);
    for (const path of originals.keys()) expect(readFileSync(path, 'utf8')).not.toContain(TOKEN);
    await home.run('init', '--undo', '--yes');
    for (const [path, original] of originals) expect(readFileSync(path, 'utf8')).toBe(original);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
