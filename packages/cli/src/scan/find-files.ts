import { readdirSync, statSync, type Dirent } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { System } from '@mcp-guard/policy';
import { endsLike } from '../clients/start-folder.js';
import type { ClientFormat } from '../clients/client-format.js';
import { findClients, type FoundClientFile } from '../clients/find-clients.js';
import { showText } from '../output/show-text.js';
import type { Unread } from './report/report.js';
import type { ScannedFile } from './rule.js';

/** Files that were found, and the ones that could not be read. */
export interface FoundFiles {
  readonly files: readonly ScannedFile[];
  readonly unread: readonly Unread[];
}

/** The walk stops after so many. */
const MAX_FOLDERS = 100_000;
/** Folders of others, and of no client. */
const PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', '.git']);

export const findUserFiles = (system: System, clients: readonly ClientFormat[]): FoundFiles =>
  sortOut(findClients(system, undefined, clients), system, clients);

/**
 * Finds the files that clients would read in these folders and all below, and these files, whichever client reads them.
 * Absolute paths.
 */
export function findNamedFiles(paths: readonly string[], system: System, clients: readonly ClientFormat[]): FoundFiles {
  const found = paths.map((path) => findNamed(path, system, clients));
  const files = new Map(found.flatMap((each) => each.files).map((file) => [`${file.client} ${file.path}`, file]));
  return { files: [...files.values()], unread: found.flatMap(({ unread }) => unread) };
}

function findNamed(path: string, system: System, clients: readonly ClientFormat[]): FoundFiles {
  const problem = (why: string): FoundFiles => ({ files: [], unread: [{ ...NOWHERE, file: path, why }] });
  try {
    const named = statSync(path, { throwIfNoEntry: false });
    if (!named) return problem('there is no such file or folder');
    const found = named.isDirectory() ? inFolder(path, system, clients) : asFile(path, system, clients);
    return sortOut(found, system, clients);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return problem('it cannot be read');
    throw error;
  }
}

const NOWHERE = { client: null, line: undefined, column: undefined };

function inFolder(root: string, system: System, clients: readonly ClientFormat[]): readonly FoundClientFile[] {
  const ofProjects = clients.map((client) => ({ ...client, userFiles: () => [] }));
  const beginnings = new Set(
    clients.flatMap(({ projectFiles }) => projectFiles.map((file) => file.split('/')[0] ?? '')),
  );
  const found: FoundClientFile[] = [];
  const folders = [root];
  for (let at = 0; at < folders.length; at++) {
    const folder = folders[at] ?? root;
    const entries = listEntries(folder);
    if (entries.some(({ name }) => beginnings.has(name))) found.push(...findClients(system, folder, ofProjects));
    for (const entry of entries) {
      if (folders.length === MAX_FOLDERS) break;
      if (entry.isDirectory() && !PASSED_OVER.has(entry.name)) folders.push(join(folder, entry.name)); // no links
    }
  }
  return found;
}

/** The client that looks for files of this name; else the first one that finds servers in it. */
function asFile(path: string, system: System, clients: readonly ClientFormat[]): readonly FoundClientFile[] {
  const named = clients.filter(
    (client) => client.projectFiles.some((file) => endsLike(path, file)) || client.userFiles(system).includes(path),
  );
  const readings = (named.length > 0 ? named : clients).flatMap((client) =>
    findClients(system, dirname(path), [{ ...client, userFiles: () => [], projectFiles: [basename(path)] }]),
  );
  const best =
    readings.find((reading) => 'servers' in reading && reading.servers.length > 0) ??
    readings.find((reading) => 'servers' in reading) ??
    readings[0];
  return best ? [best] : [];
}

function sortOut(found: readonly FoundClientFile[], system: System, clients: readonly ClientFormat[]): FoundFiles {
  const ofUser = new Set(clients.flatMap((client) => client.userFiles(system)));
  const files: ScannedFile[] = [];
  const unread: Unread[] = [];
  for (const each of found) {
    const { path, client } = each;
    const scope = ofUser.has(path) ? 'user' : each.scope;
    if ('servers' in each)
      files.push({ client: client.id, path, scope, mode: modeOf(path, system), servers: each.servers });
    else {
      const { what, place } = each.problem;
      unread.push({ client: client.id, file: path, line: place?.line, column: place?.column, why: showText(what) });
    }
  }
  return { files, unread };
}

/** A folder that cannot be listed has nothing for a client either. */
function listEntries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Windows has no such bits. */
const modeOf = (path: string, { platform }: System): number | undefined =>
  platform === 'win32' ? undefined : statSync(path, { throwIfNoEntry: false })?.mode;
