import { isObject, member, tryParseJson, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { readPrivate, unusable } from '@mcp-guard/core/private-file';

const MAX_JOURNAL_BYTES = 16 * 2 ** 20;
const MAX_CLIENT_FILES = 1024;

/**
 * Files of clients that `init` has changed so that they start the guard, absolute, by its journal. Throws CONFIG_INVALID
 * if that cannot be read: the files that it names would not be protected.
 */
export function readMovedClients(journal: string): readonly string[] {
  const paths = new Set<string>();
  for (const record of readRecords(journal)) {
    const { client, path } = record;
    if (typeof path !== 'string') throw damaged(journal);
    if (client !== undefined) paths.add(path);
  }
  if (paths.size > MAX_CLIENT_FILES) throw unusable(journal, `names more than ${MAX_CLIENT_FILES} files of clients`);
  return [...paths];
}

/** A server in the file of a client that `init` has put behind the guard. */
export interface MovedServer {
  /** The client, as `init` names it: `cursor`. */
  readonly client: string;
  /** The name that the client has for the server. */
  readonly name: string;
  /** The name that the configuration has for it. */
  readonly server: string;
}

/** The servers that clients reach through the guard, as `init` has left their files. Throws as `readMovedClients`. */
export const readMovedServers = (journal: string): readonly MovedServer[] =>
  readRecords(journal).flatMap(({ client, entries }) => {
    if (typeof client !== 'string' || !Array.isArray(entries)) return [];
    return entries.flatMap((entry: JsonValue) => {
      const [name, server] = [member(entry, 'name'), member(entry, 'ours')];
      return typeof name === 'string' && typeof server === 'string' ? [{ client, name, server }] : [];
    });
  });

function readRecords(journal: string): readonly JsonObject[] {
  const text = readPrivate(journal, MAX_JOURNAL_BYTES);
  if (text === undefined) return [];
  const records = member(tryParseJson(text), 'records');
  if (!Array.isArray(records) || !records.every((record) => isObject(record))) throw damaged(journal);
  return records;
}

const damaged = (journal: string) => unusable(journal, 'is damaged; the originals of what was moved lie beside it');
