import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ClientFormat } from '../clients/client-format.js';
import { CANNOT_EDIT } from '../clients/syntax/replace.js';
import { SyntaxProblem } from '../clients/syntax/syntax.js';
import { restoringChanges } from './edit-entries.js';
import { findMoved, isSamePath } from './find-moved.js';
import { hashOf, type FileRecord, type UndoLog, type MovedEntry } from './undo-log.js';
import { CannotReplace, draftOf, readText, replaceFile, UnreadableFile } from '@mcp-guard/core/text-file';

/**
 * The result for one file: it is restored (`restored`, `removed` if there was none, `same` if it was so already);
 * it was edited since, so only our `entries` are restored, or, being our own file, it is `kept`; it stays `together` with
 * such a file of ours; it is `gone` with its folder; or it is `left`, for a reason that may pass, and can be restored later.
 */
export type UndoOutcome = 'restored' | 'removed' | 'same' | 'entries' | 'kept' | 'together' | 'gone' | 'left';

export interface TakenBack {
  readonly client: ClientFormat | undefined;
  readonly path: string;
  readonly how: UndoOutcome;
  /** Why it is left. */
  readonly why?: string;
  /** The file before and after, if only entries were restored. */
  readonly texts?: readonly [before: string, after: string];
  readonly entries: readonly MovedEntry[];
}

/** The change that takes one file back. */
export type UndoStep = Pick<TakenBack, 'how' | 'why' | 'texts'> & {
  /** The expected and the new text of the file; `undefined`: there is none. */
  readonly next?: { readonly expected: string | undefined; readonly text: string | undefined };
};

export const left = (why: string): UndoStep => ({ how: 'left', why });

export const toTakenBack = (
  { path, entries }: FileRecord,
  client: ClientFormat | undefined,
  step: UndoStep,
): TakenBack => {
  const { next: _, ...told } = step;
  return { client, path, entries, ...told };
};

/** @param texts of files that will have changed by then */
export function planStep(
  undoLog: UndoLog,
  record: FileRecord,
  client: ClientFormat | undefined,
  texts: ReadonlyMap<string, string | undefined>,
): UndoStep {
  try {
    const now = texts.has(record.path) ? texts.get(record.path) : readText(record.path)?.text;
    const hash = now === undefined ? '' : hashOf(now);
    if (hash === record.before) return { how: 'same' };
    const original = undoLog.original(record);
    if (now === undefined) {
      if (!client) return { how: 'kept' };
      return existsSync(dirname(record.path))
        ? { how: 'restored', next: { expected: undefined, text: original } }
        : { how: 'gone' };
    }
    if (hash === record.after) {
      return { how: original === undefined ? 'removed' : 'restored', next: { expected: now, text: original } };
    }
    if (!client || original === undefined) return { how: 'kept' };
    const text = putBack(client, now, original, record.entries);
    return text === now ? { how: 'same' } : { how: 'entries', texts: [now, text], next: { expected: now, text } };
  } catch (error) {
    if (error instanceof SyntaxProblem) return left(`it cannot be read: ${error.message} (line ${error.place.line})`);
    if (error instanceof UnreadableFile) return left(error.message);
    if (error instanceof Error && error.message === CANNOT_EDIT) return left(CANNOT_EDIT);
    throw error;
  }
}

export function takeStep(
  undoLog: UndoLog,
  record: FileRecord,
  client: ClientFormat | undefined,
  step: UndoStep,
): TakenBack {
  const { next, how } = step;
  try {
    if (how !== 'gone') rmSync(draftOf(record.path), { force: true });
    if (next?.text !== undefined) replaceFile(record.path, next.expected, next.text);
    else if (next) rmSync(record.path);
  } catch (error) {
    if (!(error instanceof CannotReplace)) throw error;
    return toTakenBack(record, client, left(error.message));
  }
  if (how !== 'left') undoLog.forget(record);
  return toTakenBack(record, client, step);
}

/** The text with our entries restored, wherever they are now; an entry that is missing was removed on purpose. */
function putBack(client: ClientFormat, now: string, original: string, entries: readonly MovedEntry[]): string {
  const file = client.parse(now);
  const before = client.readServers(client.parse(original));
  const changes = [...findMoved(client.readServers(file), entries)].flatMap(([entry, ours]) => {
    const theirs = before.find(({ path }) => isSamePath(path, entry.path));
    return theirs ? restoringChanges(ours, theirs) : [];
  });
  return file.replaceAll(changes);
}

/** Reverts a change of our own file, if nothing has changed it since. */
export const takeBack = (undoLog: UndoLog, record: FileRecord): TakenBack =>
  takeStep(undoLog, record, undefined, planStep(undoLog, record, undefined, new Map()));
