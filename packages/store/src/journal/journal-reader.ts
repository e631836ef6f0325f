import type { ChainHead } from '../record/audit-store.js';
import { decodeRecord, type JournalRecord } from './record-codec.js';
import { listSegments } from './segment-files.js';
import { damage, SegmentReader, type Damage, type JournalSource, type SegmentLine } from './segment.js';
import type { Position } from './sink.js';

/** The content of the journal at a place. */
export type Found =
  | { readonly kind: 'record'; readonly record: JournalRecord; readonly bytes: number }
  | JournalEnd
  | Damage;

/** The journal has no more so far. */
export interface JournalEnd {
  readonly kind: 'end';
  /** Bytes of a last record that was not written whole, or not yet. */
  readonly torn: number;
}

/**
 * Reads the records of a journal in their order, also while it is written. `next` throws CONFIG_INVALID for files that
 * are not ours to read: of another version, another home, another user, or sealed otherwise than the database.
 */
export class JournalReader {
  readonly #source: JournalSource;
  #position: Position;
  #head: ChainHead;
  #segment: SegmentReader | undefined;
  /** The end of the segment before the open one; `undefined` if it was not read here. */
  #previousEnd: number | undefined;

  /**
   * @param position from which to read
   * @param head where the chain stands there
   */
  constructor(source: JournalSource, position: Position, head: ChainHead) {
    this.#source = source;
    this.#position = position;
    this.#head = head;
  }

  /** Behind the last record that was read. */
  get position(): Position {
    return this.#position;
  }

  /** The head of the chain at `position`. */
  get head(): ChainHead {
    return this.#head;
  }

  next(): Found {
    const found = this.#next();
    if (found.kind !== 'damage') return found;
    this.close(); // what was read ahead may have been taken back since: a write that failed, of a full disk
    return this.#next();
  }

  #next(): Found {
    for (;;) {
      const segment = this.#segment ?? this.#open();
      if (!(segment instanceof SegmentReader)) return segment;
      let line = segment.next();
      if (line) return this.#read(line, segment);
      const isFollowed = this.#isFollowed();
      line = segment.next(); // written between the two looks: once there is a next segment, nothing more is
      if (line) return this.#read(line, segment);
      if (!isFollowed) return { kind: 'end', torn: segment.unfinished };
      if (segment.unfinished > 0) return damage(`segment ${this.#position.segment} was cut`);
      this.#previousEnd = segment.offset;
      this.close();
      this.#position = { segment: this.#position.segment + 1, offset: 0 };
    }
  }

  close(): void {
    this.#segment?.close();
    this.#segment = undefined;
  }

  #open(): SegmentReader | JournalEnd | Damage {
    const { segment, offset } = this.#position;
    const opened = SegmentReader.open(this.#source, this.#position);
    if (!opened) {
      return this.#isFollowed() ? damage(`segment ${segment} was removed`) : { kind: 'end', torn: 0 };
    }
    if (!(opened instanceof SegmentReader)) return opened;
    const { head, previousEnd } = opened.header;
    const isLinked = previousEnd === (this.#previousEnd ?? null);
    if (offset === 0 && !(isLinked && head.seq === this.#head.seq && head.hash === this.#head.hash)) {
      opened.close();
      return damage(`segment ${segment} does not follow what came before it`);
    }
    return (this.#segment = opened);
  }

  /** There is a later segment. */
  #isFollowed(): boolean {
    return (listSegments(this.#source.folder).at(-1) ?? 0) > this.#position.segment;
  }

  #read(line: SegmentLine, segment: SegmentReader): Found {
    if (line.text === undefined) return this.#misread(line, segment);
    const record = decodeRecord(line.text, this.#head);
    if (typeof record === 'string') return damage(record);
    const { seq, hash } = record.rows.at(-1) ?? this.#head;
    this.#head = { seq, hash };
    this.#position = { segment: this.#position.segment, offset: segment.offset };
    return { kind: 'record', record, bytes: segment.offset - line.start };
  }

  /** A line that was not written so: the end of a write that a power cut has torn, unless anything follows. */
  #misread({ start, isWhole }: SegmentLine, segment: SegmentReader): JournalEnd | Damage {
    let isLast = !isWhole && !this.#isFollowed();
    for (let line = segment.next(); line; line = segment.next()) isLast &&= !line.isWhole;
    const torn = segment.offset + segment.unfinished - start;
    this.close(); // read again from the position: it may be written just now
    return isLast ? { kind: 'end', torn } : damage(`segment ${this.#position.segment} was changed`);
  }
}
