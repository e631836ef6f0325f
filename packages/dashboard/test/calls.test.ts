import type { CallView } from '@mcp-guard/core';
import { assert, integer, nat, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMatch, readFilters, toQuery, toRequest } from '../src/views/calls/filters.js';
import { countNewer, mergeCalls } from '../src/views/calls/merge.js';

const callOf = (seq: number, changes: Partial<CallView> = {}): CallView => ({
  seq,
  at: seq,
  session: null,
  user: 'anna',
  server: 'github',
  direction: 'toServer',
  method: 'tools/call',
  target: 'create_issue',
  outcome: 'allowed',
  code: null,
  rule: null,
  client: null,
  reason: null,
  approval: null,
  findings: 0,
  types: [],
  answer: null,
  ...changes,
});
const seqs = uniqueArray(integer({ min: 1, max: 200 }), { maxLength: 40 });
const listOf = (numbers: readonly number[]): readonly CallView[] =>
  numbers.toSorted((a, b) => b - a).map((seq) => callOf(seq));

describe('the list of calls', () => {
  it('holds each call once, in its last state, the newest first, and no more than it may', () => {
    assert(
      property(seqs, seqs, integer({ min: 1, max: 60 }), (old, come, max) => {
        const merged = mergeCalls(
          listOf(old),
          come.map((seq) => callOf(seq, { findings: 1 })),
          max,
        );
        const all = [...new Set([...old, ...come])].toSorted((a, b) => b - a).slice(0, max);
        expect(merged.map(({ seq }) => seq)).toEqual(all);
        expect(merged.every(({ seq, findings }) => findings === (come.includes(seq) ? 1 : 0))).toBe(true);
      }),
    );
  });

  it('knows how many calls are newer than one', () => {
    assert(
      property(seqs, nat(200), (numbers, seq) => {
        expect(countNewer(listOf(numbers), seq)).toBe(numbers.filter((each) => each > seq).length);
      }),
    );
  });
});

describe('the filters of calls', () => {
  it('are kept in the address, and nothing else that stands there', () => {
    const filters = readFilters(new URLSearchParams('server=github&outcome=block&evil=1&user='));
    expect(filters).toEqual({ server: 'github', outcome: 'refused' });
    expect(toQuery(filters).toString()).toBe('server=github&outcome=refused');
  });

  it('ask the daemon for a time since when, and for older calls', () => {
    expect(toRequest({ last: '1h', q: 'a b' }, 7_200_000, 200, 17)).toBe(
      '/calls?q=a+b&since=3600000&before=17&limit=200',
    );
  });

  it.each([
    [{ server: 'github' }, true],
    [{ server: 'git' }, false],
    [{ outcome: 'refused' }, false],
    [{ q: 'ISSUE' }, true],
    [{ q: 'issue ', server: ' ' }, true],
    [{ q: 'delete' }, false],
    [{ q: 'issue', user: 'ben' }, false],
  ])('%j let a call that comes live in: %s', (filters, isIn) => {
    expect(isMatch(filters, callOf(1))).toBe(isIn);
  });

  it('find a call by the code of its answer', () => {
    const answer = { seq: 2, at: 2, waitedMs: 1, isError: false, outcome: 'refused', code: 'CONTENT_BLOCKED' } as const;
    expect(isMatch({ q: 'content_b' }, callOf(1, { answer }))).toBe(true);
  });

  it.each(['1', '2', 'record 2', ' Record 2 '])('find a call by the number of one of its rows: %j', (q) => {
    const answer = { seq: 2, at: 2, waitedMs: 1, isError: false, outcome: 'refused', code: 'CONTENT_BLOCKED' } as const;
    expect(isMatch({ q }, callOf(1, { answer }))).toBe(true);
    expect(isMatch({ q }, callOf(3))).toBe(false);
  });
});
