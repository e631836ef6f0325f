import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { findFaults } from '../src/hostile/faults.ts';
import type { Suffered } from '../src/hostile/measure.ts';
import { createTally, readPoured } from '../src/hostile/tally.ts';

const HARMLESS: Suffered = {
  name: 'client floods: x',
  latencies: [1, 2, 3],
  failed: 0,
  peak: 100e6,
  waited: 0.1,
  answersStatus: true,
  isAlive: true,
  ended: 0,
  pours: 'bytes',
  poured: 65_536,
  lost: undefined,
};

describe('an attack meets the measure', () => {
  it.each<[string, Partial<Suffered>, readonly string[]]>([
    ['if others do not suffer', {}, []],
    ['not if it poured nothing', { poured: 0 }, ['nothing was poured while it was measured']],
    [
      'not if it opened no connection',
      { pours: 'connections', poured: 0 },
      ['nothing was poured while it was measured'],
    ],
    ['if there is nothing to pour', { pours: 'nothing', poured: 0 }, []],
    ['not if its process died', { lost: 'x ended with 1' }, ['x ended with 1']],
    ['not if others wait', { latencies: [1, 251] }, ['p99 is 251 ms']],
    ['not if no call was made', { latencies: [] }, ['p99 is n/a ms']],
    ['not if it fills the memory', { peak: 400e6 }, ['peak is 400.0 MB']],
    ['not if calls of others fail', { failed: 2 }, ['2 calls failed']],
    [
      'not if the daemon is silent',
      { answersStatus: false, isAlive: false },
      ['status does not answer', 'the daemon is gone'],
    ],
  ])('%s', (_, change, faults) => {
    expect(findFaults({ ...HARMLESS, ...change })).toEqual(faults);
  });
});

it('what was poured before and after the measuring does not count', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-'));
  vi.useFakeTimers();
  try {
    const path = join(folder, 'tally');
    const notes = [createTally(path), createTally(path)];
    const pour = (at: number, amount: number): void => {
      vi.setSystemTime(at);
      for (const note of notes) note(amount);
    };
    pour(900, 1);
    pour(1100, 10);
    pour(1110, 20); // too soon for a note of its own
    pour(1900, 40);
    pour(2100, 80);
    expect(readPoured(path, 1000, 2000)).toBe(2 * (10 + 20 + 40));
  } finally {
    vi.useRealTimers();
    rmSync(folder, { recursive: true });
  }
});
