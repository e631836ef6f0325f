import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawShare, rounds } from '../../core/test/support/rounds.js';
import type { Position } from '../src/journal/sink.js';
import { JournalReader } from '../src/journal/journal-reader.js';
import { listSetAside, segmentName } from '../src/journal/segment-files.js';
import { finishJournal, removeTaken, TakeOver } from '../src/journal/take-over.js';
import { openAuditReader } from '../src/sqlite/audit-reader.js';
import { openDatabase, type SqliteDatabase } from '../src/sqlite/database.js';
import { openSqliteSink } from '../src/sqlite/journal-sink.js';
import { openOperations } from '../src/sqlite/operations.js';
import { openRowWriter } from '../src/sqlite/audit-store.js';
import { openSqliteStore } from '../src/sqlite/store.js';
import { entry } from './entry.js';
import { turn, turns } from './journal/arbitraries.js';
import { FIRST, JournalHome, START } from './journal/journal-home.js';
import { temporaryFolder } from './temporary-folder.js';

const parent = temporaryFolder();
let count = 0;

/** An empty database of its own, and a journal of its home. */
function openPair(options: { readonly segmentBytes?: number; readonly key?: string } = {}) {
  const db = openDatabase({ path: join(parent, `${(count += 1)}.db`), key: options.key });
  const sink = openSqliteSink(db);
  return { db, sink, home: new JournalHome(parent, { ...options, home: sink.home }) };
}

/** All that a database holds, but for how far the journal was taken over. */
function contentsOf(db: SqliteDatabase): unknown {
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'journal' ORDER BY name")
    .pluck()
    .all();
  const rowsOf = (table: string): readonly string[] =>
    db
      .prepare(`SELECT * FROM ${table}`)
      .all()
      .map((row) => JSON.stringify(row));
  return tables.map((table) => [table, rowsOf(table).toSorted()]);
}

/** The database that the first so many turns of a journal give if they are written directly. */
function writtenDirectly(home: JournalHome, most: number): unknown {
  const db = openDatabase({ path: join(parent, `${(count += 1)}.db`), key: undefined });
  const [write, carryOut] = [openRowWriter(db), openOperations(db)];
  for (const { rows, operations } of home.read().records.slice(0, most)) {
    rows.forEach(write);
    operations.forEach(carryOut);
  }
  const contents = contentsOf(db);
  db.close();
  return contents;
}

describe('a journal that is taken over', () => {
  it('gives the database that the same turns give directly, in batches of any size and over any restarts', () => {
    fc.assert(
      fc.property(
        turns,
        fc.integer({ min: 1, max: 3000 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean()), { minLength: 1, maxLength: 6 }),
        (appended, segmentBytes, batches) => {
          const { db, sink, home } = openPair({ segmentBytes });
          let current = sink;
          let [reader, next] = [new JournalReader(home.source, FIRST, START), 0];
          for (const each of appended) {
            home.append(each);
            const [size, restarts] = batches[next++ % batches.length] ?? [1, false];
            if (restarts) {
              reader.close();
              current = openSqliteSink(db);
              reader = new JournalReader(home.source, current.position, current.head);
            }
            const found = Array.from({ length: size }, () => reader.next());
            const records = found.flatMap((one) => (one.kind === 'record' ? one.record : []));
            expect(current.take(records, reader.position)).toBe(true);
          }
          reader.close();
          const takeOver = new TakeOver(home.source, current);
          expect(takeOver.rest()).toEqual({ kind: 'end', torn: 0 });
          takeOver.close();
          home.journal.close();
          expect(contentsOf(db)).toEqual(writtenDirectly(home, appended.length));
          expect(current.head).toEqual(home.head);
          db.close();
        },
      ),
      { numRuns: rounds(25) },
    );
  });

  it('cut at any byte gives the turns that were whole, and a row about the one that was torn', () => {
    const home = new JournalHome(parent);
    for (const each of fc.sample(turn, { numRuns: 4, seed: 5 })) home.append(each);
    home.journal.close();
    const path = join(home.source.folder, segmentName(1));
    const whole = readFileSync(path);
    const expected = [0, 1, 2, 3, 4].map((most) => writtenDirectly(home, most));
    const isDrawn = drawShare(64);
    for (let length = 0; length <= whole.length; length++) {
      if (!isDrawn(length)) continue;
      writeFileSync(path, whole.subarray(0, length), { mode: 0o600 });
      const left = home.ends.filter(({ offset }) => offset <= length).length;
      const { db, sink } = openPair();
      db.prepare('UPDATE journal SET home = ?').run(home.source.home);
      finishJournal(home.source, sink);
      const gaps = db.prepare("DELETE FROM audit WHERE kind = 'gap'").run().changes;
      const end = home.ends[left - 1]?.offset ?? 0;
      expect(left > 0 ? gaps : 0).toBe(length > end && left > 0 ? 1 : 0);
      expect(contentsOf(db)).toEqual(expected[left]);
      expect(sink.position).toEqual({ segment: 2, offset: 0 });
      expect(readdirSync(home.source.folder)).toEqual([]);
      db.close();
    }
  });

  it('is taken over once, also by two at a time', () => {
    const { db, sink, home } = openPair();
    for (const each of fc.sample(turn, { numRuns: 9, seed: 3 })) home.append(each);
    const other = openSqliteSink(db);
    const [one, two] = [new TakeOver(home.source, sink), new TakeOver(home.source, other)];
    one.step();
    expect(two.step()).toBeUndefined();
    expect(two.rest()).toEqual({ kind: 'end', torn: 0 });
    one.close();
    two.close();
    home.journal.close();
    expect(contentsOf(db)).toEqual(writtenDirectly(home, 9));
    db.close();
  });
});

