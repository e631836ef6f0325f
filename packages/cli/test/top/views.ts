import type { ApprovalView, NowView, SessionView } from '@mcp-guard/core';
import { toView } from '@mcp-guard/store';
import * as fc from 'fast-check';
import type { Seen } from '../../src/top/state.ts';
import { heldCall } from '../approvals/held-call.ts';
import { character } from '../../../core/test/support/character.js';

const AT = 1_795_400_000_000;

export const session = (change: Partial<SessionView> = {}): SessionView => ({
  id: 's1',
  server: 'bank',
  user: 'anna',
  roles: [],
  client: { name: 'editor', version: '1.0' },
  revision: '2025-11-25',
  pid: 1,
  since: AT,
  inFlight: 0,
  calls: 3,
  refused: 0,
  lastAt: null,
  ...change,
});

export const nowView = (change: Partial<NowView> = {}): NowView => ({
  at: AT,
  version: '0.1.0',
  startedAt: AT - 3_600_000,
  halt: null,
  concerns: [],
  sessions: [session()],
  seconds: [],
  latency: { guard: { p50: 0.4, p95: null }, upstream: { p50: 12, p95: 90 } },
  pending: 0,
  ...change,
});

export const pendingView = (change: Parameters<typeof heldCall>[0] = {}): ApprovalView =>
  toView(heldCall({ createdAt: AT - 60_000, expiresAt: AT + 3_600_000, ...change }), AT);

export const seenOf = (now: NowView | undefined, pending: readonly ApprovalView[] = []): Seen => ({
  now,
  pending,
  problem: undefined,
});

/** Names that try to leave their place: control characters, marks, wide and half letters, pictures. */
const hostile = fc.oneof(
  fc.string({ unit: character, maxLength: 300 }),
  fc.string({
    unit: fc.constantFrom('\u001b[2J', '\r\n', '\u0301', '日', '\u{1f469}\u200d', '\u{1f1e6}', '\u202e', 'a', '\ud800'),
    maxLength: 90,
  }),
);
const count = fc.nat({ max: 1e9 });

/** What a daemon could say, with the worst texts. */
export const anySeen: fc.Arbitrary<Seen> = fc
  .record({
    concerns: fc.array(
      fc.record({ level: fc.constantFrom('wrong' as const, 'look' as const), what: hostile, help: hostile }),
      { maxLength: 5 },
    ),
    sessions: fc.array(
      fc.record({ server: hostile, user: hostile, name: hostile, version: fc.option(hostile), calls: count }),
      { maxLength: 12 },
    ),
    pending: fc.array(fc.record({ tool: hostile, actor: hostile, text: hostile, why: hostile }), { maxLength: 12 }),
    calls: fc.array(count, { maxLength: 300 }),
    isUp: fc.boolean(),
    problem: fc.option(hostile, { nil: undefined }),
  })
  .map(({ concerns, sessions, pending, calls, isUp, problem }) => {
    const now = nowView({
      concerns,
      sessions: sessions.map(({ name, version, ...rest }, id) =>
        session({ id: `${id}`, client: { name, version }, ...rest }),
      ),
      seconds: calls.map((number, second) => ({ at: second, calls: number, refused: number, held: 0 })),
    });
    const views = pending.map(({ tool, actor, text, why }, id) =>
      pendingView({
        id: id.toString(16).padStart(16, '0'),
        tool,
        actor,
        shown: JSON.stringify({ arguments: { [text.toWellFormed()]: text } }),
        reasons: [{ rule: 'rule', why }],
      }),
    );
    return { now: isUp ? now : undefined, pending: views, problem };
  });
