import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '@mcp-guard/core';
import { rounds } from '../../../core/test/support/rounds.js';
import type { AuditFilter } from '../../src/record/audit-reader.js';
import { segmentName } from '../../src/journal/segment-files.js';
import { removeTaken, TakeOver } from '../../src/journal/take-over.js';
import { openRowWriter } from '../../src/sqlite/audit-store.js';
import { openDatabase, type SqliteSource } from '../../src/sqlite/database.js';
import { openSqliteSink, type SqliteSink } from '../../src/sqlite/journal-sink.js';
import { JournalTail } from '../../src/sqlite/journal-tail.js';
import { openOperations } from '../../src/sqlite/operations.js';
import { overlayTail } from '../../src/sqlite/overlay.js';
import { readRecordedState } from '../../src/sqlite/recorded-state.js';
import { openSqliteReader } from '../../src/sqlite/store-reader.js';
import { entry } from '../entry.js';
import { turn, turns } from '../journal/arbitraries.js';
import { JournalHome, type Turn } from '../journal/journal-home.js';
import { temporaryFolder } from '../temporary-folder.js';

const parent = temporaryFolder();
const KEY = '5a'.repeat(32);

interface Pair {
  readonly source: SqliteSource;
  readonly home: JournalHome;
  /** Takes over the first so many turns. */
  take(turns: number): void;
  sink(): SqliteSink;
  close(): void;
}

/** A database whose journal holds these turns. */
function openPair(appended: readonly Turn[], options: { segmentBytes?: number; key?: string } = {}): Pair {
  const home = new JournalHome(parent, options);
  const source = { path: join(dirname(home.source.folder), 'record.db'), key: options.key };
  const db = openDatabase(source);
  db.prepare('UPDATE journal SET home = ?').run(home.source.home);
  for (const each of appended) home.append(each);
  return {
    source,
    home,
    take(count) {
      const end = home.ends[count - 1];
      if (!end) return;
      const { segment, offset } = end;
      openSqliteSink(db).take(home.read().records.slice(0, count), { segment, offset });
    },
    sink: () => openSqliteSink(db),
    close() {
      home.journal.close();
      db.close();
    },
  };
}

/** A database that was given the same turns directly. */
function writeDirectly({ home, source: { key } }: Pair): SqliteSource {
  const source = { path: join(mkdtempSync(join(parent, 'direct-')), 'record.db'), key };
  const db = openDatabase(source);
  const [write, carryOut] = [openRowWriter(db), openOperations(db)];
  for (const { rows, operations } of home.read().records) {
    rows.forEach(write);
    operations.forEach(carryOut);
  }
  db.close();
  return source;
}

/** All that a reader tells. */
function readAll(source: SqliteSource, filter: AuditFilter = {}, limit = 4): unknown {
  const reader = openSqliteReader(source);
  try {
    return {
      all: [...reader.audit.all(filter)],
      newest: reader.audit.newest(filter, limit),
      verified: reader.audit.verify(),
      approvals: reader.approvals?.list({ decided: true, limit: 100 }),
      found: reader.approvals?.find('a'),
      shownTools: reader.shownTools.all(),
      openSince: reader.cuts.openSince(),
      state: readRecordedState(source),
    };
  } finally {
    reader.close();
  }
}

const filters: fc.Arbitrary<AuditFilter> = fc.record(
  {
    server: fc.constantFrom('files', 'other'),
    outcome: fc.constantFrom(...OUTCOMES),
    code: fc.constantFrom('POLICY_DENIED', 'INTERNAL'),
    rule: fc.constantFrom('servers', 'pii'),
    isWarned: fc.constant(true),
    isClaim: fc.constant(true),
    methods: fc.constantFrom(new Set(['tools/call']), new Set<string>()),
    sessions: fc.constantFrom(new Set<string>(), new Set(['s1', "'"])),
    until: fc.constantFrom(0, Date.now() + 1e9),
    since: fc.constantFrom(0, Date.now() + 1e9),
    afterSeq: fc.nat(12),
    beforeSeq: fc.nat(12),
  },
  { requiredKeys: [] },
);

/** Turns with a row each, so many that they fill several segments. */
const rowTurns = (count: number): readonly Turn[] =>
  Array.from({ length: count }, (_, index) => ({ entries: [entry({ bytesIn: index })], operations: [] }));

