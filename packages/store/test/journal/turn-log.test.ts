import { GuardError } from '@mcp-guard/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/record/audit-store.js';
import type { Operation } from '../../src/journal/operations.js';
import { TurnLog } from '../../src/journal/turn-log.js';
import { approval } from '../approval.js';
import { entry } from '../entry.js';
import { temporaryFolder } from '../temporary-folder.js';
import { JournalHome, START } from './journal-home.js';

const parent = temporaryFolder();

/** A log that writes the journal of a new home. */
function openLog(): { readonly log: TurnLog; readonly home: JournalHome } {
  const home = new JournalHome(parent);
  const begin = () => ({ journal: home.journal, head: START });
  return { home, log: new TurnLog({ head: START, begin, check: () => undefined, onTurn: () => undefined }) };
}

const attempt = (act: () => unknown): boolean => {
  try {
    act();
    return true;
  } catch (error) {
    expect(error).not.toBeInstanceOf(GuardError);
    return false;
  }
};

describe('a turn that no reader could take is refused, so it cannot stop the takeover of all that follow:', () => {
  it('rows with any numbers and texts are refused or come back', () => {
    const { log, home } = openLog();
    const number = fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger());
    const text = fc.string({ unit: fc.constantFrom('a', '\0', '\uD800', '"', '\n', '\u2028') });
    const over = fc.record({ at: number, bytesIn: number, guardUs: number, waitedMs: fc.option(number), detail: text });
    const written: AuditEntry[] = [];
    fc.assert(
      fc.property(over, (fields) => {
        const each = entry(fields);
        const isWhole = [fields.at, fields.bytesIn, fields.guardUs, fields.waitedMs ?? 0].every(Number.isSafeInteger);
        expect(attempt(() => log.append([each]))).toBe(isWhole);
        if (isWhole) written.push({ ...each, detail: fields.detail.toWellFormed() });
      }),
    );
    log.close();
    const { rows, last } = home.read();
    expect(last).toEqual({ kind: 'end', torn: 0 });
    expect(rows.map(({ detail }) => detail)).toEqual(written.map(({ detail }) => detail));
  });

  it.each<[string, Operation]>([
    ['a part of a millisecond', ['approvals.forget', 0.5]],
    ['no number', ['counters.put', [{ key: 'k', used: Number.NaN, at: 1 }]]],
    ['a member that is unknown', ['approvals.put', Object.assign(approval(), { extra: 1 })]],
    ['an amount of too many digits', ['spending.put', [{ key: 'k', minute: 1, amount: '1'.repeat(41) }]]],
  ])('a change with %s is refused where it is made, and what comes after is written', (_, operation) => {
    const { log, home } = openLog();
    expect(() => log.change(operation)).toThrow(operation[0]);
    expect(() => log.defer(operation)).toThrow(operation[0]);
    log.append([entry({ detail: 'after' })]);
    log.close();
    expect(home.read()).toMatchObject({ rows: [{ detail: 'after' }], last: { kind: 'end', torn: 0 } });
  });
});
