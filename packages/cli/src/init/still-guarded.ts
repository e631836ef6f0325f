import type { System } from '@mcp-guard/policy';
import type { ClientFormat } from '../clients/client-format.js';
import { findClients } from '../clients/find-clients.js';
import { readText, UnreadableFile } from '@mcp-guard/core/text-file';
import { SyntaxProblem } from '../clients/syntax/syntax.js';
import { guardedName } from './find-moved.js';

/** A file in which a client has servers. */
export interface KnownFile {
  readonly client: ClientFormat;
  /** Links followed. */
  readonly path: string;
}

/**
 * The servers of ours that some client still starts, whatever wrote the entry.
 * @param others files beside those of this user, as those of projects are
 * @param texts of files that will have changed; nothing for those that will be gone
 */
export function findGuarded(
  system: System,
  others: readonly KnownFile[],
  texts: ReadonlyMap<string, string | undefined>,
): ReadonlySet<string> {
  const files = [
    ...findClients(system).map(({ client, path, ...file }) => ({ client, path: targetOf(file) ?? path })),
    ...others,
  ];
  return new Set(files.flatMap(({ client, path }) => namesIn(client, texts.has(path) ? texts.get(path) : read(path))));
}

const targetOf = (file: object): string | undefined =>
  'target' in file && typeof file.target === 'string' ? file.target : undefined;

function namesIn(client: ClientFormat, text: string | undefined): readonly string[] {
  try {
    if (text === undefined || text.trim() === '') return [];
    return client.readServers(client.parse(text)).flatMap((server) => guardedName(server) ?? []);
  } catch (error) {
    if (error instanceof SyntaxProblem) return [];
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readText(path)?.text;
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}
