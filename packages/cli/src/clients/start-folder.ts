import type { JsonValue } from '@mcp-guard/core';
import { basename, dirname, extname, isAbsolute, resolve, sep } from 'node:path';
import type { ClientFile, ClientServer } from './client-format.js';
import { given } from './read-run.js';
import { CLIENTS } from './registry.js';

/** A file of the client with this id. */
interface FileOfClient extends ClientFile {
  readonly client: string;
}

/**
 * The folder in which a client starts a server, as far as it is known: the one that the entry names, the project, or
 * the one for which Claude Code keeps it.
 * @param otherwise where a client starts a server that belongs to no folder
 */
export function startFolder(file: FileOfClient, server: ClientServer, otherwise: string): string {
  const base = file.scope === 'project' ? projectOf(file) : (absolute(server.project) ?? otherwise);
  const own = workingFolder(server);
  return typeof own === 'string' ? resolve(base, own) : base;
}

/** The working folder that an entry names: beside the command, or in the entry itself. */
export function workingFolder({ entry, keys }: ClientServer): JsonValue | undefined {
  const beside = keys.command.slice(0, -1).reduce<JsonValue | undefined>(given, entry);
  return given(beside, 'cwd') ?? given(entry, 'cwd');
}

const absolute = (folder: string | undefined): string | undefined =>
  folder !== undefined && isAbsolute(folder) ? folder : undefined;

/** The folder whose `.cursor/mcp.json` it is. */
function projectOf({ client: id, path }: FileOfClient): string {
  const files = CLIENTS.find((client) => client.id === id)?.projectFiles ?? [];
  const file = files.find((each) => endsLike(path, each)) ?? '';
  return file.split('/').reduce((folder) => dirname(folder), path);
}

/** The path ends like `.cursor/mcp.json` or `.continue/mcpServers/*.yaml`. */
export function endsLike(path: string, file: string): boolean {
  const wanted = file.split('/').join(sep);
  if (!basename(wanted).startsWith('*')) return `${sep}${path}`.endsWith(`${sep}${wanted}`);
  return extname(path) === extname(wanted) && dirname(path).endsWith(`${sep}${dirname(wanted)}`);
}