describe('what others have changed in a journal', () => {
  it.each<[string, (folder: string) => void]>([
    ['an edited turn', (folder) => edit(join(folder, segmentName(1)))],
    ['a removed segment', (folder) => rmSync(join(folder, segmentName(2)))],
    ['a segment that lost its end', (folder) => truncateSync(join(folder, segmentName(2)), 500)],
  ])('%s: the rest is set aside, a row says so, the chain holds, and the next journal begins behind', (_, attack) => {
    const { db, sink, home } = openPair({ segmentBytes: 700 });
    for (let rows = 0; rows < 6; rows++) home.append({ entries: [entry()], operations: [] });
    home.journal.close();
    attack(home.source.folder);
    finishJournal(home.source, sink);
    const reader = openAuditReader(db);
    expect(reader.verify()).toMatchObject({ ok: true });
    expect(reader.newest({}, 1)).toMatchObject([{ kind: 'gap', warn: true }]);
    expect(listSetAside(home.source.folder).length).toBeGreaterThan(0);
    expect(sink.position).toEqual({ segment: 4, offset: 0 });
    finishJournal(home.source, openSqliteSink(db));
    expect(reader.newest({}, 99).filter(({ kind }) => kind === 'gap')).toHaveLength(1);
    db.close();
  });

  it('a journal of which a part was taken over, and that was removed, is missed', () => {
    const { db, sink, home } = openPair();
    home.append({ entries: [entry()], operations: [] });
    expect(new TakeOver(home.source, sink).rest().kind).toBe('end');
    home.journal.close();
    rmSync(join(home.source.folder, segmentName(1)));
    finishJournal(home.source, sink);
    expect(openAuditReader(db).newest({}, 1)).toMatchObject([{ kind: 'gap' }]);
    db.close();
  });
});

it('a segment of another home among those that were taken over is kept', () => {
  const { db, sink, home } = openPair();
  const other = new JournalHome(parent, { home: 'cd'.repeat(16) });
  other.append({ entries: [entry({ detail: 'of another database only' })], operations: [] });
  other.journal.close();
  home.journal.close();
  db.prepare('UPDATE journal SET segment = 7, bytes = 0').run();
  renameSync(join(other.source.folder, segmentName(1)), join(home.source.folder, segmentName(1)));
  finishJournal(home.source, openSqliteSink(db));
  removeTaken(home.source, openSqliteSink(db));
  expect(readdirSync(home.source.folder)).toEqual([`${segmentName(1)}.set-aside`]);
  expect(sink.head.seq).toBe(0);
  db.close();
});

function edit(path: string): void {
  const bytes = readFileSync(path);
  bytes.writeUInt8(bytes.readUInt8(400) ^ 1, 400);
  writeFileSync(path, bytes);
}

