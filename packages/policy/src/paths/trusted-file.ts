import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { commandLine, GuardError } from '@mcp-guard/core';

interface TrustOptions {
  /** No other user may even read it. */
  readonly private?: boolean;
  /** The one user that it may belong to. */
  readonly owner?: number;
}

/**
 * Reads a file that decides what the guard does: it must belong to this user (or root)
 * and no other user may write it. `undefined` if there is none.
 */
export function readTrusted(path: string, maxBytes: number, options: TrustOptions = {}): string | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK); // a pipe must not hang us
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new GuardError('CONFIG_INVALID', `${path} cannot be read`, { cause: error });
  }
  try {
    const { uid, mode, size, isFile } = describe(file);
    if (!isFile) throw new GuardError('CONFIG_INVALID', `${path} is not a file`);
    const isTrusted = options.owner === undefined ? uid === process.getuid?.() || uid === 0 : uid === options.owner;
    if (!isTrusted) {
      const hint = options.owner === 0 ? { words: AS_ROOT, command: commandLine('chown root', path) } : undefined;
      throw new GuardError('CONFIG_INVALID', `${path} belongs to another user`, { hint });
    }
    const forbidden = options.private ? 0o077 : 0o022;
    if ((mode & forbidden) !== 0) {
      throw new GuardError('CONFIG_INVALID', `${path} can be ${options.private ? 'read' : 'written'} by others`, {
        hint: {
          words: options.owner === 0 ? AS_ROOT : undefined,
          command: commandLine(options.private ? 'chmod 600' : 'chmod go-w', path),
        },
      });
    }
    if (size > maxBytes) throw new GuardError('CONFIG_INVALID', `${path} is larger than ${maxBytes} bytes`);
    const bytes = readFileSync(file);
    if (!isUtf8(bytes)) throw new GuardError('CONFIG_INVALID', `${path} is not valid UTF-8`);
    return bytes.toString();
  } finally {
    closeSync(file);
  }
}

const AS_ROOT = 'as root:';

function describe(file: number): { uid: number; mode: number; size: number; isFile: boolean } {
  const stat = fstatSync(file);
  return { uid: stat.uid, mode: stat.mode, size: stat.size, isFile: stat.isFile() };
}
