import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SERVERS } from '../clients/servers.ts';
import { createGuard } from '../support/in-process-guard.ts';
import { refused } from '../support/guard-answers.ts';
import { startClient } from '../support/raw-client.ts';
import { heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const MESSAGE = 'this path is one of mcp-guard’s own files';

describe('an agent that tries to edit its own guard', () => {
  let wire: Wire;
  let session: WireSession;
  let cwd: string;
  let at: (path: string) => string;
  beforeAll(async () => {
    cwd = realpathSync.native(mkdtempSync(join(tmpdir(), 'mcp-guard-own-')));
    const elsewhere = join(cwd, 'elsewhere');
    mkdirSync(elsewhere);
    mkdirSync(join(cwd, 'project'));
    const audit = { jsonl: join(elsewhere, 'audit.jsonl') };
    wire = await createWire({ server: { cwd: join(cwd, 'project') }, config: { audit }, upstream: 'lines' }); // only those have a folder
    session = await wire.connect();
    const { home } = wire.guard;
    at = (path) =>
      path
        .replaceAll('HOME', home)
        .replaceAll('ROOT', dirname(home))
        .replaceAll('NAME', basename(home))
        .replaceAll('ELSE', elsewhere);
    symlinkSync(home, join(cwd, 'project/link'));
    symlinkSync(join(home, 'mcp-guard.yaml'), join(cwd, 'project/notes'));
    symlinkSync(join(home, 'not there yet'), join(cwd, 'project/later'));
    linkSync(join(home, 'daemon.key'), join(cwd, 'project/copy'));
    writeFileSync(join(cwd, 'project/mine'), '');
  });
  afterAll(async () => {
    await wire.close();
    rmSync(cwd, { recursive: true });
  });

  const call = (path: string, id?: number): string =>
    JSON.stringify({
      jsonrpc: '2.0',
      ...(id !== undefined && { id }),
      method: 'tools/call',
      params: { name: 'read', arguments: { path } },
    });

  it.each([
    'HOME',
    'HOME/daemon.key',
    'HOME/mcp-guard.yaml',
    'HOME/mcp-guard.db-wal',
    'HOME/bases/x.yaml',
    'HOME/backups/x',
    'ELSE/audit.jsonl',
    'ROOT/.config/systemd/user/mcp-guard.service',
    'ROOT/.config/systemd/user/mcp-guard.service.d/override.conf',
    'ROOT/Library/LaunchAgents/mcp-guard.daemon.plist',
    'ROOT/x/../NAME/daemon.key',
    'ROOT/./NAME//daemon.key',
    'HOME/DAEMON.KEY',
    'ROOT/%68ome/daemon.key',
    'ROOT/%2568ome/daemon.key',
    'ROOT\\NAME\\daemon.key',
    'file://HOME/daemon.key',
    'FILE://localhostHOME/daemon.key#x',
    'link/daemon.key',
    'link/new',
    'notes',
    'later',
    'copy',
  ])('does not name %s', async (path) => {
    session.client.send(call(at(path), 1), call(at(path)));
    const answer = await session.client.next();
    expect(toObject(answer)).toMatchObject({ ...refused(1), error: { message: expect.stringContaining(MESSAGE) } });
    expect(await heardByServer(session)).toEqual([]);
  });

  it('does not reach it by a relative path, from the server’s working folder', async () => {
    const up = '../'.repeat(join(cwd, 'project').split('/').length - 1);
    session.client.send(call(`${up}.${at('HOME')}/daemon.key`, 1));
    expect(toObject(await session.client.next())).toMatchObject(refused(1));
  });

  it.each([
    ['a resource', { id: 1, method: 'resources/read', params: { uri: 'file://HOME/daemon.key' } }],
    ['a prompt', { id: 1, method: 'prompts/get', params: { name: 'p', arguments: { file: 'HOME/daemon.key' } } }],
    ['a completion', { id: 1, method: 'completion/complete', params: { argument: { name: 'f', value: 'HOME/d' } } }],
    ['a key', { id: 1, method: 'tools/call', params: { name: 'x', arguments: { files: { 'HOME/daemon.key': 'x' } } } }],
    ['a method that nobody knows', { id: 1, method: 'files/write', params: { file: 'HOME/daemon.key' } }],
    [
      'an answer in a retry',
      {
        id: 1,
        method: 'tools/call',
        params: { name: 'x', inputResponses: { q: { content: { f: 'HOME/daemon.key' } } } },
      },
    ],
    [
      'a large message',
      { id: 1, method: 'tools/call', params: { name: 'x', arguments: { padding: 'x'.repeat(200_000), f: 'notes' } } },
    ],
  ])('does not name it in %s', async (_, message) => {
    session.client.send(at(JSON.stringify({ jsonrpc: '2.0', ...message })));
    expect(toObject(await session.client.next())).toMatchObject({
      ...refused(1),
      error: { message: expect.stringContaining(MESSAGE) },
    });
    expect(await heardByServer(session)).toEqual([]);
  });

  it('does not pass it to the server as a root', async () => {
    session.server.send('{"jsonrpc":"2.0","id":"r","method":"roots/list"}');
    await session.client.next();
    session.client.send(at('{"jsonrpc":"2.0","id":"r","result":{"roots":[{"uri":"file://HOME"}]}}'));
    expect(toObject(await session.server.next())).toMatchObject(refused('r'));
  });

  it('may name every other file', async () => {
    const lines = ['ROOT', 'HOMEr/x', 'mine', 'daemon.key', 'ELSE/other', '/etc/hosts'].map((path) => call(at(path)));
    session.client.send(...lines);
    expect(await heardByServer(session)).toEqual(lines);
  });
});

describe('a server that starts relative paths in the folder that it is for', () => {
  it.each([
    'home/daemon.key',
    './home/daemon.key',
    'home//daemon.key',
    'project/../home/daemon.key',
    'HOME/daemon.key',
    'home',
    'project/link/daemon.key',
    'word',
  ])('does not read %s', async (path) => {
    const { client, home } = await start();
    const answer = await client.request('tools/call', { name: 'read_text_file', arguments: { path } });
    expect(answer).toMatchObject({ error: { message: expect.stringContaining(MESSAGE) } });
    expect(JSON.stringify(client.received)).not.toContain(readFileSync(join(home, 'daemon.key'), 'utf8').trim());
  });

  it.each(['home/mcp-guard.yaml', 'home/secrets.env', 'project/../home/mcp-guard.yaml.new'])(
    'does not write %s',
    async (path) => {
      const { client, home } = await start();
      const before = readFileSync(join(home, 'mcp-guard.yaml'), 'utf8');
      const answer = await client.request('tools/call', { name: 'write_file', arguments: { path, content: 'evil' } });
      expect(answer).toMatchObject({ error: { message: expect.stringContaining(MESSAGE) } });
      expect(readFileSync(join(home, 'mcp-guard.yaml'), 'utf8')).toBe(before);
      expect(existsSync(join(home, 'secrets.env'))).toBe(false);
    },
  );

  it('reads every other file', async () => {
    const { client } = await start();
    const answer = await client.request('tools/call', { name: 'read_text_file', arguments: { path: 'project/mine' } });
    expect(JSON.stringify(answer?.result)).toContain('what is mine');
  });
});

/** The official file server for a folder that the guard’s home stands in, and a client in another one there. */
async function start() {
  const guard = await createGuard({});
  onTestFinished(() => guard.close());
  const { home } = guard;
  const root = dirname(home);
  const project = join(root, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'mine'), 'what is mine');
  symlinkSync(home, join(project, 'link'));
  symlinkSync(join(home, 'daemon.key'), join(root, 'word'));
  await guard.configure({ daemon: { shutdown_timeout: 1 }, servers: { files: SERVERS.filesystem.command(root) } });
  const client = startClient(guard.connect('files'), { cwd: project });
  onTestFinished(() => client[Symbol.asyncDispose]());
  await client.initialize();
  return { client, home };
}
