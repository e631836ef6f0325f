import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Database from 'better-sqlite3';
import { openAuditReader } from '../../src/sqlite/audit-reader.js';
import { openDatabase } from '../../src/sqlite/database.js';
import { FileIdentity } from '../../src/journal/file-identity.js';
import { OUTCOMES } from '@mcp-guard/core';
import { rowOutcome } from '../../src/record/row-outcome.js';
import { openAuditStore } from '../../src/sqlite/audit-store.js';
import { entry } from '../entry.js';
import { temporaryFolder } from '../temporary-folder.js';

const folder = temporaryFolder();

describe('openDatabase', () => {
  it('makes a file and a WAL that only their owner can read', () => {
    const path = join(folder, 'private.db');
    const db = openDatabase({ path, key: undefined });
    openAuditStore(db).append([entry()]);
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    db.close();
  });

  it('refuses the database of another program and leaves it as it was', () => {
    const path = join(folder, 'theirs.db');
    const theirs = new Database(path);
    theirs.exec('CREATE TABLE cookies (value TEXT)');
    theirs.close();
    const before = readFileSync(path);
    expect(() => openDatabase({ path, key: undefined })).toThrow('belongs to another program');
    expect(readFileSync(path)).toEqual(before);
  });

  it.each<[string, (path: string) => void]>([
    ['creates nothing where a file was moved away', (path) => renameSync(path, `${path}.away`)],
    [
      'gives the WAL of a file to no other',
      (path) => {
        writeFileSync(`${path}.other`, '');
        renameSync(path, `${path}.away`);
        renameSync(`${path}.other`, path);
      },
    ],
  ])('%s at the very moment at which it is opened', (name, attack) => {
    const path = join(folder, `${name}.db`);
    const db = openDatabase({ path, key: undefined });
    openAuditStore(db).append([entry()]);
    const wal = statSync(`${path}-wal`);
    const identity = new FileIdentity([path]);
    let looks = 0;
    const insist = (): void => {
      if (identity.findReplaced() !== undefined) throw new Error('replaced');
      if (++looks === 1) attack(path);
    };
    expect(() => openDatabase({ path, key: undefined, insist })).toThrow(/^(?:replaced|there is no database)/u);
    rmSync(path, { force: true });
    renameSync(`${path}.away`, path);
    expect(statSync(`${path}-wal`)).toMatchObject({ ino: wal.ino, size: wal.size });
    expect([...openAuditReader(db).all({})]).toHaveLength(1);
    db.close();
  });

  it('refuses a file that is not a database', () => {
    const path = join(folder, 'text.db');
    writeFileSync(path, 'just some text, and more than a header of it'.repeat(100));
    expect(() => openDatabase({ path, key: undefined })).toThrow('is encrypted, or not a database');
  });

  it('refuses a database of a newer version', () => {
    const path = join(folder, 'newer.db');
    openDatabase({ path, key: undefined }).close();
    const db = new Database(path);
    db.pragma('user_version = 999');
    db.close();
    expect(() => openDatabase({ path, key: undefined })).toThrow('newer version');
  });

  it('keeps an encrypted record unreadable without its key', () => {
    const path = join(folder, 'secret.db');
    const key = randomBytes(32).toString('hex');
    const db = openDatabase({ path, key });
    openAuditStore(db).append([entry({ target: 'canary-of-this-test' })]);
    const files = [path, `${path}-wal`].map((file) => readFileSync(file, 'latin1'));
    db.close();
    for (const text of [...files, readFileSync(path, 'latin1')]) {
      expect(text).not.toContain('canary');
      expect(text).not.toContain('SQLite format 3');
    }
    expect(() => openDatabase({ path, key: undefined, readonly: true })).toThrow('encrypted');
    expect(() => openDatabase({ path, key: 'f'.repeat(64), readonly: true })).toThrow('not encrypted with this key');
    const reader = openDatabase({ path, key, readonly: true });
    expect(openAuditReader(reader).newest({}, 10)).toMatchObject([{ target: 'canary-of-this-test' }]);
    reader.close();
  });
});

describe('the reader', () => {
  it.each(['allow', 'redact', 'hold', 'block'] as const)(
    'finds rows that hold %s by the outcome that they have',
    (outcome) => {
      const db = openDatabase({ path: join(folder, `outcome-${outcome}.db`), key: undefined });
      const kinds = ['message', 'session', 'daemon', 'approval', 'retention', 'gap'] as const;
      const shapes = ['request', 'notification', 'result', 'tool_error', 'failure', 'malformed', 'approve'];
      const store = openAuditStore(db);
      store.append(kinds.flatMap((kind) => shapes.map((shape) => entry({ kind, shape, outcome }))));
      const reader = openAuditReader(db);
      const rows = [...reader.all({})];
      for (const word of OUTCOMES) {
        const expected = rows.filter((row) => rowOutcome(row) === word).map(({ seq }) => seq);
        expect([...reader.all({ outcome: word })].map(({ seq }) => seq)).toEqual(expected);
      }
      db.close();
    },
  );

  it('reads beside a writer, with every filter', () => {
    const path = join(folder, 'filters.db');
    const db = openDatabase({ path, key: undefined });
    const store = openAuditStore(db);
    store.append([
      entry({ at: 1, server: 'a', actor: 'ada', method: 'tools/call', target: 'x', outcome: 'allow' }),
      entry({ at: 2, server: 'b', actor: 'bob', method: 'tools/list', target: 'y', outcome: 'block', warn: true }),
    ]);
    const beside = openDatabase({ path, key: undefined, readonly: true });
    const reader = openAuditReader(beside);
    const seqs = (filter: Parameters<typeof reader.newest>[0]): number[] =>
      reader.newest(filter, 10).map(({ seq }) => seq);
    expect(seqs({})).toEqual([1, 2]);
    expect(seqs({ server: 'b' })).toEqual([2]);
    expect(seqs({ actor: 'ada' })).toEqual([1]);
    expect(seqs({ method: 'tools/list', outcome: 'refused' })).toEqual([2]);
    expect(seqs({ target: 'x', outcome: 'refused' })).toEqual([]);
    expect(seqs({ since: 2 })).toEqual([2]);
    expect(seqs({ afterSeq: 1 })).toEqual([2]);
    expect(reader.newest({}, 1)).toMatchObject([{ seq: 2, warn: true }]);
    expect(reader.verify().ok).toBe(true);
    store.append([entry({ at: 3 })]);
    expect([...reader.all({})].length).toBe(3);
    beside.close();
    db.close();
  });
});

describe('FileIdentity', () => {
  it.each([
    ['deleted', (path: string) => rmSync(path)],
    ['moved away', (path: string) => renameSync(path, `${path}.away`)],
    [
      'replaced',
      (path: string) => {
        writeFileSync(`${path}.new`, '');
        renameSync(`${path}.new`, path);
      },
    ],
  ])('sees that a file was %s', (word, change) => {
    const path = join(folder, `identity-${word}`);
    writeFileSync(path, '');
    const identity = new FileIdentity([path]);
    expect(identity.findReplaced()).toBeUndefined();
    change(path);
    expect(identity.findReplaced()).toBe(path);
  });
});
