import { rmSync } from 'node:fs';
import type { ClientFormat } from '../clients/client-format.js';
import { readText, UnreadableFile } from '../clients/read-files.js';
import { CANNOT_EDIT } from '../clients/syntax/replace.js';
import { SyntaxProblem } from '../clients/syntax/syntax.js';
import { restoringChanges } from './edit-entries.js';
import { findMoved } from './find-moved.js';
import { hashOf, type FileRecord, type Journal, type MovedEntry } from './journal.js';
import { CannotReplace, draftOf, replaceFile } from './replace-file.js';

/** What became of one file. */
export interface TakenBack {
  readonly client: ClientFormat | undefined;
  readonly path: string;
  /** `same`: it was never changed, or taken back before. `entries`: it was edited since, so only ours were put back. */
  readonly how: 'restored' | 'removed' | 'entries' | 'same' | 'left';
  /** Why it stays as it is. */
  readonly why?: string;
  /** The file before and after, where only entries were put back. */
  readonly texts?: readonly [before: string, after: string];
  readonly entries: readonly MovedEntry[];
}

export interface TakeBackOptions {
  readonly clients: readonly ClientFormat[];
  /** Only files of these; ours stay. */
  readonly only: readonly ClientFormat[] | undefined;
  /** Says what would be done. */
  readonly isDry: boolean;
}

/** Takes back what the journal tells, the newest first, file by file; what cannot be stays in the journal. */
export function takeBackAll(journal: Journal, { clients, only, isDry }: TakeBackOptions): readonly TakenBack[] {
  const taken: TakenBack[] = [];
  /** As files would be by now. */
  const dry = new Map<string, string | undefined>();
  for (const record of journal.records.toReversed()) {
    const client = clients.find(({ id }) => id === record.client);
    if (only && !(client && only.includes(client))) continue;
    // A configuration that stays needs its secrets.
    const isNeeded = record.client === undefined && taken.some((other) => !other.client && other.how === 'left');
    const step = isNeeded ? left('the configuration still names what is in it') : plan(journal, record, client, dry);
    const { next, ...told } = step;
    if (next !== undefined && isDry) dry.set(record.path, next.text);
    taken.push(isDry ? { ...base(record, client), ...told } : carryOut(journal, record, client, step));
  }
  return taken;
}

/** Takes back one change, if its file is still as it was left. */
export const takeBack = (journal: Journal, record: FileRecord, client?: ClientFormat): TakenBack =>
  carryOut(journal, record, client, plan(journal, record, client, new Map()));

type Step = Pick<TakenBack, 'how' | 'why' | 'texts'> & {
  /** What the file will be; nothing as its text: it goes. */
  readonly next?: { readonly expected: string; readonly text: string | undefined };
};

const base = ({ path, entries }: FileRecord, client: ClientFormat | undefined) => ({ client, path, entries });

const left = (why: string): Step => ({ how: 'left', why });

function plan(
  journal: Journal,
  record: FileRecord,
  client: ClientFormat | undefined,
  dry: ReadonlyMap<string, string | undefined>,
): Step {
  try {
    const now = dry.has(record.path) ? dry.get(record.path) : readText(record.path)?.text;
    if (now === undefined) return record.before === '' ? { how: 'same' } : left('it is gone');
    const hash = hashOf(now);
    if (hash === record.before) return { how: 'same' };
    const original = journal.original(record);
    if (hash === record.after) {
      return { how: original === undefined ? 'removed' : 'restored', next: { expected: now, text: original } };
    }
    if (!client || original === undefined) return left('it was edited since');
    const text = putBack(client, now, original, record.entries);
    if (text === undefined) return { how: 'same' };
    return { how: 'entries', texts: [now, text], next: { expected: now, text } };
  } catch (error) {
    if (error instanceof SyntaxProblem) return left(`it cannot be read: ${error.message} (line ${error.place.line})`);
    if (error instanceof UnreadableFile) return left(error.message);
    if (error instanceof Error && error.message === CANNOT_EDIT) return left(CANNOT_EDIT);
    throw error;
  }
}

function carryOut(
  journal: Journal,
  record: FileRecord,
  client: ClientFormat | undefined,
  { next, ...told }: Step,
): TakenBack {
  try {
    rmSync(draftOf(record.path), { force: true });
    if (next?.text !== undefined) replaceFile(record.path, next.expected, next.text);
    else if (next) rmSync(record.path);
  } catch (error) {
    if (!(error instanceof CannotReplace)) throw error;
    return { ...base(record, client), how: 'left', why: error.message };
  }
  if (told.how !== 'left') journal.forget(record);
  return { ...base(record, client), ...told };
}

/** The text with our entries as they were; nothing where none is ours any more. */
function putBack(
  client: ClientFormat,
  now: string,
  original: string,
  entries: readonly MovedEntry[],
): string | undefined {
  const file = client.parse(now);
  const current = client.readServers(file);
  const before = client.readServers(client.parse(original));
  const changes = entries.flatMap((entry) => {
    const ours = findMoved(current, entry);
    const theirs = before.find(({ name, project }) => name === entry.name && project === entry.project);
    return ours && theirs ? restoringChanges(ours, theirs) : [];
  });
  return changes.length === 0 ? undefined : file.replaceAll(changes);
}
