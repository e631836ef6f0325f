import type { System } from '@mcp-guard/policy';
import type { ClientFormat } from '../clients/client-format.js';
import type { FileRecord, UndoLog } from './undo-log.js';
import { findGuarded, type KnownFile } from './still-guarded.js';
import { left, planStep, takeStep, toTakenBack, type UndoStep, type TakenBack } from './take-back-file.js';

export interface TakeBackOptions {
  readonly system: System;
  readonly clients: readonly ClientFormat[];
  /** Only files of these; ours stay. */
  readonly only: readonly ClientFormat[] | undefined;
  /** Only reports what would be done. */
  readonly isDry: boolean;
}

/**
 * Reverts the changes in the undo log, file by file, the newest first: the files of clients, and then ours, unless
 * some client still needs them. What is left stays in the undo log.
 */
export function takeBackAll(undoLog: UndoLog, { system, clients, only, isDry }: TakeBackOptions): readonly TakenBack[] {
  const newestFirst = undoLog.records.toReversed();
  const records = [...newestFirst.filter((record) => !isOurs(record)), ...newestFirst.filter(isOurs)];
  const clientOf = ({ client }: FileRecord): ClientFormat | undefined => clients.find(({ id }) => id === client);
  const ours = new Set(records.flatMap(({ entries }) => entries.map((entry) => entry.ours)));
  const known = records.flatMap((record): readonly KnownFile[] => {
    const client = clientOf(record);
    return client ? [{ client, path: record.path }] : [];
  });
  /** The files after the changes. */
  const texts = new Map<string, string | undefined>();
  const taken: TakenBack[] = [];

  const whyNeeded = (): string | undefined => {
    if (taken.some(({ client, how }) => client && how === 'left')) return 'a file that is left may still need it';
    const guarded = findGuarded(system, known, texts);
    const name = [...ours].find((each) => guarded.has(each));
    return name === undefined ? undefined : `a client still starts ${name} through the guard`;
  };
  const isEdited = newestFirst.some(
    (record, index) =>
      isOurs(record) &&
      newestFirst.findIndex(({ path }) => path === record.path) === index &&
      planStep(undoLog, record, undefined, texts).how === 'kept',
  );
  /** A configuration and its secrets stay together. */
  const planOurs = (record: FileRecord): UndoStep => {
    const needed = whyNeeded();
    if (needed !== undefined) return left(needed);
    const step = planStep(undoLog, record, undefined, texts);
    return isEdited && step.how !== 'kept' && step.how !== 'same' ? { how: 'together' } : step;
  };
  for (const record of records) {
    const client = clientOf(record);
    if (only && !(client && only.includes(client))) continue;
    const step = isOurs(record) ? planOurs(record) : planStep(undoLog, record, client, texts);
    if (step.next) texts.set(record.path, step.next.text);
    taken.push(isDry ? toTakenBack(record, client, step) : takeStep(undoLog, record, client, step));
  }
  return taken;
}

const isOurs = ({ client }: FileRecord): boolean => client === undefined;
