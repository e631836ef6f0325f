import { closeSync, openSync, readSync } from 'node:fs';

/** https://www.sqlite.org/fileformat.html#magic_header_string; an encrypted database begins with random bytes. */
const PLAIN_HEADER = 'SQLite format 3\0';

/** A database can be read without a key; nothing if the file holds none yet. Throws as `openSync` does. */
export function isPlainDatabase(path: string): boolean | undefined {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(PLAIN_HEADER.length);
    const length = readSync(file, header, 0, header.length, 0);
    return length < header.length ? undefined : header.toString('latin1') === PLAIN_HEADER;
  } finally {
    closeSync(file);
  }
}
