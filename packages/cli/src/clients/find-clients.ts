import { basename, dirname, posix, win32 } from 'node:path';
import type { System } from '@mcp-guard/policy';
import type { ClientFile, ClientFormat, ClientServer } from './client-format.js';
import { listFolder, readText, UnreadableFile, type FileText } from '@mcp-guard/core/text-file';
import { CLIENTS } from './registry.js';
import { SyntaxProblem, type ParsedText, type TextPlace } from './syntax/syntax.js';

interface FoundFormat extends ClientFile {
  readonly client: ClientFormat;
}

/** A file in which servers may stand, and those that do. */
export interface ReadClientFile extends FoundFormat, FileText {
  /** Missing if the file is blank, as some clients create theirs. */
  readonly parsed: ParsedText | undefined;
  readonly servers: readonly ClientServer[];
}

/** One that is skipped: what is wrong with it, and where. */
export interface UnreadClientFile extends FoundFormat {
  readonly problem: { readonly what: string; readonly place?: TextPlace };
}

export type FoundClientFile = ReadClientFile | UnreadClientFile;

/**
 * Reads what clients keep on this system and in the folder of a project (absolute), if one is given, in the order
 * of the registry. Missing files are not reported; one that cannot be read does not stop the others.
 */
export function findClients(
  system: System,
  project?: string,
  clients: readonly ClientFormat[] = CLIENTS,
): readonly FoundClientFile[] {
  return clients.flatMap((client) =>
    listFiles(client, system, project).flatMap((file) => readAll({ ...file, client })),
  );
}

/** If the project is the home folder, its files are the user's. */
function listFiles(client: ClientFormat, system: System, project: string | undefined): readonly ClientFile[] {
  const paths = system.platform === 'win32' ? win32 : posix;
  const ofUser = client.userFiles(system);
  const ofProject = project === undefined ? [] : client.projectFiles.map((file) => paths.join(project, file));
  return [
    ...ofUser.map((path) => ({ path, scope: 'user' as const })),
    ...ofProject.filter((path) => !ofUser.includes(path)).map((path) => ({ path, scope: 'project' as const })),
  ];
}

/** The files that a last step `*.yaml` means, or the one file. */
function readAll(found: FoundFormat): readonly FoundClientFile[] {
  const name = basename(found.path);
  if (!name.startsWith('*')) return readOne(found);
  return showFound(found, () =>
    listFolder(dirname(found.path), name.slice(1)).flatMap((path) => readOne({ ...found, path })),
  );
}

const readOne = (found: FoundFormat): readonly FoundClientFile[] =>
  showFound(found, () => {
    const file = readText(found.path);
    if (!file) return [];
    const parsed = file.text.trim() === '' ? undefined : found.client.parse(file.text);
    return [{ ...found, ...file, parsed, servers: parsed ? found.client.readServers(parsed) : [] }];
  });

function showFound(found: FoundFormat, read: () => readonly FoundClientFile[]): readonly FoundClientFile[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxProblem) return [{ ...found, problem: { what: error.message, place: error.place } }];
    if (error instanceof UnreadableFile) return [{ ...found, problem: { what: error.message } }];
    throw error;
  }
}
