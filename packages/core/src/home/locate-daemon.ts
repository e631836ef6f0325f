import { lstatSync, readFileSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { GuardError } from '../errors.js';
import { commandLine } from '../hint.js';
import { safe } from '../safe.js';
import { isObject, parseJson } from '../wire/jsonrpc.js';
import { guardPaths, pointerPath, type GuardPaths } from './paths.js';

/** The daemon of a configuration can be reached here. */
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
  const socket = look(path);
  if (!socket) return false;
  const folder = lstatSync(dirname(path));
  const uid = process.getuid?.();
  const ours = [socket, folder].every((stat) => stat.uid === uid && (stat.mode & 0o022) === 0);
  if (ours && socket.isSocket() && folder.isDirectory()) return true;
  throw new GuardError('UNAUTHENTICATED', `${path} or its folder is not private to this user`);
}

/**
 * Returns nothing if the path leads nowhere. Throws CONFIG_INVALID where that cannot be known, as below a folder that
 * may not be entered.
 */
function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw unseen(path, error);
  }
}

/** The refusal of a home, or of what is in it, that cannot be looked at. */
export const unseen = (path: string, cause: unknown): GuardError =>
  new GuardError('CONFIG_INVALID', `${safe(path, 500)} cannot be looked at (${codeOf(cause)})`, {
    cause,
    hint: 'set MCP_GUARD_HOME to a folder of yours, or give yourself the right to enter those above it',
  });

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'no reason is known';

/** The key of the daemon, in hex; `undefined` when there is none yet. */
export function readKey(path: string): string | undefined {
  const stat = look(path);
  if (!stat) return undefined;
  if (!stat.isFile() || stat.uid !== process.getuid?.() || (stat.mode & 0o077) !== 0) {
    throw new GuardError('UNAUTHENTICATED', `${path} is not private to this user`, {
      hint: { command: commandLine('chmod 600', path) },
    });
  }
  return readFileSync(path, 'utf8').trim();
}
