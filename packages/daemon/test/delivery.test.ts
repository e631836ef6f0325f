import { GuardError } from '@mcp-guard/core';
import { openMemoryAuditStore, verifyChain, type AuditEntry } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { emptyEntry } from '../src/audit-tap.js';
import { Delivery, type DeliveryOptions } from '../src/delivery.js';

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
    admit: () => undefined,
    onFailure: (error, refused) => void log.push(`failure ${String(error)} ${refused}`),
    ...options,
  });
  const record = (name: string): string =>
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

  it('says the audit id before the row is written', async () => {
    const { record, rows } = startDelivery();
    const ids = [record('a'), record('b')];
    await turn();
    ids.push(record('c'));
    await turn();
    expect(ids).toEqual(rows.map(({ seq }) => String(seq)));
    expect(verifyChain(rows)).toMatchObject({ ok: true, count: 3 });
  });

  it('takes up what is recorded while it delivers', async () => {
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

  it('refuses all of a turn when nothing may be recorded any more', async () => {
    const { record, log, rows } = startDelivery({
      admit() {
        throw new Error('the database was deleted');
      },
    });
    record('a');
    record('b');
    await turn();
    expect(log).toEqual(['failure Error: the database was deleted 2', 'refuse a INTERNAL', 'refuse b INTERNAL']);
    expect(rows).toEqual([]);
  });

  it('records a refusal where a message may not move, and lets the rest of the turn go', async () => {
    const full = new GuardError('INTERNAL', 'the record is full', { rule: 'audit.max_bytes' });
    const { record, log, rows } = startDelivery({ admit: ({ detail }) => (detail === 'b' ? full : undefined) });
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

// Threat 27
it('more rows wait for a flush than may: a commit waits until they were flushed', async () => {
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
