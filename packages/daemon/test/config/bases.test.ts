import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fingerprints, guardPaths } from '@mcp-guard/core';
import { createKeys, signText, type Config } from '@mcp-guard/policy';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Configuration } from '../../src/config/configuration.js';

let root: string;
let server: Server | undefined;
let end: () => void = () => undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'mcp-guard-bases-'));
  mkdirSync(join(root, 'etc'));
});
afterEach(() => {
  end();
  server?.close().closeAllConnections();
  server = undefined;
  rmSync(root, { recursive: true });
});

const machine = () => ({ path: join(root, 'etc/mcp-guard.yaml'), owner: process.getuid?.() ?? 0 });
const denying = (tool: string, version = 1): string =>
  JSON.stringify({ version, default: { permissions: { denied_tools: [tool] } } });

async function watch(more: object = {}, onceRead: () => void = () => undefined) {
  const { config: path, secrets, bases } = guardPaths(root);
  writeFileSync(path, JSON.stringify({ servers: { a: { command: 'x' } }, ...more }), { mode: 0o600 });
  const configuration = await Configuration.open(
    { home: root, path, secrets, bases, env: {}, machine: machine() },
    { fingerprints: new Fingerprints('00') },
  );
  onceRead();
  const problems: string[] = [];
  const timings = { configWatch: 20, configRetry: 50, baseUpdate: 50 };
  end = configuration.watch(
    () => undefined,
    ({ message }) => void problems.push(message),
    timings,
  );
  return { configuration, problems };
}

const denied = ({ servers }: Config): readonly unknown[] =>
  servers['a']?.layers.permissions.flatMap(({ rules }) => rules.denied_tools) ?? [];

it('a base that the administrator lays down binds a daemon that runs already', async () => {
  const { configuration, problems } = await watch();
  expect(denied(configuration.current)).toEqual([]);
  writeFileSync(machine().path, denying('delete'));
  await expect.poll(() => denied(configuration.current)).toEqual(['delete']);
  chmodSync(machine().path, 0o666);
  await expect.poll(() => problems).toEqual([`${machine().path} can be written by others`]);
  expect(denied(configuration.current)).toEqual(['delete']);
});

it('a base that changes after it was read and before it is watched binds', async () => {
  writeFileSync(machine().path, denying('delete'));
  const { configuration } = await watch({}, () => writeFileSync(machine().path, denying('send')));
  expect(denied(configuration.current)).toEqual(['delete']);
  await expect.poll(() => denied(configuration.current)).toEqual(['send']);
});

it('a base that an editor has emptied still binds until it is written', async () => {
  writeFileSync(machine().path, denying('delete'));
  const { configuration, problems } = await watch();
  writeFileSync(machine().path, '');
  await expect.poll(() => problems).toEqual([`${machine().path} is empty`]);
  expect(denied(configuration.current)).toEqual(['delete']);
  writeFileSync(machine().path, '{}');
  await expect.poll(() => denied(configuration.current)).toEqual([]);
});

it('no daemon starts under a base of the machine that cannot be read', async () => {
  writeFileSync(machine().path, '[');
  await expect(watch()).rejects.toThrow('etc/mcp-guard.yaml:1:');
});

it('the next version of a signed base binds a daemon that runs already', async () => {
  const { privateKey, publicKey } = createKeys();
  let text = denying('delete');
  server = createServer(({ url }, response) => void response.end(url === '/b' ? text : signText(text, privateKey)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { configuration } = await watch({ extends: { url: `http://127.0.0.1:${port}/b`, public_key: publicKey } });
  expect(denied(configuration.current)).toEqual(['delete']);
  text = denying('send', 2);
  const { bases } = guardPaths(root);
  const version = readdirSync(bases).find((name) => name.endsWith('.version')) ?? '';
  utimesSync(join(bases, version), 0, 0); // it is long ago that the network was asked
  await expect.poll(() => denied(configuration.current)).toEqual(['send']);
});
