import { emptyEntry, type AuditFilter, type AuditReader, type AuditRow } from '@mcp-guard/store';
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { expect, it } from 'vitest';
import { findCalls } from '../../src/view/calls/find-calls.js';

const NEVER = (): boolean => false;

const EQUAL = ['session', 'server', 'actor', 'method', 'target'] as const;

/** A record in memory, as far as this view asks of one. */
function toReader(rows: readonly AuditRow[]): AuditReader {
  const matches = (filter: AuditFilter, row: AuditRow): boolean =>
    row.seq > (filter.afterSeq ?? 0) &&
    row.seq < (filter.beforeSeq ?? Infinity) &&
    row.at >= (filter.since ?? 0) &&
    EQUAL.every((name) => filter[name] === undefined || filter[name] === row[name]);
  return {
    newest: (filter, limit) => rows.filter((row) => matches(filter, row)).slice(-limit),
    all: (filter) => rows.filter((row) => matches(filter, row)).values(),
    verify: () => ({ ok: true, count: 0, head: '', lastAt: null, problem: null }),
    damage: undefined,
    setAside: [],
  };
}

interface Step {
  readonly kind: 'ask' | 'answer' | 'refuse';
  readonly id: number;
  readonly session: string;
}

const steps = array(
  record<Step>({
    kind: constantFrom('ask', 'answer', 'refuse'),
    id: integer({ min: 1, max: 3 }),
    session: constantFrom('a', 'b'),
  }),
  { maxLength: 40 },
);

/** Rows as sessions write them, and for each request the answer that it got. */
function play(all: readonly Step[]): {
  readonly rows: readonly AuditRow[];
  readonly answers: ReadonlyMap<number, number>;
} {
  const rows: AuditRow[] = [];
  const answers = new Map<number, number>();
  const open = new Map<string, number>();
  for (const { kind, id, session } of all) {
    const seq = rows.length + 1;
    const key = `${session} ${id}`;
    const asked = open.get(key);
    if (kind === 'answer' && asked === undefined) continue;
    const isAnswer = kind === 'answer';
    rows.push({
      ...emptyEntry('message', isAnswer ? 'result' : 'request'),
      seq,
      hash: '',
      session,
      direction: isAnswer ? 'toClient' : 'toServer',
      rpcId: String(id),
      outcome: kind === 'refuse' ? 'block' : 'allow',
    });
    if (isAnswer && asked !== undefined) {
      answers.set(asked, seq);
      open.delete(key);
    } else if (kind === 'ask') open.set(key, seq);
    else open.delete(key); // an id is free again
  }
  return { rows, answers };
}

it('every request is shown once, with its own answer or none, however the pages are cut', () => {
  assert(
    property(steps, integer({ min: 1, max: 5 }), (all, limit) => {
      const { rows, answers } = play(all);
      const reader = toReader(rows);
      const found: [number, number | undefined][] = [];
      for (let before: number | undefined | null; before !== null;) {
        const page = findCalls(reader, { limit, ...(before !== undefined && { before }) }, NEVER);
        found.push(...page.calls.map(({ seq, answer }): [number, number | undefined] => [seq, answer?.seq]));
        before = page.before;
      }
      const requests = rows.filter(({ shape }) => shape === 'request').toReversed();
      expect(found).toEqual(requests.map(({ seq }) => [seq, answers.get(seq)]));
    }),
  );
});

it('a call whose answer is refused is a refused one, also if it was redacted on its way', () => {
  const asked = {
    ...emptyEntry('message', 'request'),
    seq: 1,
    hash: '',
    direction: 'toServer',
    rpcId: '1',
    outcome: 'redact',
    rule: 'pii',
  } as const;
  const answer = {
    ...emptyEntry('message', 'result'),
    seq: 2,
    hash: '',
    direction: 'toClient',
    rpcId: '1',
    outcome: 'block',
    code: 'CONTENT_BLOCKED',
  } as const;
  const { calls } = findCalls(toReader([asked, answer]), { limit: 10, outcome: 'refused' }, NEVER);
  expect(calls).toMatchObject([{ outcome: 'refused', code: 'CONTENT_BLOCKED' }]);
});

it.each(['4', '5', 'record 5'])('a call is found by the number of any of its rows: %s', (q) => {
  const rows = [1, 2, 3, 4, 5].map((seq): AuditRow =>
    Object.assign(emptyEntry('message', seq === 5 ? 'result' : 'request'), {
      seq,
      hash: '',
      session: 'a',
      server: 'hub',
      direction: seq === 5 ? ('toClient' as const) : ('toServer' as const),
      rpcId: seq === 5 ? '4' : String(seq),
      target: seq === 2 ? 'record 5' : null,
    }),
  );
  const find = (query: object) => findCalls(toReader(rows), { limit: 10, q, ...query }, NEVER).calls;
  expect(find({}).map(({ seq }) => seq)).toEqual(q === '4' ? [4] : [4, 2]);
  expect(find({ server: 'other' })).toEqual([]);
  expect(find({ outcome: 'held' })).toEqual([]);
});

it('a search that takes too long gives back where to go on', () => {
  const rows = Array.from({ length: 12_000 }, (_, index): AuditRow => ({
    ...emptyEntry('message', 'notification'),
    seq: index + 1,
    hash: '',
  }));
  expect(findCalls(toReader(rows), { limit: 10 }, () => true)).toEqual({ calls: [], before: 7001, damage: null });
});
