import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { GENESIS, type AuditEntry, type AuditRow, type ChainHead } from '../../src/record/audit-store.js';
import { chainEntry } from '../../src/record/chain.js';
import { Journal, type JournalOptions } from '../../src/journal/journal.js';
import { JournalReader, type Found } from '../../src/journal/journal-reader.js';
import type { Operation } from '../../src/journal/operations.js';
import { encodeRecord, type JournalRecord } from '../../src/journal/record-codec.js';
import { prepareFolder } from '../../src/journal/segment-files.js';
import type { Damage, JournalSource } from '../../src/journal/segment.js';
import type { Position } from '../../src/journal/sink.js';

export const START: ChainHead = { seq: 0, hash: GENESIS };
export const FIRST: Position = { segment: 1, offset: 0 };

export interface Turn {
  readonly entries: readonly AuditEntry[];
  readonly operations: readonly Operation[];
}

/** A journal of a test, in a folder of its own, with the head of its chain. */
export class JournalHome {
  readonly source: JournalSource;
  readonly journal: Journal;
  head: ChainHead = START;
  /** Rows that were appended. */
  readonly rows: AuditRow[] = [];
  /** Where each turn ends, and how many rows there are then. */
  readonly ends: (Position & { readonly rows: number })[] = [];

  constructor(parent: string, options: Partial<JournalOptions> = {}) {
    this.source = {
      folder: join(mkdtempSync(join(parent, 'home-')), 'journal'),
      home: options.home ?? 'ab'.repeat(16),
      key: options.key,
    };
    prepareFolder(this.source.folder);
    this.journal = new Journal({ survivesPowerCut: false, ...options, ...this.source }, 1, START);
  }

  append({ entries, operations }: Turn): void {
    let last = this.head;
    const rows = entries.map((entry) => {
      const chained = chainEntry(last, entry);
      last = chained.row;
      return chained;
    });
    this.journal.append(encodeRecord(rows, last, operations), this.head);
    this.head = { seq: last.seq, hash: last.hash };
    this.rows.push(...rows.map(({ row }) => row));
    this.ends.push({ ...this.journal.end, rows: this.rows.length });
  }

  read(source: Partial<JournalSource> = {}): Read {
    return readAll(new JournalReader({ ...this.source, ...source }, FIRST, START));
  }
}

export interface Read {
  readonly records: readonly JournalRecord[];
  readonly rows: readonly AuditRow[];
  readonly last: Exclude<Found, { kind: 'record' }> | Damage;
}

export function readAll(reader: JournalReader): Read {
  const records: JournalRecord[] = [];
  try {
    for (;;) {
      const found = reader.next();
      if (found.kind !== 'record') return { records, rows: records.flatMap(({ rows }) => rows), last: found };
      records.push(found.record);
    }
  } finally {
    reader.close();
  }
}
