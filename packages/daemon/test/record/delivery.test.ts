import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardError } from '@mcp-guard/core';
import {
  emptyEntry,
  openDatabase,
  openMemoryAuditStore,
  openSqliteReader,
  openSqliteStore,
  verifyChain,
  type AuditEntry,
  type AuditRow,
} from '@mcp-guard/store';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Delivery, type DeliveryOptions } from '../../src/record/delivery.js';

const entry = (detail: string): AuditEntry => ({ ...emptyEntry('message', 'request'), detail });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A delivery into memory that notes what it does, in order. */
function startDelivery(options: Partial<DeliveryOptions> = {}) {
  const log: string[] = [];
  const memory = openMemoryAuditStore();
  const store = {
    ...memory,
    get head() {
      return memory.head;
    },
    append(entries: readonly AuditEntry[]) {
      log.push(`commit ${entries.map(({ detail }) => detail).join(' ')}`);
      return memory.append(entries);
    },
  };
  const delivery = new Delivery({
    store,
    unwritten: new Set(),
    check: () => undefined,
    onFailure: (error, refused) => void log.push(`failure ${String(error)} ${refused}`),
    ...options,
  });
  const record = (name: string): string | undefined =>
    delivery.record(entry(name), {
      deliver: () => void log.push(`deliver ${name}`),
      refuse: ({ code }) => void log.push(`refuse ${name} ${code}`),
    });
  return { delivery, record, log, rows: memory.rows };
}

describe('delivery', () => {
  it('commits what a turn brought in one transaction and then delivers it in order', async () => {
    const { record, log } = startDelivery();
    record('a');
    record('b');
    expect(log).toEqual([]);
    await turn();
    record('c');
    await turn();
    expect(log).toEqual(['commit a b', 'deliver a', 'deliver b', 'commit c', 'deliver c']);
  });

  it('writes what has changed once, in the transaction of the next rows, and again where that failed', async () => {
    const store = openMemoryAuditStore();
    const writer = { write: vi.fn<() => void>(), written: vi.fn<() => void>() };
    writer.write.mockImplementationOnce(() => {
      throw new Error('disk full');
    });
    const unwritten = new Set([writer]);
    const append = (entries: readonly AuditEntry[], also?: () => void): readonly AuditRow[] => {
      also?.();
      return store.append(entries);
    };
    const { record } = startDelivery({ unwritten, store: { head: store.head, append } });
    for (const name of ['a', 'b', 'c']) {
      record(name);
      await turn();
    }
    expect(writer.write).toHaveBeenCalledTimes(2);
    expect(writer.written).toHaveBeenCalledOnce();
    expect(unwritten.size).toBe(0);
  });

  it('returns the audit id before the row is written', async () => {
    const { record, rows } = startDelivery();
    const ids = [record('a'), record('b')];
    await turn();
    ids.push(record('c'));
    await turn();
    expect(ids).toEqual(rows.map(({ seq }) => String(seq)));
    expect(verifyChain(rows)).toMatchObject({ ok: true, count: 3 });
  });

  it('commits what is recorded while it delivers', async () => {
    const { delivery, record, log } = startDelivery();
    delivery.record(entry('a'), { deliver: () => void record('b') });
    await turn();
    await turn();
    expect(log).toEqual(['commit a', 'commit b', 'deliver b']);
  });

  it('drains at once', async () => {
    const { delivery, record, log } = startDelivery();
    record('a');
    await delivery.drain();
    expect(log).toEqual(['commit a', 'deliver a']);
    await delivery.drain();
    expect(log).toHaveLength(2);
  });

  it('refuses all of a turn when it cannot be committed', async () => {
    const { delivery, record, log } = startDelivery({
      store: {
        ...openMemoryAuditStore(),
        append() {
          throw new Error('disk full');
        },
      },
    });
    record('a');
    record('b');
    delivery.record(entry('nobody waits'));
    await turn();
    expect(log).toEqual(['failure Error: disk full 3', 'refuse a INTERNAL', 'refuse b INTERNAL']);
  });

  it('refuses all of a turn when nothing can be recorded', async () => {
    const { record, log, rows } = startDelivery({
      check() {
        throw new Error('the database was deleted');
      },
    });
    record('a');
    record('b');
    await turn();
    expect(log).toEqual(['failure Error: the database was deleted 2', 'refuse a INTERNAL', 'refuse b INTERNAL']);
    expect(rows).toEqual([]);
  });

  it('records a refusal if a message may not move, and delivers the rest of the turn', async () => {
    const full = new GuardError('INTERNAL', 'the record is full', { rule: 'audit.max_bytes' });
    const { record, log, rows } = startDelivery({ check: ({ detail }) => (detail === 'b' ? full : undefined) });
    record('a');
    record('b');
    await turn();
    expect(log.slice(1)).toEqual(['deliver a', 'refuse b INTERNAL']);
    expect(rows).toMatchObject([
      { detail: 'a', outcome: 'allow' },
      { detail: 'the record is full', outcome: 'block', code: 'INTERNAL', bytesOut: 0 },
    ]);
  });
});

