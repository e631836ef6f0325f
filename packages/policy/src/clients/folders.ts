import { posix, win32 } from 'node:path';
import type { System } from './system.js';

type ToPath = (...steps: readonly string[]) => string;

/** The folders in which clients keep their files: each gives the path of what lies below it. */
export interface Folders {
  readonly home: ToPath;
  /** `$XDG_CONFIG_HOME`, or `~/.config`: what many command-line clients use on every system. */
  readonly config: ToPath;
  /** Desktop applications keep their files here: `Library/Application Support`, `%APPDATA%`, `$XDG_CONFIG_HOME`. */
  readonly applications: ToPath;
  /** The folder that a variable names, or the given one. */
  readonly named: (variable: string, otherwise: string) => ToPath;
}

export function toFolders({ platform, home, env }: System): Folders {
  const paths = platform === 'win32' ? win32 : posix;
  const below =
    (folder: string): ToPath =>
    (...steps) =>
      paths.join(folder, ...steps);
  const named = (variable: string, otherwise: string): ToPath => {
    const folder = env[variable] ?? '';
    return below(paths.isAbsolute(folder) ? folder : otherwise); // a relative one depends on where the client was started
  };
  const config = named('XDG_CONFIG_HOME', paths.join(home, '.config'));
  const applications = {
    linux: config,
    darwin: below(paths.join(home, 'Library', 'Application Support')),
    win32: named('APPDATA', paths.join(home, 'AppData', 'Roaming')),
  };
  return { home: below(home), config, applications: applications[platform], named };
}
