import { isObject, member, tryParseJson } from '@mcp-guard/core';
import { readPrivate, unusable } from '@mcp-guard/core/private-file';

const MAX_JOURNAL_BYTES = 16 * 2 ** 20;
const MAX_CLIENT_FILES = 1024;

/**
 * Files of clients that `init` has changed so that they start the guard, absolute, by its journal. Throws CONFIG_INVALID
 * if that cannot be read: the files that it names would not be protected.
 */
export function readMovedClients(journal: string): readonly string[] {
  const text = readPrivate(journal, MAX_JOURNAL_BYTES);
  if (text === undefined) return [];
  const records = member(tryParseJson(text), 'records');
  if (!Array.isArray(records)) throw damaged(journal);
  const paths = new Set<string>();
  for (const record of records) {
    const [client, path] = [member(record, 'client'), member(record, 'path')];
    if (!isObject(record) || typeof path !== 'string') throw damaged(journal);
    if (client !== undefined) paths.add(path);
  }
  if (paths.size > MAX_CLIENT_FILES) throw unusable(journal, `names more than ${MAX_CLIENT_FILES} files of clients`);
  return [...paths];
}

const damaged = (journal: string) => unusable(journal, 'is damaged; the originals of what was moved lie beside it');
