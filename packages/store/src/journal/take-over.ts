import { GuardError } from '@mcp-guard/core';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { emptyEntry } from '../record/audit-store.js';
import { chainRow } from '../record/chain.js';
import { JournalReader, type JournalEnd } from './journal-reader.js';
import type { JournalRecord } from './record-codec.js';
import { listSegments, segmentName, syncFolder } from './segment-files.js';
import { ForeignJournal, SegmentReader, type Damage, type JournalSource } from './segment.js';
import type { JournalSink, Position } from './sink.js';

/**
 * The most that one transaction takes over, in bytes of the journal and in turns: neither waits for the other for long.
 */
const BATCH = { bytes: 2 ** 19, turns: 1000 };

/** Brings what a journal holds to one sink, in its order. */
export class TakeOver {
  readonly #source: JournalSource;
  readonly #sink: JournalSink;
  #reader: JournalReader | undefined;

  constructor(source: JournalSource, sink: JournalSink) {
    this.#source = source;
    this.#sink = sink;
  }

  /** Takes a batch over; `undefined` if there may be more. Throws if the sink cannot take it now: the next call tries again. */
  step(): JournalEnd | Damage | undefined {
    const { position, head } = this.#sink;
    const reader = (this.#reader ??= new JournalReader(this.#source, position, head));
    const records: JournalRecord[] = [];
    let bytes = 0;
    let stop: JournalEnd | Damage | undefined;
    try {
      while (!stop && bytes < BATCH.bytes && records.length < BATCH.turns) {
        const found = reader.next();
        if (found.kind !== 'record') stop = found;
        else {
          records.push(found.record);
          bytes += found.bytes;
        }
      }
      if (records.length === 0 || this.#sink.take(records, reader.position)) return stop;
    } catch (error) {
      this.close();
      throw error;
    }
    this.close(); // somebody else has taken it
    return undefined;
  }

  /** Takes over all that is there. */
  rest(): JournalEnd | Damage {
    for (;;) {
      const stop = this.step();
      if (stop) return stop;
    }
  }

  close(): void {
    this.#reader?.close();
    this.#reader = undefined;
  }
}

/**
 * Takes over all that a journal without a writer holds, and ends it: the next one begins at the sink's position. What
 * cannot be read is set aside, and a row reports it.
 */
export function finishJournal(source: JournalSource, sink: JournalSink): void {
  const stop = takeRest(source, sink);
  const { segment, offset } = sink.position;
  const left = listSegments(source.folder).filter((each) => each >= segment);
  const isDamaged = stop.kind === 'damage';
  if (isDamaged) for (const each of left) setAside(source.folder, each);
  const next: Position = { segment: Math.max(segment + (offset > 0 ? 1 : 0), (left.at(-1) ?? 0) + 1), offset: 0 };
  const why = isDamaged
    ? stop.why
    : stop.torn > 0
      ? 'its end is not whole: a turn that was not delivered, or one that a power cut or others have torn since'
      : null;
  const rows =
    why === null ? [] : [gapRow(sink, { journal: why, ...(isDamaged && { setAside: left.map(segmentName) }) })];
  if (rows.length === 0 && next.segment === segment) return;
  if (!sink.take([{ rows, operations: [] }], next))
    throw new GuardError('DAEMON_UNAVAILABLE', 'another process takes the journal over');
  removeTaken(source, sink);
}

/** A database without a past did not lose its journal: the journal lost its database. */
function takeRest(source: JournalSource, sink: JournalSink): JournalEnd | Damage {
  const takeOver = new TakeOver(source, sink);
  try {
    return takeOver.rest();
  } catch (error) {
    if (!(error instanceof ForeignJournal) || sink.head.seq > 0) throw error;
    return { kind: 'damage', why: 'it belongs to a database that is gone' };
  } finally {
    takeOver.close();
  }
}

/** Removes the segments that a sink has taken whole, once that survives a power cut. Those that are not ours it has not taken. */
export function removeTaken(source: JournalSource, sink: JournalSink): void {
  const { folder } = source;
  const taken = listSegments(folder).filter((each) => each < sink.position.segment);
  if (taken.length === 0) return;
  sink.flush();
  for (const each of taken) {
    if (isForeign(source, each)) setAside(folder, each);
    else rmSync(join(folder, segmentName(each)), { force: true });
  }
  syncFolder(folder);
}

function isForeign(source: JournalSource, segment: number): boolean {
  try {
    const opened = SegmentReader.open(source, { segment, offset: 0 });
    if (opened instanceof SegmentReader) opened.close();
    return false;
  } catch (error) {
    if (error instanceof GuardError) return true; // nothing that was not recognized is removed
    throw error;
  }
}

function setAside(folder: string, segment: number): void {
  const path = join(folder, segmentName(segment));
  const free = (count: number): string => (count === 0 ? `${path}.set-aside` : `${path}.set-aside-${count}`);
  let count = 0;
  while (existsSync(free(count))) count++;
  renameSync(path, free(count));
}

const gapRow = ({ head }: JournalSink, facts: object) =>
  chainRow(head, { ...emptyEntry('gap', 'gap'), warn: true, detail: JSON.stringify(facts) });
