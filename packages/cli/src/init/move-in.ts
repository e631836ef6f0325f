import type { ReadClientFile } from '../clients/find-clients.js';
import type { ClientServer } from '../clients/client-format.js';
import { readText, UnreadableFile } from '../clients/read-files.js';
import { SyntaxProblem } from '../clients/syntax/syntax.js';
import type { FileChange, Move } from './changes.js';
import { findUnmoved } from './find-moved.js';
import type { FileRecord, Journal, MovedEntry } from './journal.js';
import { CannotReplace, replaceFile } from './replace-file.js';

/** An entry that was to be moved and stays. */
export interface NotMoved {
  readonly file: ReadClientFile;
  readonly server: ClientServer;
  readonly why: string;
}

/** Writes one client's file, reads it back as the client does, and takes it back where that reads otherwise. */
export function moveIn(journal: Journal, { file, moves, text }: FileChange): readonly NotMoved[] {
  const path = file.target ?? file.path;
  const entries = moves.map(toMovedEntry);
  const refuse = (why: string): readonly NotMoved[] => moves.map(({ server }) => ({ file, server, why }));
  let record: FileRecord | undefined;
  try {
    record = journal.begin({ client: file.client.id, path, entries }, file.text, text);
    replaceFile(path, file.text, text);
  } catch (error) {
    if (!(error instanceof CannotReplace)) throw error;
    if (record) journal.forget(record);
    return refuse(error.message);
  }
  if (isAsWished(file, path, entries)) return [];
  replaceFile(path, text, file.text);
  journal.forget(record);
  return refuse('it was written, and its client would have read something else');
}

function isAsWished({ client }: ReadClientFile, path: string, entries: readonly MovedEntry[]): boolean {
  try {
    const now = readText(path);
    return now !== undefined && findUnmoved(client, client.parse(now.text), entries) === undefined;
  } catch (error) {
    if (error instanceof SyntaxProblem || error instanceof UnreadableFile) return false;
    throw error;
  }
}

const toMovedEntry = ({ server: { name, project }, ours }: Move): MovedEntry => ({
  name,
  ...(project !== undefined && { project }),
  ours,
});