describe('a store with its thread', () => {
  const worker = new URL('../dist/sqlite/takeover-worker.js', import.meta.url);

  function openStore(key?: string) {
    const home = join(parent, `store-${(count += 1)}`);
    mkdirSync(home);
    const source = { path: join(home, 'record.db'), key };
    const store = openSqliteStore(source);
    const failures: string[] = [];
    const takeover = store.startTakeover({ worker, onFailure: (why) => failures.push(why) });
    const beside = openDatabase({ ...source, readonly: true });
    const rows = beside.prepare<[], number>('SELECT count(*) FROM audit').pluck();
    return { source, store, takeover, failures, rows, beside, folder: join(home, 'journal') };
  }

  it.each([
    ['plain', undefined],
    ['encrypted', 'cd'.repeat(32)],
  ])('brings what was committed into a %s database, removes old rows, and leaves no segment', async (_, key) => {
    const { source, store, takeover, failures, rows, beside, folder } = openStore(key);
    for (let turnCount = 0; turnCount < 500; turnCount++) store.audit.append([entry(), entry()]);
    await takeover.settled();
    expect(rows.get()).toBe(1000);
    await takeover.retire(600);
    expect(rows.get()).toBe(400);
    store.audit.append([entry()]);
    await takeover.close();
    expect(rows.get()).toBe(401);
    expect(failures).toEqual([]);
    store.close();
    beside.close();
    expect(readdirSync(folder)).toEqual([]);
    const next = openSqliteStore(source);
    expect(next.audit.head).toEqual(store.audit.head);
    next.close();
  });

  it('takes nothing over while others hold the database, loses nothing, and goes on', async () => {
    const { source, store, takeover, failures, rows, beside } = openStore();
    store.audit.append([entry()]);
    await takeover.settled();
    const intruder = openDatabase(source);
    intruder.exec('BEGIN IMMEDIATE');
    store.audit.append([entry()]);
    await expect.poll(() => failures.length, { timeout: 30_000 }).toBeGreaterThan(0);
    store.audit.append([entry()]);
    expect(rows.get()).toBe(1);
    intruder.exec('ROLLBACK');
    intruder.close();
    await takeover.settled();
    expect(rows.get()).toBe(3);
    await takeover.close();
    store.close();
    beside.close();
  });

  it('leaves the journal as it is if the database was removed', async () => {
    const { source, store, takeover, failures, beside, folder } = openStore();
    store.audit.append([entry()]);
    await takeover.settled();
    rmSync(source.path);
    store.audit.append([entry()]);
    await takeover.close();
    expect(failures.join()).toContain('deleted or replaced');
    store.close();
    beside.close();
    expect(readdirSync(folder)).toEqual([segmentName(1)]);
    const next = openSqliteStore(source);
    expect(next.warnings()).toHaveLength(1);
    next.close();
  });
});

it('a store that nobody takes over refuses turns before its journal has grown without a bound', () => {
  const home = join(parent, `store-${(count += 1)}`);
  mkdirSync(home);
  const source = { path: join(home, 'record.db'), key: undefined };
  const store = openSqliteStore({ ...source, backlog: { wait: 1000, refuse: 2000 } });
  const fill = (): void => {
    for (;;) store.audit.append([entry()]);
  };
  expect(fill).toThrow('does not follow the journal');
  const bytes = statSync(join(home, 'journal', segmentName(1))).size;
  expect(bytes).toBeGreaterThan(2000);
  expect(bytes).toBeLessThan(3000);
  const { seq } = store.audit.head;
  store.close();
  const next = openSqliteStore(source);
  expect(next.audit.head.seq).toBe(seq);
  next.close();
});

it('a position counts its segment first', () => {
  const at = (segment: number, offset: number): Position => ({ segment, offset });
  const { home } = openPair();
  home.append({ entries: [], operations: [] });
  expect(home.journal.behind(at(1, 0))).toBe(home.journal.end.offset);
  expect(home.journal.behind(at(2, 0))).toBe(0);
  home.journal.close();
  appendFileSync(join(home.source.folder, 'note'), 'a file of others is no segment');
  expect(home.read().last).toEqual({ kind: 'end', torn: 0 });
});
