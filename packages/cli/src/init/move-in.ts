import { isDeepStrictEqual } from 'node:util';
import type { ReadClientFile } from '../clients/find-clients.js';
import type { ClientServer } from '../clients/client-format.js';
import { CannotReplace, MAX_TEXT_BYTES, readText, replaceFile, UnreadableFile } from '@mcp-guard/core/text-file';
import { SyntaxProblem } from '../clients/syntax/syntax.js';
import type { FileChange, Move } from './changes.js';
import { findMoved } from './find-moved.js';
import type { FileRecord, UndoLog, MovedEntry } from './undo-log.js';

/** An entry that was to be moved and stays. */
export interface NotMoved {
  readonly file: ReadClientFile;
  readonly server: ClientServer;
  readonly why: string;
}

/** Writes one client's file, reads it back as the client does, and restores it if that result differs. */
export function moveIn(undoLog: UndoLog, { file, moves, text }: FileChange): readonly NotMoved[] {
  const path = file.target ?? file.path;
  const entries = moves.map(toMovedEntry);
  const refuse = (why: string): readonly NotMoved[] => moves.map(({ server }) => ({ file, server, why }));
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) return refuse(`it would become larger than ${MAX_TEXT_BYTES} bytes`);

  const record = undoLog.begin({ client: file.client.id, path, entries }, file.text, text);
  const why = tryToReplace(path, file.text, text);
  if (why !== undefined) {
    undoLog.forget(record);
    return refuse(why);
  }
  const now = readBack(file, path, entries);
  if (moves.every((move, index) => isAsWished(now.found.get(entries[index] ?? toMovedEntry(move)), move))) return [];
  return refuse(takeOut(undoLog, record, file, text, now));
}

interface ReadBack {
  /** Missing if the file cannot be read. */
  readonly text: string | undefined;
  readonly found: ReturnType<typeof findMoved>;
}

function readBack({ client }: ReadClientFile, path: string, entries: readonly MovedEntry[]): ReadBack {
  let text: string | undefined;
  try {
    text = readText(path)?.text;
    return { text, found: findMoved(text === undefined ? [] : client.readServers(client.parse(text)), entries) };
  } catch (error) {
    if (error instanceof SyntaxProblem || error instanceof UnreadableFile) return { text, found: new Map() };
    throw error;
  }
}

function isAsWished(server: ClientServer | undefined, { launch }: Move): boolean {
  if (server?.run.kind !== 'stdio') return false;
  const { command, args, env } = server.run;
  const isSet = Object.entries(launch.env).every(([name, value]) => env[name] === value);
  return isSet && isDeepStrictEqual([command, args], [launch.command, launch.args]);
}

/** Returns why. What its client wrote meanwhile stays; the record goes only if nothing of ours is left in the file. */
function takeOut(
  undoLog: UndoLog,
  record: FileRecord,
  { text: original }: ReadClientFile,
  written: string,
  { text: now, found }: ReadBack,
): string {
  if (now !== written) {
    if (found.size === 0 && now !== undefined) undoLog.forget(record);
    return 'its client wrote it meanwhile; close the client, and try again';
  }
  const why = tryToReplace(record.path, written, original);
  if (why !== undefined) return `it was written, its client would have read something else, and ${why}`;
  undoLog.forget(record);
  return 'it was written, and its client would have read something else';
}

/** Why it could not be replaced. */
function tryToReplace(path: string, expected: string, text: string): string | undefined {
  try {
    replaceFile(path, expected, text);
    return undefined;
  } catch (error) {
    if (error instanceof CannotReplace) return error.message;
    throw error;
  }
}

const toMovedEntry = ({ server: { name, project, path }, ours }: Move): MovedEntry => ({
  name,
  ...(project !== undefined && { project }),
  path,
  ours,
});
