import type { AuditEntry, AuditRow, Exchange } from '@mcp-guard/store';
import { expect, it } from 'vitest';
import { entry } from '../../../store/test/entry.js';
import { CallFollower } from '../../src/logs/call-follower.js';

const row = (seq: number, over: Partial<AuditEntry> = {}): AuditRow => ({ ...entry(over), seq, hash: '' });
const answer = (seq: number, over: Partial<AuditEntry> = {}): AuditRow =>
  row(seq, { direction: 'toClient', shape: 'result', ...over });
const idsOf = (exchanges: readonly Exchange[]): unknown =>
  exchanges.map(({ asked, answer: answered }) => [asked.seq, answered?.seq]);

const { at: NOW } = entry();

it('a call is told once it is answered', () => {
  const follower = new CallFollower([]);
  expect(idsOf(follower.add([row(1)], NOW))).toEqual([]);
  expect(idsOf(follower.add([answer(2)], NOW))).toEqual([[1, 2]]);
});

it('a call that was refused, and what is no call, is told at once', () => {
  const rows = [row(1, { outcome: 'block' }), row(2, { kind: 'session', shape: 'open' })];
  expect(idsOf(new CallFollower([]).add(rows, NOW))).toEqual([
    [1, undefined],
    [2, undefined],
  ]);
});

it('a slow call is told without its answer, once, and again with it', () => {
  const follower = new CallFollower([]);
  follower.add([row(1)], NOW);
  expect(idsOf(follower.add([], NOW + 5000))).toEqual([[1, undefined]]);
  expect(idsOf(follower.add([], NOW + 9000))).toEqual([]);
  expect(idsOf(follower.add([answer(2)], NOW + 9000))).toEqual([[1, 2]]);
});

it('a call whose id is used again is told without its answer', () => {
  const follower = new CallFollower([]);
  expect(idsOf(follower.pair([row(1), row(2), answer(3)]))).toEqual([
    [1, undefined],
    [2, 3],
  ]);
  follower.pair([row(4)]);
  expect(idsOf(follower.rest())).toEqual([[4, undefined]]);
});

it('a call that was shown as open is told again once it is answered', () => {
  const follower = new CallFollower([{ asked: row(1), answer: undefined }]);
  expect(idsOf(follower.add([], NOW + 9000))).toEqual([]);
  expect(idsOf(follower.add([answer(2)], NOW + 9000))).toEqual([[1, 2]]);
});
