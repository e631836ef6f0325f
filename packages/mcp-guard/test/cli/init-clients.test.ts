import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { ClientFormat, ServerRun } from '@mcp-guard/cli/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_CLIENTS, fileOf, toFileValue } from '../../../cli/test/init/client-files.ts';
import { print, type Hand } from '../../../cli/test/init/print.ts';
import { createClientsHome, type ClientsHome } from '../support/clients-home.ts';
import { tinyServer } from '../support/tiny-server.ts';

const HAND: Hand = {
  indent: 2,
  lineEnd: '\n',
  hasMark: false,
  remarks: [true, false, false],
  hasTrailingCommas: false,
  endsOpen: false,
};
/** As a desktop client starts it: no working folder of a person's, and a PATH without Node. */
const BARE = { PATH: '/usr/bin:/bin', cwd: '/' };

let home: ClientsHome;
const originals = new Map<string, string>();

beforeAll(async () => {
  home = await createClientsHome();
  const { command, args } = tinyServer();
  const servers = new Map([['files', { command, args, env: {} }]]);
  for (const [, client] of ALL_CLIENTS) {
    const text = print(client, toFileValue(client, servers), HAND);
    const path = fileOf(client, home.home);
    originals.set(path, text);
    await home.write(relative(home.home, path), text);
  }
  const { code, stdout } = await home.run('init', '--yes');
  expect([code, stdout.match(/: files is guarded as files: it has \d+ tools/gu)?.length]).toEqual([
    0,
    ALL_CLIENTS.length,
  ]);
});
afterAll(async () => {
  await home[Symbol.asyncDispose]();
});

/** What a client would start from its file. */
function runOf(client: ClientFormat): StdioRun {
  const file = client.parse(readFileSync(fileOf(client, home.home), 'utf8'));
  const run = client.readServers(file)[0]?.run;
  if (run?.kind !== 'stdio') throw new Error('nothing that a command starts');
  return run;
}

type StdioRun = Extract<ServerRun, { kind: 'stdio' }>;

describe('a client that starts what init wrote into its file', () => {
  it.each(ALL_CLIENTS)('lists the tools of its server: %s', async (_, format) => {
    const run = runOf(format);
    const client = new Client({ name: format.id, version: '1' });
    const env = { ...run.env, PATH: BARE.PATH, HOME: home.home };
    const { command, args } = run;
    await client.connect(new StdioClientTransport({ command, args: [...args], env, cwd: BARE.cwd, stderr: 'ignore' }));
    try {
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toContain('echo');
    } finally {
      await client.close();
    }
  });
});

it('shares one server of ours with all others, and a second run changes nothing', async () => {
  const { code, stdout } = await home.run('init', '--yes', '--json');
  const { servers, files }: { servers: { outcome: string }[]; files: unknown[] } = JSON.parse(stdout);
  expect([code, files, servers.length, new Set(servers.map(({ outcome }) => outcome))]).toEqual([
    0,
    [],
    ALL_CLIENTS.length,
    new Set(['guarded']),
  ]);
  expect(readFileSync(`${home.guard}/mcp-guard.yaml`, 'utf8').match(/command:/gu)).toHaveLength(1);
});

it('is undone byte for byte', async () => {
  const { code } = await home.run('init', '--undo', '--yes');
  expect(code).toBe(0);
  expect(new Map([...originals.keys()].map((path) => [path, readFileSync(path, 'utf8')]))).toEqual(originals);
});
