import { asKeptOpen, emptyEntry, type AuditRow } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { findConcerns } from '../../src/view/now/concerns.js';
import { Ring, SPAN } from '../../src/view/now/ring.js';
import { RUNNING } from '../../../core/test/support/running.js';

const START = 1_800_000_000_000;

const row = (at: number, more: Partial<AuditRow> = {}): AuditRow => ({
  ...emptyEntry('message', 'request'),
  seq: 1,
  hash: '',
  at,
  method: 'tools/call',
  direction: 'toServer',
  guardUs: 1000,
  ...more,
});

describe('the last five minutes', () => {
  it('are counted by seconds, without gaps, and forgotten', () => {
    let now = START;
    const ring = new Ring(() => now);
    ring.add([row(START), row(START, { outcome: 'block' }), row(START - 2000, { outcome: 'hold' })]);
    expect(ring.seconds).toHaveLength(SPAN);
    expect(ring.seconds.at(-1)).toEqual({ at: START / 1000, calls: 2, refused: 1, held: 0 });
    expect(ring.seconds.at(-3)).toEqual({ at: START / 1000 - 2, calls: 1, refused: 0, held: 1 });
    now += SPAN * 1000;
    ring.add([row(START)]); // late, into a second that is over
    expect(ring.seconds.every(({ calls }) => calls === 0)).toBe(true);
    ring.add([row(now)]);
    expect(ring.seconds.at(-1)).toMatchObject({ calls: 1 });
  });

  it('count a call whose answer was refused, once, in the second in which it came', () => {
    const ring = new Ring(() => START + 1000);
    const of = { session: 's', rpcId: '1' } as const;
    const answer = { ...of, direction: 'toClient', shape: 'malformed', waitedMs: 900, outcome: 'block' } as const;
    ring.add([row(START, of), row(START + 950, answer)]);
    expect(ring.seconds.slice(-2)).toMatchObject([
      { calls: 1, refused: 1, held: 0 },
      { calls: 0, refused: 0 },
    ]);
  });

  it('leave out handshakes, lists and what servers ask, and what these take', () => {
    const ring = new Ring(() => START);
    ring.add(['initialize', 'tools/list', 'ping'].map((method) => row(START, { method, outcome: 'block' })));
    ring.add([row(START, { direction: 'toClient', method: 'sampling/createMessage' })]);
    expect(ring.seconds.every(({ calls, refused }) => calls + refused === 0)).toBe(true);
    expect(ring.latency.guard.p50).toBeNull();
  });

  it.each([
    ['is let through', { outcome: 'allow' }, { calls: 1, refused: 0, held: 0 }],
    ['is denied', { outcome: 'block' }, { calls: 1, refused: 1, held: 0 }],
    ['is not decided in time', { outcome: 'hold' }, { calls: 1, refused: 0, held: 1 }],
  ] as const)('count a call that was kept open and %s as one', (_, end, counted) => {
    const ring = new Ring(() => START);
    const of = { session: 's', rpcId: '1' } as const;
    ring.add([asKeptOpen(row(START, { ...of, outcome: 'hold' }))]);
    expect(ring.seconds.at(-1)).toMatchObject({ calls: 1, refused: 0, held: 1 });
    ring.add([row(START, { ...of, ...end })]);
    expect(ring.seconds.at(-1)).toMatchObject(counted);
  });

  it('have their latency within nine per cent, and none where nothing was measured', () => {
    const ring = new Ring(() => START);
    expect(ring.latency).toEqual({ guard: { p50: null, p95: null }, upstream: { p50: null, p95: null } });
    const answer = { shape: 'result', direction: 'toClient', waitedMs: 40 } as const;
    ring.add([
      ...Array<AuditRow>(90).fill(row(START)),
      ...Array<AuditRow>(10).fill(row(START, { guardUs: 50_000, ...answer })),
    ]);
    const { guard, upstream } = ring.latency;
    expect([guard.p50, guard.p95, upstream.p50].map((value) => Math.round(Math.log2(value ?? 0) * 4) / 4)).toEqual([
      expect.closeTo(0, 0),
      expect.closeTo(Math.log2(50), 0),
      expect.closeTo(Math.log2(40), 0),
    ]);
  });
});

describe('concerns', () => {
  it('are none while all is well', () => {
    expect(findConcerns(RUNNING)).toEqual([]);
  });

  it('do not repeat that calls wait, which the view counts', () => {
    expect(findConcerns({ ...RUNNING, approvals: { ...RUNNING.approvals, pending: 2 } })).toEqual([]);
  });

  it('name what is wrong first, each with what to do about it', () => {
    const loosened = { at: 1, changes: ['more'] };
    const concerns = findConcerns({
      ...RUNNING,
      dashboardProblem: 'port 1 is taken',
      config: { ...RUNNING.config, problems: ['a.yaml:1:1: no'], loosened },
      audit: { ...RUNNING.audit, failure: 'disk full' },
    });
    expect(concerns.map(({ level }) => level)).toEqual(['wrong', 'wrong', 'look', 'look']);
    expect(concerns.filter(({ help }) => help === null)).toEqual([]);
    const seen = { ...RUNNING.config, loosened, acknowledged: { at: 2, by: 'anna' } };
    expect(findConcerns({ ...RUNNING, config: seen })).toEqual([]);
  });
});