const seqsOf = (rows: Iterable<{ readonly seq: number }>): readonly number[] => [...rows].map(({ seq }) => seq);
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('a reader beside a journal', () => {
  it('tells what a database tells that was given the same turns directly, however many of them were taken over', () => {
    fc.assert(
      fc.property(
        turns,
        fc.nat(12),
        fc.integer({ min: 1, max: 2000 }),
        fc.option(fc.constant(KEY), { nil: undefined }),
        filters,
        fc.integer({ min: 1, max: 6 }),
        (appended, taken, segmentBytes, key, filter, limit) => {
          const pair = openPair(appended, { segmentBytes, ...(key !== undefined && { key }) });
          pair.take(Math.min(taken, appended.length));
          expect(readAll(pair.source, filter, limit)).toEqual(readAll(writeDirectly(pair), filter, limit));
          pair.close();
        },
      ),
      { numRuns: rounds(100, 8) },
    );
  });

  it('goes on with each row once while all of it is taken over and removed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 39 }), fc.integer({ min: 0, max: 40 }), (before, after) => {
        const pair = openPair(rowTurns(40), { segmentBytes: 500 });
        const { source, home } = pair;
        pair.take(before);
        const reader = openSqliteReader(source);
        const rows: number[] = [];
        for (const { seq } of reader.audit.all({})) {
          rows.push(seq);
          if (seq !== after) continue;
          const sink = pair.sink();
          const takeOver = new TakeOver(home.source, sink);
          takeOver.rest();
          takeOver.close();
          removeTaken(home.source, sink);
        }
        expect(rows).toEqual(upTo(40));
        expect(reader.audit.damage).toBeUndefined();
        expect(reader.audit.verify()).toMatchObject({ ok: true, count: 40 });
        reader.close();
        pair.close();
      }),
      { numRuns: rounds(60, 8) },
    );
  });

  it('reads the state anew where the journal was taken over while it was read', () => {
    const pair = openPair([{ entries: [], operations: [['givenMarkers.add', ['aws_key']]] }]);
    const db = openDatabase({ ...pair.source, readonly: true });
    const tail = new JournalTail(db, pair.source);
    const typesOf = (): unknown => db.prepare('SELECT type FROM given_markers').pluck().all();
    const seen: unknown[] = [];
    overlayTail(db, {
      takenTo: () => tail.takenTo(),
      turns: (from) => tail.turns(from),
      hasMoved() {
        seen.push(typesOf());
        if (seen.length > 1) return false;
        pair.take(1);
        pair.home.append({ entries: [], operations: [['givenMarkers.add', ['jwt']]] });
        return true;
      },
    });
    expect(seen).toEqual([['aws_key'], ['aws_key', 'jwt']]);
    db.close();
    pair.close();
  });

  it('sees what is appended after it was opened', () => {
    const pair = openPair([]);
    const reader = openSqliteReader(pair.source);
    expect(reader.audit.newest({}, 10)).toEqual([]);
    for (const each of rowTurns(3)) pair.home.append(each);
    expect(seqsOf(reader.audit.newest({}, 10))).toEqual([1, 2, 3]);
    pair.take(2);
    for (const each of rowTurns(2)) pair.home.append(each);
    expect(seqsOf(reader.audit.newest({ afterSeq: 3 }, 10))).toEqual([4, 5]);
    reader.close();
    pair.close();
  });

  it('writes nothing: neither into the folder nor into a file of it', () => {
    const pair = openPair(fc.sample(turn, { numRuns: 20, seed: 7 }), { segmentBytes: 1000 });
    pair.take(5);
    const folders = [dirname(pair.source.path), pair.home.source.folder];
    const look = (): unknown =>
      folders.map((folder) =>
        readdirSync(folder).map((name) => {
          const path = join(folder, name);
          const isShared = name.endsWith('-shm'); // the index of the WAL, in which SQLite's readers note that they read
          return [name, statSync(path).isFile() && !isShared && readFileSync(path, 'base64')];
        }),
      );
    const before = look();
    for (const folder of folders) chmodSync(folder, 0o500);
    expect(readAll(pair.source)).toBeDefined();
    for (const folder of folders) chmodSync(folder, 0o700);
    expect(look()).toEqual(before);
    pair.close();
  });

  it('tells that a journal was changed, and all that stands before that', () => {
    const pair = openPair(rowTurns(6));
    pair.take(2);
    const path = join(pair.home.source.folder, segmentName(1));
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(
      path,
      lines.map((line, index) => (index === 5 ? line.replace('"message"', '"massage"') : line)).join('\n'),
    );
    const { audit, close } = openSqliteReader(pair.source);
    expect(seqsOf(audit.newest({}, 10))).toEqual([1, 2, 3, 4]);
    expect(audit.damage).toBe('segment 1 was changed');
    expect(seqsOf(audit.all({}))).toEqual([1, 2, 3, 4]);
    expect(audit.verify()).toMatchObject({
      ok: false,
      count: 4,
      problem: 'behind row 4, in the journal: segment 1 was changed',
    });
    close();
    pair.close();
  });

  it('tells that a segment is gone', () => {
    const pair = openPair(rowTurns(40), { segmentBytes: 500 });
    rmSync(join(pair.home.source.folder, segmentName(3)));
    const { audit, close } = openSqliteReader(pair.source);
    expect(audit.verify()).toMatchObject({ ok: false, problem: expect.stringContaining('segment 3 was removed') });
    close();
    pair.close();
  });

  it('finds a head that was kept elsewhere in the journal, and none that is not there', () => {
    const pair = openPair(rowTurns(6));
    pair.take(3);
    const { audit, close } = openSqliteReader(pair.source);
    const { hash = '' } = pair.home.rows[4] ?? {};
    expect(audit.verify(`5:${hash}`)).toMatchObject({ ok: true, count: 6 });
    expect(audit.verify(`4:${hash}`)).toMatchObject({ ok: false });
    close();
    pair.close();
  });

  it('reads a database of a version from before the journal', () => {
    const source = { path: join(mkdtempSync(join(parent, 'old-')), 'record.db'), key: undefined };
    const db = openDatabase(source);
    db.exec('DROP TABLE journal');
    const { audit, approvals, close } = openSqliteReader(source);
    expect(audit.verify()).toMatchObject({ ok: true, count: 0 });
    expect(approvals?.list({ decided: true, limit: 1 })).toEqual([]);
    close();
    db.close();
  });

  it('refuses a journal of another database', () => {
    const pair = openPair(rowTurns(2));
    const db = openDatabase(pair.source);
    db.prepare('UPDATE journal SET home = ?').run('cd'.repeat(16));
    db.close();
    const { audit, close } = openSqliteReader(pair.source);
    expect(() => audit.newest({}, 1)).toThrow('belongs to another database');
    close();
    pair.close();
  });
});
