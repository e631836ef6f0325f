import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import { emptyEntry, openSqliteStore, type AuditEntry, type RecordUseStore, type Store } from '@mcp-guard/store';
import { afterAll, describe, expect, it } from 'vitest';
import { RecordShares } from '../../src/record/record-shares.js';
import { RecordSpace } from '../../src/record/record-space.js';
import type { Unwritten } from '../../src/record/transaction-writer.js';

const MAX_BYTES = 2 ** 20;
const HOUR = 3_600_000;

const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-space-'));
const stores: Store[] = [];

afterAll(() => {
  for (const store of stores) store.close();
  rmSync(folder, { recursive: true });
});

const newHome = (): string => mkdtempSync(join(folder, 'home-'));

/** What a daemon finds in a home that others may have used before and left as a killed one does. */
function openUseStore(home = newHome()): RecordUseStore {
  const store = openSqliteStore({ path: join(home, 'record.db'), key: undefined });
  stores.push(store);
  return store.recordUse;
}

/** The space of a record, with a clock that the test moves. */
function startSpace(store = openUseStore(), at = 500_000 * HOUR) {
  let now = at;
  const ended: string[] = [];
  const unwritten: Unwritten = new Set();
  const shares = new RecordShares(store, unwritten, MAX_BYTES, () => now);
  const space = new RecordSpace({
    maxBytes: MAX_BYTES,
    shares,
    now: () => now,
    onExhausted: (session) => void ended.push(session),
  });
  const message = (server: string, session: string, over: Partial<AuditEntry> = {}) =>
    space.meter({ ...emptyEntry('message', 'notification'), server, session, detail: 'x'.repeat(830), ...over });
  /** Rows of a server until one may not be written; how many there were. */
  const flood = (server: string, session: string, over: Partial<AuditEntry> = {}): number => {
    for (let count = 0; ; count++) if (message(server, session, over)?.error) return count;
  };
  const commit = (): void => {
    for (const writer of unwritten) {
      writer.write();
      unwritten.delete(writer);
      writer.written();
    }
  };
  return { space, shares, ended, message, flood, commit, pass: (time: number) => void (now += time) };
}

describe('a session that floods the record', () => {
  it('writes an eighth of audit.max_bytes in an hour, then it ends, and one row reports it', () => {
    const { message, flood, ended } = startSpace();
    expect(flood('evil', 's1')).toBeCloseTo(MAX_BYTES / 8 / 1000, -2);
    expect(ended).toEqual(['s1']);
    expect(message('evil', 's1')).toMatchObject({ entry: undefined, error: { code: 'RATE_LIMITED' } });
    expect(ended).toHaveLength(1);
  });

  it('ends with a row that counts all messages without one', () => {
    const { space, message, flood } = startSpace();
    flood('evil', 's1');
    for (let n = 0; n < 100; n++) message('evil', 's1');
    const end = { ...emptyEntry('session', 'close'), server: 'evil', session: 's1', detail: 'why' };
    expect(space.meter(end)).toMatchObject({
      error: undefined,
      entry: { detail: 'why; 100 more of its messages were refused without a row' },
    });
  });

  it('disturbs no other session of its server, nor any other server', () => {
    const { message, flood } = startSpace();
    flood('evil', 's1');
    expect(message('evil', 's2')).toBeUndefined();
    expect(message('good', 's3')).toBeUndefined();
  });

  it('gets an error with the rule, the time to wait and a hint', () => {
    const { message, flood } = startSpace();
    flood('evil', 's1');
    expect(message('evil', 's1')?.error).toMatchObject({
      message: 'this session has used up its share of the record for this hour',
      rule: 'audit.max_bytes',
      hint: { command: 'mcp-guard status' },
      data: { retry_after: 3600 },
    });
  });

  it('cannot write more by being refused', () => {
    const { message, flood } = startSpace();
    expect(flood('evil', 's1', { outcome: 'block' })).toBeLessThan(MAX_BYTES / 8 / 900);
    expect(message('evil', 's1', { outcome: 'block' })?.entry).toBeUndefined();
  });
});

