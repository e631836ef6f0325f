import { resolve } from 'node:path';
import { guardPaths } from '@mcp-guard/core';
import { toRealPath } from '../paths/real-path.js';
import { NO_PROGRAM, type Program } from './program.js';

/** Absolute paths of the guard's own files. No message of a client may name `folders` and `files`. */
export interface OwnPlaces {
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** Files of clients that start the guard, and certificates of servers: a message may name them only to read them. */
  readonly clients: readonly string[];
  /**
   * Files in which a client may keep servers, whether it starts the guard or not, and whether they are there or not. The
   * same holds. A last step `*.yaml` means all files of a folder.
   */
  readonly known: readonly string[];
  /** The program that starts the guard may be read and run only. */
  readonly program: Program;
}

/** A configuration that is not loaded from a file has none. */
export const NO_PLACES: OwnPlaces = { folders: [], files: [], clients: [], known: [], program: NO_PROGRAM };

/**
 * Lists the places of the guard's own files: its home, or both homes where the configuration names another, and what
 * the configuration puts elsewhere. Also where links lead there.
 * @param entrance the home in which bridges look for the daemon
 * @param path of the configuration
 * @param files that it was read from beside itself, and those of a service
 * @param others folders where it is remembered what was agreed on, or how a service is changed, and what a message may
 * only read
 */
export function ownPlaces(
  entrance: string,
  path: string,
  {
    daemon,
    audit,
  }: {
    readonly daemon: { readonly home: string | null; readonly socket_path: string | null };
    readonly audit: { readonly jsonl: string | null };
  },
  files: readonly string[],
  { folders = [], clients = [], known = [], program = NO_PROGRAM }: Partial<Omit<OwnPlaces, 'files'>> = {},
): OwnPlaces {
  const home = daemon.home === null ? entrance : resolve(entrance, daemon.home);
  const elsewhere = [daemon.socket_path, audit.jsonl].flatMap((file) => (file === null ? [] : resolve(home, file)));
  const inHomes = [entrance, home].flatMap((folder) => Object.values({ ...guardPaths(folder) }));
  return {
    folders: withTargets([entrance, home, ...folders]),
    files: withTargets([path, ...files, ...elsewhere, ...inHomes]),
    clients: withTargets(clients),
    known: withTargets(known),
    program,
  };
}

/** Former places of the guard stay its own. */
export const joinPlaces = (a: OwnPlaces, b: OwnPlaces): OwnPlaces => ({
  folders: [...new Set([...a.folders, ...b.folders])],
  files: [...new Set([...a.files, ...b.files])],
  clients: b.clients, // `init --undo` gives them back
  known: b.known,
  program: b.program,
});

const withTargets = (paths: readonly string[]): readonly string[] => [
  ...new Set(paths.flatMap((path) => [path, toRealPath(path)?.path ?? path])),
];
