import { hash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { isPublicAddress } from '@mcp-guard/core/addresses';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig, type Loaded } from '../../src/loading/load.js';
import { openFolder } from '../folder.js';

const BASE = 'default: {permissions: {denied_tools: [delete]}}\n';
const sha256 = (text: string): string => hash('sha256', text);

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

async function serve(listener: RequestListener): Promise<{ url: string; asked: () => number }> {
  let count = 0;
  const server = createServer((request, response) => {
    count++;
    listener(request, response);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
  return { url: `http://127.0.0.1:${port}/base.yaml`, asked: () => count };
}
const give =
  (text: string): RequestListener =>
  (_, response) =>
    void response.end(text);

/** Loads a file that extends a base, as many times as asked with the same copies kept. */
function personal(base: object, more: object = {}) {
  const folder = openFolder();
  const bases = join(folder, 'bases');
  const path = join(folder, 'mcp-guard.yaml');
  const machine = { path: join(folder, 'no-machine.yaml'), owner: 0 };
  writeFileSync(path, JSON.stringify({ extends: base, servers: { a: { command: 'x' } }, ...more }), { mode: 0o600 });
  return {
    folder,
    bases,
    load: (): Promise<Loaded> =>
      loadConfig({ home: folder, path, secrets: join(folder, 'none'), bases, env: {}, machine }),
  };
}
const layers = ({ config }: Loaded): unknown =>
  config.servers['a']?.layers.permissions.map(({ source: place }) => place);
const BOTH = ['base:default.permissions', 'servers.a.policy.permissions'];

describe('a base at a path', () => {
  it('is found beside the file, and its rules are told with their place in it', async () => {
    const { folder, load } = personal({ path: 'team.yaml' });
    writeFileSync(join(folder, 'team.yaml'), BASE, { mode: 0o600 });
    const loaded = await load();
    expect(layers(loaded)).toEqual(BOTH);
    expect(loaded.locate('base:default.permissions.denied_tools[0]')).toBe(
      `team.yaml:1:40 default.permissions.denied_tools[0]`,
    );
    expect([...loaded.files.keys()]).toEqual([join(folder, 'team.yaml'), join(folder, 'no-machine.yaml')]);
  });

  it.each([
    ['is not there', () => undefined, 'there is no base at'],
    [
      'can be written by others',
      (path: string) => (writeFileSync(path, BASE), chmodSync(path, 0o666)),
      'can be written by others',
    ],
    ['is too large', (path: string) => writeFileSync(path, `#${'x'.repeat(1_048_576)}`), 'is larger than'],
    ['is no YAML', (path: string) => writeFileSync(path, '['), 'team.yaml:1:'],
    ['has problems', (path: string) => writeFileSync(path, 'foo: 1'), 'team.yaml:1:1: foo: unknown key'],
  ])('that %s is refused', async (_, write, problem) => {
    const { folder, load } = personal({ path: 'team.yaml' });
    write(join(folder, 'team.yaml'));
    await expect(load()).rejects.toThrow(problem);
  });

  it('has its problems told beside those of the file', async () => {
    const { folder, load } = personal({ path: 'team.yaml' }, { daemon: { max_depth: 1 } });
    writeFileSync(join(folder, 'team.yaml'), 'foo: 1', { mode: 0o600 });
    await expect(load()).rejects.toThrow(
      /mcp-guard\.yaml:1:\d+: daemon\.max_depth: [^\n]*\n\S*team\.yaml:1:1: foo: unknown key/,
    );
  });

  it('with another hash is refused', async () => {
    const { folder, load } = personal({ path: 'team.yaml', sha256: sha256('other') });
    writeFileSync(join(folder, 'team.yaml'), BASE, { mode: 0o600 });
    await expect(load()).rejects.toThrow(`team.yaml has the SHA-256 ${sha256(BASE)}, and \`extends\` names another`);
  });
});

describe('a base at a URL', () => {
  it('is loaded once, kept for its owner alone, and serves when the network is down', async () => {
    const { url, asked } = await serve(give(BASE));
    const { bases, load } = personal({ url, sha256: sha256(BASE) });
    expect(layers(await load())).toEqual(BOTH);
    expect(readdirSync(bases)).toEqual([`${sha256(BASE)}.yaml`]);
    expect(statSync(join(bases, `${sha256(BASE)}.yaml`)).mode & 0o777).toBe(0o600);
    servers.splice(0).forEach((server) => server.close().closeAllConnections());
    expect(layers(await load())).toEqual(BOTH);
    expect(asked()).toBe(1);
  });

  it('without a network and without a copy is refused', async () => {
    const { url } = await serve(give(BASE));
    servers.splice(0).forEach((server) => server.close());
    await expect(personal({ url, sha256: sha256(BASE) }).load()).rejects.toThrow('no good copy is kept');
  });

  it('whose copy was changed is loaded again, and refused where it cannot be', async () => {
    const { url, asked } = await serve(give(BASE));
    const { bases, load } = personal({ url, sha256: sha256(BASE) });
    await load();
    const copy = join(bases, `${sha256(BASE)}.yaml`);
    writeFileSync(copy, 'default: {}\n');
    expect(layers(await load())).toEqual(BOTH);
    expect(asked()).toBe(2);
    expect(readFileSync(copy, 'utf8')).toBe(BASE);
    writeFileSync(copy, 'default: {}\n');
    servers.splice(0).forEach((server) => server.close().closeAllConnections());
    await expect(load()).rejects.toThrow('no good copy is kept');
  });

  it('whose copy others can read is not believed', async () => {
    const { url } = await serve(give(BASE));
    const { bases, load } = personal({ url, sha256: sha256(BASE) });
    mkdirSync(bases);
    writeFileSync(join(bases, `${sha256(BASE)}.yaml`), BASE, { mode: 0o644 });
    await expect(load()).rejects.toThrow('can be read by others');
  });

  it.each([
    ['another text', give('default: {}\n'), `has the SHA-256 ${sha256('default: {}\n')}`],
    [
      'an error',
      (_: unknown, response: Parameters<RequestListener>[1]) => void response.writeHead(404).end(BASE),
      'status 404',
    ],
    ['endless bytes', give(`#${'x'.repeat(2 ** 21)}`), 'more than'],
    [
      'a redirect to another host',
      (_: unknown, response: Parameters<RequestListener>[1]) =>
        void response.writeHead(302, { location: 'http://localhost:1/x' }).end(),
      'cannot be loaded',
    ],
    [
      'bytes that are no UTF-8',
      (_: unknown, response: Parameters<RequestListener>[1]) => void response.end(Buffer.from([0xff])),
      'UTF-8',
    ],
  ])('that answers with %s is refused', async (_, listener, problem) => {
    const { url } = await serve(listener);
    await expect(personal({ url, sha256: sha256(BASE) }).load()).rejects.toThrow(problem);
  });

  it('in a private network is asked only if that is allowed', async () => {
    const own = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal, address }) => family === 'IPv4' && !internal && !isPublicAddress(address));
    const place = { url: `https://${own?.address ?? '10.0.0.1'}:1/b.yaml`, sha256: sha256('') };
    await expect(personal(place).load()).rejects.toThrow('not public');
    const allowed = personal({ ...place, allow_private: own !== undefined }).load();
    await expect(allowed).rejects.toThrow(own ? 'accepts no connections' : 'not public');
  });

  it.each([
    ['has no hash', { url: 'https://example.com/b.yaml' }, 'extends.sha256'],
    ['has a hash that is none', { url: 'https://example.com/b.yaml', sha256: 'abc' }, 'a SHA-256 is 64 digits'],
    ['is not https', { url: 'http://example.com/b.yaml', sha256: sha256('') }, 'http is for this machine only'],
    ['is a file', { url: 'file:///etc/passwd', sha256: sha256('') }, 'a URL begins with https://'],
    ['has a password', { url: 'https://me:pw@example.com/b.yaml', sha256: sha256('') }, 'holds no name or password'],
    ['is at a private address', { url: 'https://10.0.0.1/b.yaml', sha256: sha256('') }, 'not public'],
    ['is at a link-local address', { url: 'https://169.254.169.254/b.yaml', sha256: sha256('') }, 'not public'],
  ])('that %s is refused', async (_, base, problem) => {
    await expect(personal(base).load()).rejects.toThrow(problem);
  });
});