describe('delivery that waits for the disk', () => {
  function startFlushing() {
    const flushes: PromiseWithResolvers<void>[] = [];
    const started = startDelivery({
      flush() {
        const flush = Promise.withResolvers<void>();
        flushes.push(flush);
        return flush.promise;
      },
    });
    return { ...started, flushes };
  }

  it('delivers nothing before the flush, and in order when a later flush is faster', async () => {
    const { record, log, flushes } = startFlushing();
    record('a');
    await turn();
    record('b');
    await turn();
    flushes[1]?.resolve();
    await turn();
    expect(log).toEqual(['commit a', 'commit b']);
    flushes[0]?.resolve();
    await turn();
    expect(log.slice(2)).toEqual(['deliver a', 'deliver b']);
  });

  it('refuses a turn whose flush fails, and goes on with the next', async () => {
    const { delivery, record, log, flushes } = startFlushing();
    record('a');
    await turn();
    record('b');
    await turn();
    flushes[0]?.reject(new Error('EIO'));
    flushes[1]?.resolve();
    await delivery.drain();
    expect(log.slice(2)).toEqual(['failure Error: EIO 1', 'refuse a INTERNAL', 'deliver b']);
  });
});

describe('delivery while another process holds the database', () => {
  const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });

  /** Appends fail until `free`. */
  function startHeld() {
    const memory = openMemoryAuditStore();
    let isFree = false;
    const started = startDelivery({
      store: {
        ...memory,
        get head() {
          return memory.head;
        },
        append(entries, also) {
          if (!isFree) throw busy;
          return memory.append(entries, also);
        },
      },
    });
    return { ...started, memory, free: () => void (isFree = true) };
  }

  afterEach(() => vi.useRealTimers());

  it('refuses nothing and loses nothing, and the ids that were returned are those of the rows', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
    const { record, log, memory, free } = startHeld();
    const ids = [record('a'), record('b')];
    await vi.advanceTimersByTimeAsync(500);
    ids.push(record('c'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(log).toEqual([]);
    free();
    await vi.advanceTimersByTimeAsync(100);
    expect(log).toEqual(['deliver a', 'deliver b', 'deliver c']);
    expect(ids).toEqual(memory.rows.map(({ seq }) => String(seq)));
    expect(memory.rows.map(({ detail }) => detail)).toEqual(['a', 'b', 'c']);
  });

  it('refuses once that has lasted for two seconds, and then at once, until it is free', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
    const { record, log, free } = startHeld();
    record('a');
    await vi.advanceTimersByTimeAsync(2100);
    expect(log).toEqual(['failure Error: database is locked 1', 'refuse a INTERNAL']);
    record('b');
    await vi.advanceTimersByTimeAsync(1);
    expect(log.at(-1)).toBe('refuse b INTERNAL');
    free();
    record('c');
    await vi.advanceTimersByTimeAsync(1);
    expect(log.at(-1)).toBe('deliver c');
  });

  it('takes back once what may not move, however often it tries', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
    const { delivery } = startHeld();
    const undo = vi.fn<() => void>();
    delivery.record(entry('a'), { undo });
    await vi.advanceTimersByTimeAsync(5000);
    expect(undo).toHaveBeenCalledTimes(1);
  });

  it('drains once it is free', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] });
    const { delivery, record, log, free } = startHeld();
    record('a');
    const drained = delivery.drain();
    await vi.advanceTimersByTimeAsync(300);
    expect(log).toEqual([]);
    free();
    await vi.advanceTimersByTimeAsync(100);
    await drained;
    expect(log).toEqual(['deliver a']);
  });

  it.each([
    ['a plain database', undefined],
    ['an encrypted one', 'cd'.repeat(32)],
  ])('goes on with %s when the lock is given back', async (_, key) => {
    const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-delivery-'));
    try {
      const path = join(folder, 'record.db');
      const store = openSqliteStore({ path, key });
      store.waitBriefly();
      const intruder = openDatabase({ path, key });
      const { record, log } = startDelivery({ store: store.audit });
      intruder.exec('BEGIN IMMEDIATE');
      for (const name of ['a', 'b', 'c']) record(name);
      await turn();
      await turn();
      expect(log).toEqual([]);
      intruder.exec('ROLLBACK');
      await vi.waitFor(() => expect(log).toEqual(['deliver a', 'deliver b', 'deliver c']), { timeout: 60_000 });
      intruder.close();
      const reader = openSqliteReader({ path, key });
      expect(reader.audit.verify()).toMatchObject({ ok: true, count: 3 });
      reader.close();
      store.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('delivery that is held', () => {
  it('commits nothing until it is released, and then all in order', async () => {
    const { delivery, record, log } = startDelivery();
    delivery.hold();
    record('a');
    await turn();
    record('b');
    await turn();
    expect(log).toEqual([]);
    delivery.release();
    expect(log).toEqual(['commit a b', 'deliver a', 'deliver b']);
    record('c');
    await turn();
    expect(log.at(-1)).toBe('deliver c');
  });

  it('drains without a release', async () => {
    const { delivery, record, log } = startDelivery();
    delivery.hold();
    record('a');
    await delivery.drain();
    expect(log).toEqual(['commit a', 'deliver a']);
  });
});

describe('delivery of what is not written', () => {
  it('refuses it in its turn without an id, and the ids of the others stay those of their rows', async () => {
    const error = new GuardError('RATE_LIMITED', 'too much');
    const { delivery, record, log, rows } = startDelivery({
      meter: ({ detail }) => (detail === 'b' ? { entry: undefined, error } : undefined),
    });
    const ids = [record('a'), record('b'), record('c')];
    const refuse = vi.fn<(error: GuardError, auditId: string | undefined) => void>();
    delivery.record(entry('b'), { refuse });
    await turn();
    expect(ids).toEqual(['1', undefined, '2']);
    expect(rows.map(({ detail }) => detail)).toEqual(['a', 'c']);
    expect(log).toEqual(['commit a c', 'deliver a', 'refuse b RATE_LIMITED', 'deliver c']);
    expect(refuse).toHaveBeenCalledWith(error, undefined);
  });
});

// Threat 27
it('a commit waits for the flush while too many rows wait for it', async () => {
  const flushed = Promise.withResolvers<void>();
  const { delivery, record, log } = startDelivery({ flush: () => flushed.promise });
  for (let count = 0; count < 1024; count++) record('x');
  expect(delivery.commit()).toBeUndefined();
  record('y');
  const wait = delivery.commit();
  expect(wait).toBeInstanceOf(Promise);
  expect(log.filter((each) => each.startsWith('deliver'))).toEqual([]);
  flushed.resolve();
  await wait;
  expect(log.at(-1)).toBe('deliver y');
  record('z');
  expect(delivery.commit()).toBeUndefined();
});
