import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { identifyDatabase } from '../../src/journal/file-identity.js';
import { listSegments, listSetAside, segmentName } from '../../src/journal/segment-files.js';
import { openAuditReader } from '../../src/sqlite/audit-reader.js';
import { DatabaseWriter } from '../../src/sqlite/database-writer.js';
import { openDatabase, type SqliteDatabase } from '../../src/sqlite/database.js';
import { openSqliteReader } from '../../src/sqlite/store-reader.js';
import { openSqliteStore, type SqliteStoreOptions } from '../../src/sqlite/store.js';
import type { Store } from '../../src/store.js';
import type { Takeover } from '../../src/takeover.js';
import { entry } from '../entry.js';
import { temporaryFolder } from '../temporary-folder.js';

const parent = temporaryFolder();
const WORKER = new URL('../../dist/sqlite/takeover-worker.js', import.meta.url);

interface Running {
  readonly path: string;
  readonly folder: string;
  readonly store: Store;
  readonly takeover: Takeover;
  /** What the thread has reported. */
  readonly failures: readonly string[];
  /** The database, beside the thread. */
  readonly beside: SqliteDatabase;
  rows(): number;
  /** Ends the daemon's part; the database stays open. */
  stop(): Promise<void>;
}

/** A store in a home of its own, with the thread that takes its journal over. */
function openRunning(options: Partial<SqliteStoreOptions> & { readonly worker?: URL } = {}): Running {
  const { worker = WORKER, ...more } = options;
  const home = mkdtempSync(join(parent, 'home-'));
  const path = join(home, 'record.db');
  const store = openSqliteStore({ path, key: undefined, ...more });
  const failures: string[] = [];
  const takeover = store.startTakeover({ worker, onFailure: (why) => failures.push(why) });
  const beside = openDatabase({ path, key: undefined });
  const count = beside.prepare<[], number>('SELECT count(*) FROM audit').pluck();
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= takeover.close().then(() => store.close()));
  onTestFinished(async () => {
    await stop();
    beside.close();
  });
  const rows = (): number => count.get() ?? -1;
  return { path, folder: join(home, 'journal'), store, takeover, failures, beside, rows, stop };
}

describe('settled', () => {
  it('resolves although the segments that were to be taken over are gone', async () => {
    const { store, takeover, rows } = openRunning();
    // The last one alone is in the second segment.
    const long = entry({ detail: 'x'.repeat(2 ** 18) });
    for (let turn = 0; turn < 17; turn++) store.audit.append([long]);
    await takeover.settled();
    expect(rows()).toBe(17);
  });
});

/** A program of a thread, in a file that need not exist yet. */
function programOf(lines: readonly string[]): { readonly url: URL; readonly write: () => void } {
  const path = join(mkdtempSync(join(parent, 'program-')), 'worker.mjs');
  return { url: pathToFileURL(path), write: () => writeFileSync(path, lines.join('\n')) };
}

const built = (name: string): string => JSON.stringify(new URL(`../../dist/${name}`, import.meta.url).href);

/** Takes a batch over and dies before it commits; the next thread is a whole one. */
const dyingOnce = (how: string) =>
  programOf([
    "import { existsSync, writeFileSync } from 'node:fs';",
    "import { parentPort, workerData } from 'node:worker_threads';",
    `import { openDatabase } from ${built('sqlite/database.js')};`,
    `import { openSqliteSink, toJournalSource } from ${built('sqlite/journal-sink.js')};`,
    `import { TakeOver } from ${built('journal/take-over.js')};`,
    'const { source } = workerData;',
    "const seen = source.path + '.died';",
    `if (existsSync(seen)) await import(${built('sqlite/takeover-worker.js')});`,
    "else parentPort.on('message', () => {",
    '  const db = openDatabase(source);',
    "  db.exec('BEGIN IMMEDIATE');",
    '  const sink = openSqliteSink(db);',
    '  new TakeOver(toJournalSource(source, sink), sink).step();',
    "  writeFileSync(seen, String(db.prepare('SELECT count(*) FROM audit').pluck().get()));",
    `  ${how}`,
    '});',
  ]);

