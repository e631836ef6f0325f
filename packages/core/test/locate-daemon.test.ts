import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isOurSocket, locateDaemon, readKey } from '../src/home/locate-daemon.js';
import { guardPaths, pointerPath } from '../src/home/paths.js';

let folder: string;
const servers: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcp-guard-locate-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.close();
    await once(server, 'close');
  }
  rmSync(folder, { recursive: true });
});

/** Listens on a socket of mode 0600 in a folder of mode 0700. */
async function openSocket(path = join(folder, 'daemon.sock')): Promise<string> {
  const server = createServer().listen(path);
  servers.push(server);
  await once(server, 'listening');
  chmodSync(path, 0o600);
  return path;
}

/** As if we were somebody else, so that our files are not ours. */
const becomeSomebodyElse = (): void => {
  const uid = lstatSync(folder).uid;
  vi.spyOn(process, 'getuid').mockReturnValue(uid + 1);
};

describe('locateDaemon', () => {
  const pointTo = (pointer: string): ReturnType<typeof locateDaemon> => {
    const entrance = guardPaths(folder);
    const path = pointerPath(entrance, '/x/mcp-guard.yaml');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, pointer);
    return locateDaemon(entrance, '/x/mcp-guard.yaml');
  };

  it('follows the pointer of the configuration to another home', () => {
    expect(pointTo('{"home":"/other","socket":"/run/other.sock"}')).toEqual({
      paths: guardPaths('/other'),
      socket: '/run/other.sock',
    });
  });

  it('takes the home where no daemon has left a pointer for the configuration', () => {
    const entrance = guardPaths(folder);
    expect(locateDaemon(entrance, '/x/mcp-guard.yaml')).toEqual({ paths: entrance, socket: entrance.socket });
  });

  it.each([
    '',
    'no json',
    'null',
    '[]',
    '{}',
    '{"home":"/other"}',
    '{"home":1,"socket":"/s"}',
    '{"home":"/other","socket":null}',
    '{"__proto__":{"home":"/other","socket":"/s"}}',
  ])('takes the home where the pointer is %j', (pointer) => {
    const entrance = guardPaths(folder);
    expect(pointTo(pointer)).toEqual({ paths: entrance, socket: entrance.socket });
  });
});

// Threat 18
describe('a socket that another user squats', () => {
  it('ours is ours, and none is none', async () => {
    expect(isOurSocket(await openSocket())).toBe(true);
    expect(isOurSocket(join(folder, 'none.sock'))).toBe(false);
    expect(isOurSocket(join(folder, 'no', 'folder', 'none.sock'))).toBe(false);
  });

  it.each<[string, (path: string) => unknown]>([
    ['a socket that its group may write to', (path) => chmodSync(path, 0o620)],
    ['a socket that everybody may write to', (path) => chmodSync(path, 0o606)],
    ['a folder where its group may replace it', () => chmodSync(folder, 0o770)],
    ['a folder where everybody may replace it', () => chmodSync(folder, 0o1777)],
    ['a socket and a folder of somebody else', becomeSomebodyElse],
  ])('is not told the key: %s', async (_, change) => {
    const path = await openSocket();
    change(path);
    expect(() => isOurSocket(path)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });

  it('is not told the key: a link to a socket, and a link to a folder', async () => {
    const path = await openSocket();
    const link = join(folder, 'link.sock');
    symlinkSync(path, link);
    expect(() => isOurSocket(link)).toThrow(`${link} or its folder is not private to this user`);
    const folderLink = join(folder, 'folder');
    symlinkSync(folder, folderLink);
    expect(() => isOurSocket(join(folderLink, 'daemon.sock'))).toThrow('is not private to this user');
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.sock'));
    expect(() => isOurSocket(join(folder, 'dangling.sock'))).toThrow('is not private to this user');
  });

  it('is not told the key: a file or a folder in place of the socket', () => {
    const file = join(folder, 'daemon.sock');
    writeFileSync(file, '', { mode: 0o600 });
    expect(() => isOurSocket(file)).toThrow('is not private to this user');
    mkdirSync(join(folder, 'sub'), { mode: 0o700 });
    expect(() => isOurSocket(join(folder, 'sub'))).toThrow('is not private to this user');
  });
});

describe('readKey', () => {
  const writeKey = (mode: number): string => {
    const path = join(folder, 'daemon.key');
    writeFileSync(path, 'abcd\n');
    chmodSync(path, mode);
    return path;
  };

  it('reads the key, and nothing where there is none', () => {
    expect(readKey(writeKey(0o600))).toBe('abcd');
    expect(readKey(join(folder, 'none'))).toBeUndefined();
  });

  it.each([0o640, 0o604, 0o620, 0o602, 0o644, 0o666])('refuses a key of mode %o and says what helps', (mode) => {
    const path = writeKey(mode);
    expect(() => readKey(path)).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED', hint: { command: `chmod 600 ${path}` } }),
    );
  });

  it('refuses a key of somebody else', () => {
    const path = writeKey(0o600);
    becomeSomebodyElse();
    expect(() => readKey(path)).toThrow('is not private to this user');
  });

  it('refuses in words where it cannot be known whether there is one', () => {
    symlinkSync('circle', join(folder, 'circle'));
    for (const find of [readKey, isOurSocket])
      expect(() => find(join(folder, 'circle', 'daemon.key'))).toThrow(
        expect.objectContaining({
          code: 'CONFIG_INVALID',
          message: expect.stringContaining('cannot be looked at (ELOOP)'),
        }),
      );
  });

  it('refuses a link and a folder', () => {
    const path = writeKey(0o600);
    const link = join(folder, 'link');
    symlinkSync(path, link);
    expect(() => readKey(link)).toThrow('is not private to this user');
    expect(() => readKey(folder)).toThrow('is not private to this user');
  });
});
