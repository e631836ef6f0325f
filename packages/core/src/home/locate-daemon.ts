import { lstatSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { GuardError } from '../errors.js';
import { isObject, parseJson } from '../wire/jsonrpc.js';
import { guardPaths, pointerPath, type GuardPaths } from './paths.js';

/** Where the daemon of a configuration can be reached. */
export interface DaemonPlace {
  readonly paths: GuardPaths;
  readonly socket: string;
}

/**
 * Follows the pointer that the daemon of `config` left in the default home; without one it
 * is in that home. Neither bridge nor CLI reads the configuration for this.
 */
export function locateDaemon(entrance: GuardPaths, config: string): DaemonPlace {
  try {
    const pointer = parseJson(readFileSync(pointerPath(entrance, config), 'utf8'));
    if (isObject(pointer) && typeof pointer['home'] === 'string' && typeof pointer['socket'] === 'string') {
      return { paths: guardPaths(pointer['home']), socket: pointer['socket'] };
    }
  } catch {
    // no daemon has left one
  }
  return { paths: entrance, socket: entrance.socket };
}

/**
 * Throws unless a socket and its folder belong to this user and no other user can replace
 * them: a secret that is sent to a squatter is lost. False if there is no socket.
 */
export function isOurSocket(path: string): boolean {
  const socket = lstatSync(path, { throwIfNoEntry: false });
  if (!socket) return false;
  const folder = lstatSync(dirname(path));
  const uid = process.getuid?.();
  const ours = [socket, folder].every((stat) => stat.uid === uid && (stat.mode & 0o022) === 0);
  if (ours && socket.isSocket() && folder.isDirectory()) return true;
  throw new GuardError('UNAUTHENTICATED', `${path} or its folder is not private to this user`);
}

/** The key of the daemon, in hex; `undefined` when there is none yet. */
export function readKey(path: string): string | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (!stat.isFile() || stat.uid !== process.getuid?.() || (stat.mode & 0o077) !== 0) {
    throw new GuardError('UNAUTHENTICATED', `${path} is not private to this user`, { hint: `chmod 600 ${path}` });
  }
  return readFileSync(path, 'utf8').trim();
}