describe('a thread that dies', () => {
  it.each([
    ['throws', "throw new Error('out of memory');"],
    ['is ended', 'process.exit(1);'],
  ])(
    'in the middle of a batch because it %s is started again: nothing is lost, and nothing is there twice',
    async (_, how) => {
      const program = dyingOnce(how);
      program.write();
      const { path, store, takeover, beside, failures } = openRunning({ worker: program.url });
      for (let turn = 0; turn < 20; turn++) {
        store.audit.append([entry()], () => store.counters.put([{ key: 'k', used: turn, at: turn }]));
      }
      await takeover.settled();
      expect(readFileSync(`${path}.died`, 'utf8')).toBe('20');
      expect(failures).toHaveLength(1);
      expect(takeover.obstacle).toBeNull();
      expect(openAuditReader(beside).verify()).toMatchObject({ ok: true, count: 20 });
      expect(beside.prepare('SELECT key, used FROM counters').all()).toEqual([{ key: 'k', used: 19 }]);
    },
  );

  it('again and again stops all turns and says why, and they go on once it lives', async () => {
    const program = programOf([`import ${built('sqlite/takeover-worker.js')};`]);
    const { store, takeover, rows } = openRunning({ worker: program.url });
    store.audit.append([entry()]);
    const refusal = (): string => {
      try {
        store.audit.append([entry()]);
        return '';
      } catch (error) {
        return String(error);
      }
    };
    await expect.poll(refusal, { timeout: 30_000 }).toMatch(/does not follow the journal: .*worker\.mjs/u);
    expect(takeover.obstacle).toContain('worker.mjs');
    await expect(takeover.settled()).rejects.toThrow('worker.mjs');
    await expect(takeover.retire(1)).rejects.toThrow('worker.mjs');
    program.write();
    await expect.poll(refusal, { timeout: 30_000 }).toBe('');
    await takeover.settled();
    expect(rows()).toBe(store.audit.head.seq);
    expect(takeover.obstacle).toBeNull();
  });
});

describe('nothing is delivered that the takeover could not reach:', () => {
  it('turns are refused as soon as the thread finds that others have changed the journal, and the next start says so', async () => {
    const { path, folder, store, takeover, failures, beside, stop } = openRunning();
    store.audit.append([entry({ detail: 'taken' })]);
    await takeover.settled();
    store.audit.append([entry({ detail: 'edited' }), entry()]);
    store.audit.append([entry()]);
    const segment = join(folder, segmentName(1));
    writeFileSync(segment, readFileSync(segment, 'latin1').replace('"edited"', '"EDITED"'), 'latin1');
    await expect.poll(() => failures.join(), { timeout: 30_000 }).toContain('changed by others');
    expect(() => store.audit.append([entry()])).toThrow('mcp-guard restart sets it aside');
    await stop();
    const next = openSqliteStore({ path, key: undefined });
    expect(next.warnings()).toHaveLength(1);
    expect(listSetAside(folder)).toEqual([`${segmentName(1)}.set-aside`]);
    const reader = openSqliteReader({ path, key: undefined });
    expect(reader.audit.setAside).toEqual(listSetAside(folder));
    reader.close();
    expect(openAuditReader(beside).newest({}, 9)).toMatchObject([{ detail: 'taken' }, { kind: 'gap', warn: true }]);
    next.close();
  });

  it('a last turn that others have changed looks like one that is being written, and is not waited for without an end', async () => {
    const { folder, store, takeover } = openRunning();
    store.audit.append([entry({ detail: 'edited' })]);
    const segment = join(folder, segmentName(1));
    writeFileSync(segment, readFileSync(segment, 'latin1').replace('"edited"', '"EDITED"'), 'latin1');
    await expect(takeover.settled()).rejects.toThrow('nothing was taken over for 5 s');
    expect(takeover.obstacle).toBe('nothing was taken over for 5 s');
  });

  it('a turn after the end is refused, and what was left for the next turn is written before it', async () => {
    const { store, takeover, rows, beside, folder } = openRunning();
    store.audit.append([entry()], () => store.approvals.trustKey('one'));
    store.counters.load(5);
    store.audit.append([entry()], () => store.counters.put([{ key: 'old', used: 1, at: 1 }]));
    store.counters.load(5);
    await takeover.close();
    expect(() => store.audit.append([entry()])).toThrow('has ended');
    expect(() => store.approvals.trustKey('two')).toThrow('has ended');
    expect(store.approvals.trustedKey()).toBe('one');
    expect(rows()).toBe(2);
    expect(beside.prepare('SELECT * FROM counters').all()).toEqual([]);
    expect(listSegments(folder)).toEqual([]);
  });
});

describe('a thread that is started again', () => {
  const prepare = () => {
    const path = join(mkdtempSync(join(parent, 'home-')), 'record.db');
    const source = { path, key: undefined };
    const db = openDatabase(source);
    const { opened } = identifyDatabase(path);
    const start = () => new DatabaseWriter({ source, opened }, () => undefined);
    return { path, source, db, start };
  };

  it('creates no database, and takes nothing into one that was put in its place', () => {
    const { path, source, db, start } = prepare();
    db.close();
    rmSync(path);
    expect(start).toThrow('was deleted or replaced');
    expect(existsSync(path)).toBe(false);
    writeFileSync(`${path}.other`, ''); // keeps the number of the file that was removed from being given again
    openDatabase(source).close();
    expect(start).toThrow('was deleted or replaced');
  });

  it('creates no WAL in place of one that was moved away, and goes on with it once it is back', () => {
    const { path, db, start } = prepare();
    const wal = `${path}-wal`;
    renameSync(wal, `${wal}.away`);
    expect(start).toThrow(`${wal} was deleted or replaced`);
    expect(existsSync(wal)).toBe(false);
    renameSync(`${wal}.away`, wal);
    expect(() => start().carryOut({ kind: 'finish' })).not.toThrow();
    db.close();
  });
});
