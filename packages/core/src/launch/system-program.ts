import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';

/** Systems keep their programs here. Never a PATH: a folder of it may be a stranger's project. */
export const SYSTEM_FOLDERS: readonly string[] = ['/usr/bin', '/bin', '/usr/local/bin', '/run/current-system/sw/bin'];

/** The most that a program may print, in bytes; one that prints more is ended. */
const MAX_OUTPUT = 65_536;

export interface ProgramEnd {
  readonly ok: boolean;
  /** Why it is not `ok`, without what the program says: `ended with 1`. */
  readonly how: string;
  readonly output: string;
  /** The text of its standard error, which is a text from outside. */
  readonly words: string;
}

export interface ProgramRun {
  /** All that it gets. */
  readonly env: Readonly<Record<string, string>>;
  /** It is killed after so many milliseconds. */
  readonly timeout: number;
}

/** The absolute path of a program that belongs to the system or the user and that no other user can change; `undefined` if there is none. */
export const findSystemProgram = (name: string, folders: readonly string[] = SYSTEM_FOLDERS): string | undefined =>
  folders.map((folder) => join(folder, name)).find(isTrusted);

/** Runs a program without a shell and waits for its end. Never throws. */
export const runProgram = (path: string, args: readonly string[], { env, timeout }: ProgramRun): Promise<ProgramEnd> =>
  new Promise((resolve) => {
    const options = { env, cwd: '/', timeout, killSignal: 'SIGKILL', maxBuffer: MAX_OUTPUT } as const;
    const child = execFile(path, args, options, (error, output, words) => {
      const how =
        error === null
          ? 'ended'
          : error.killed
            ? `took longer than ${timeout / 1000} s`
            : `ended with ${error.code ?? error.signal}`;
      resolve({ ok: error === null, how, output, words });
    });
    child.stdin?.on('error', () => undefined).end();
  });

function isTrusted(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    const { uid, mode, isFile } = toFacts(path);
    return isFile && (uid === 0 || uid === process.getuid?.()) && (mode & 0o022) === 0;
  } catch {
    return false;
  }
}

/** The facts of the file that a link leads to. */
function toFacts(path: string): { readonly uid: number; readonly mode: number; readonly isFile: boolean } {
  const stat = statSync(path);
  return { uid: stat.uid, mode: stat.mode, isFile: stat.isFile() };
}