describe('a server that floods the record by many sessions', () => {
  /** Sessions until no more begin; how many there were. */
  const floodBySessions = ({ space, flood }: ReturnType<typeof startSpace>, name: string): number => {
    for (let n = 0; ; n++) {
      if (space.checkServer('evil')) return n;
      flood('evil', `${name}${n}`);
    }
  };

  it('writes a quarter of audit.max_bytes in an hour, and begins no more sessions', () => {
    const scene = startSpace();
    expect(floodBySessions(scene, 's')).toBeLessThanOrEqual(3);
    expect(scene.space.bytes).toBeLessThan(MAX_BYTES * 0.27);
    expect(scene.space.checkServer('good')).toBeUndefined();
    expect(scene.space.warnings).toEqual([
      expect.stringContaining('the server evil has used up its share of the record for this hour'),
    ]);
  });

  it('gets no new share by a restart', () => {
    const home = newHome();
    const scene = startSpace(openUseStore(home));
    floodBySessions(scene, 's');
    scene.shares.byServer.save();
    scene.commit();
    const next = startSpace(openUseStore(home));
    expect(next.space.checkServer('evil')).toMatchObject({ code: 'RATE_LIMITED' });
    expect(next.space.checkServer('good')).toBeUndefined();
  });

  it('gains little by killing the daemon', () => {
    const home = newHome();
    let written = 0;
    for (let n = 0; n < 50; n++) {
      const { message, commit, space } = startSpace(openUseStore(home));
      if (space.checkServer('evil')) break;
      for (let rows = 0; rows < 20; rows++) {
        if (message('evil', `s${n}`)?.error) break;
        written += 1000;
        commit();
      }
    }
    expect(written).toBeLessThan(MAX_BYTES * 0.3);
  });

  it('may write again in the next hour', () => {
    const scene = startSpace();
    floodBySessions(scene, 's');
    scene.pass(HOUR);
    expect(scene.space.checkServer('evil')).toBeUndefined();
    expect(scene.message('evil', 'late')).toBeUndefined();
  });

  it('never fills the record for the others, however long it goes on', () => {
    const scene = startSpace();
    for (let hours = 0; hours < 100; hours++) {
      floodBySessions(scene, `h${hours}-`);
      scene.pass(HOUR);
    }
    expect(scene.space.failure).toBeNull();
    expect(scene.space.bytes).toBeLessThan(MAX_BYTES * 0.92);
    expect(scene.message('good', 'g')).toBeUndefined();
    expect(scene.message('evil', 'again')).toMatchObject({
      error: { message: 'the server evil has written most of a record that is nearly full' },
    });
  });

  it('may write again once its rows are gone', () => {
    const scene = startSpace();
    for (let hours = 0; hours < 10; hours++) {
      floodBySessions(scene, `h${hours}-`);
      scene.pass(HOUR);
    }
    scene.pass(48 * HOUR);
    scene.shares.byServer.forgetBefore(500_050 * HOUR);
    scene.space.measured(MAX_BYTES / 10);
    expect(scene.space.checkServer('evil')).toBeUndefined();
  });
});

describe('the reserve of a full record', () => {
  const START = Math.ceil(MAX_BYTES * 0.981);

  it('is for refusals: traffic is refused with a hint', () => {
    const { space, message } = startSpace();
    space.measured(START);
    expect(message('good', 's')).toMatchObject({
      entry: { server: 'good' },
      error: { code: 'INTERNAL', message: 'nothing moves because the record is full' },
    });
    expect(space.checkServer('good')?.hint).toMatchObject({ command: 'mcp-guard logs --prune --before 30d' });
    expect(space.failure).toContain('mcp-guard logs --prune');
  });

  it('is not used up by the refusals of one server: those of others are recorded', () => {
    const { space, message, ended } = startSpace();
    space.measured(START);
    for (let n = 0; n < 1000; n++) message('evil', `s${n}`, { detail: null });
    expect(ended.length).toBeGreaterThan(0);
    expect(message('good', 's', { detail: null })?.entry).toBeDefined();
    expect(message('good', 's', { detail: null, outcome: 'block' })).toBeUndefined();
  });

  it('is not used up by clients that get no session', () => {
    const { space } = startSpace();
    space.measured(START);
    const refused: AuditEntry = { ...emptyEntry('session', 'open'), outcome: 'block' };
    for (let n = 0; n < 10_000; n++) space.meter(refused);
    expect(space.bytes).toBeLessThan(MAX_BYTES * 0.99);
    expect(space.meter(refused)?.entry).toBeUndefined();
  });

  it.each(['approval', 'daemon', 'gap', 'retention'] as const)('has room for a row of kind %s', (kind) => {
    const { space, message } = startSpace();
    space.measured(START);
    for (let n = 0; n < 1000; n++) message('evil', `s${n}`);
    expect(space.meter(emptyEntry(kind, 'any'))).toBeUndefined();
  });

  it('takes rows that report a removal also when nothing else can be recorded', () => {
    const { space } = startSpace();
    space.measured(MAX_BYTES * 2);
    expect(space.meter(emptyEntry('approval', 'approve'))?.error).toBeInstanceOf(GuardError);
    expect(space.meter(emptyEntry('retention', 'prune'))).toBeUndefined();
  });
});
