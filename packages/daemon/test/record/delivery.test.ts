import { GuardError } from '@mcp-guard/core';
import { emptyEntry, openMemoryAuditStore, verifyChain, type AuditEntry, type AuditRow } from '@mcp-guard/store';
import { describe, expect, it, vi } from 'vitest';
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

it('takes back once what may not move', async () => {
  const { delivery, log } = startDelivery({
    check: () => new GuardError('INTERNAL', 'the record is full'),
    store: {
      ...openMemoryAuditStore(),
      append() {
        throw new Error('disk full');
      },
    },
  });
  const undo = vi.fn<() => void>();
  delivery.record(entry('a'), { undo });
  await turn();
  expect(undo).toHaveBeenCalledTimes(1);
  expect(log).toEqual(['failure Error: disk full 1']);
});

it('a commit waits while the database does not follow the journal', async () => {
  const pressure = Promise.withResolvers<void>();
  let isLong = false;
  const { delivery, record, log } = startDelivery({ pressure: () => (isLong ? pressure.promise : undefined) });
  record('a');
  expect(delivery.commit()).toBeUndefined();
  isLong = true;
  record('b');
  const wait = delivery.commit();
  expect(wait).toBe(pressure.promise);
  expect(log.at(-1)).toBe('deliver b'); // it is recorded: only what comes next waits
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
