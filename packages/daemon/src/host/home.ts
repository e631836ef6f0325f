import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { dirname } from 'node:path';
import { GuardError, type GuardPaths } from '@mcp-guard/core';
import { createPrivate } from '@mcp-guard/core/private-file';
import { readTrusted } from '@mcp-guard/policy';

const KEY_BYTES = 32;
const MAX_KEY_FILE = 1024;

/** Makes the home private to our user, or throws. */
export function prepareHome({ home, run, logs, dashboardToken }: GuardPaths): void {
  for (const folder of [home, run, logs, dirname(dashboardToken)]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = lstatSync(folder);
    if (!stat.isDirectory()) throw new GuardError('CONFIG_INVALID', `${folder} is not a folder`);
    if (stat.uid !== process.getuid?.()) throw new GuardError('CONFIG_INVALID', `${folder} belongs to another user`);
    if ((stat.mode & 0o077) !== 0) chmodSync(folder, 0o700);
  }
}

/** The secret of 32 bytes in a file of mode 0600, in hex; created if there is none. Daemons that start at once agree on one. */
export function ensureKey(path: string): string {
  const read = (): string | undefined => readTrusted(path, MAX_KEY_FILE, { private: true });
  let text = read();
  if (text === undefined) {
    createPrivate(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`);
    text = read();
  }
  const key = text?.trim() ?? '';
  if (!new RegExp(`^[0-9a-f]{${KEY_BYTES * 2}}$`).test(key)) {
    throw new GuardError('CONFIG_INVALID', `${path} does not hold ${KEY_BYTES} bytes in hex`);
  }
  return key;
}

/** The length of `sun_path` without its final NUL, in bytes. */
const MAX_SOCKET_PATH = process.platform === 'darwin' ? 103 : 107;

/** Listens on a Unix socket of mode 0600, and replaces one that a dead daemon left behind. */
export async function listenPrivately(server: Server, path: string): Promise<void> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new GuardError('CONFIG_INVALID', `the socket path is longer than ${MAX_SOCKET_PATH} bytes: ${path}`, {
      hint: 'set daemon.socket_path or MCP_GUARD_HOME to a shorter one',
    });
  }
  await removeStaleSocket(path);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      chmodSync(path, 0o600);
      resolve();
    });
  });
}

async function removeStaleSocket(path: string): Promise<void> {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isSocket()) throw new GuardError('CONFIG_INVALID', `${path} is there and is not a socket`);
  const isAlive = await new Promise<boolean>((resolve) => {
    const probe = connect(path, () => resolve(true)).once('error', () => resolve(false));
    probe.once('connect', () => probe.destroy());
  });
  if (isAlive) throw new GuardError('DAEMON_UNAVAILABLE', `something else listens at ${path}`);
  rmSync(path);
}
