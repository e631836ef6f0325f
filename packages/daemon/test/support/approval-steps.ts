import type { Decision } from '@mcp-guard/core';
import { boolean, constant, constantFrom, nat, oneof, record, type Arbitrary } from 'fast-check';
import type { CallOptions } from './gate.js';

export const SECOND = 1000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;
/** What the calls of one user may cost in an hour, in USD. */
export const CAP = 80;
const ASKS_ABOVE = 25;
const CAPS = [{ rule: 'hourly', limit: BigInt(CAP) * 1_000_000n, window: 'hour' as const }];

export interface Call {
  readonly actor: string;
  /** `wipe` costs nothing and always needs a person; `pay` needs one for large amounts; `read` never does. */
  readonly tool: 'pay' | 'wipe' | 'read';
  readonly amount: number;
  readonly to: string;
}

export const costOf = ({ tool, amount }: Call): number => (tool === 'pay' ? amount : 0);
export const needsPerson = (call: Call): boolean => call.tool === 'wipe' || costOf(call) > ASKS_ABOVE;
export const isSame = (a: Call, b: Call): boolean =>
  a.actor === b.actor && a.tool === b.tool && a.to === b.to && costOf(a) === costOf(b);

/** As the gate gets it. */
export function toOptions(call: Call): CallOptions {
  const { actor, tool, to, amount } = call;
  const paid = tool === 'pay' && { amount, caps: CAPS };
  return { actor, tool, args: { to }, asks: needsPerson(call) ? ['rule'] : [], ...paid };
}

export interface DecideStep {
  readonly kind: 'decide';
  /** Of those that were asked about, counted from the newest. */
  readonly which: number;
  readonly wish: Decision['kind'] | 'stand';
  readonly uses: number;
  readonly same: readonly string[] | null;
}

export type Step =
  | { readonly kind: 'call'; readonly call: Call; readonly joins: boolean }
  /** A call that was held, again. */
  | { readonly kind: 'again'; readonly which: number; readonly joins: boolean }
  | (DecideStep & { readonly joins: boolean })
  /** The client gives up a call. */
  | { readonly kind: 'abandon'; readonly which: number; readonly joins: boolean }
  | { readonly kind: 'answer'; readonly which: number; readonly reply: object; readonly isRefused: boolean }
  /** `isTold`: timers notice it, too. */
  | { readonly kind: 'wait'; readonly time: number; readonly isTold: boolean }
  /** Rows cannot be written, or can again. */
  | { readonly kind: 'break'; readonly broken: boolean }
  /** The clock may be set back before the next start; `isClean`: everything was written before. */
  | { readonly kind: 'die'; readonly back: number; readonly isClean: boolean }
  /** The user halts all calls, or releases them. */
  | { readonly kind: 'halt'; readonly isOn: boolean }
  | { readonly kind: 'policy'; readonly policy: string }
  | { readonly kind: 'definition'; readonly definition: string | null };

const call: Arbitrary<Call> = record({
  actor: constantFrom('anna', 'anna', 'anna', 'ben'),
  tool: constantFrom('pay', 'pay', 'pay', 'wipe', 'read'),
  amount: constantFrom(10, 26, 26, 40),
  to: constantFrom('bob', 'bob', 'bob', 'eve'),
});

/** `joins`: the next step happens in the same turn of the event loop. */
const STEPS: readonly (readonly [number, Arbitrary<Step>])[] = [
  [10, record({ kind: constant('call'), call, joins: boolean() })],
  [10, record({ kind: constant('again'), which: nat(3), joins: boolean() })],
  [
    10,
    record({
      kind: constant('decide'),
      which: nat(3),
      wish: constantFrom<DecideStep['wish'][]>('approve', 'approve', 'stand', 'stand', 'deny', 'revoke'),
      uses: constantFrom(1, 2, 3),
      same: constantFrom(null, null, ['/to'], ['/amount']),
      joins: boolean(),
    }),
  ],
  [
    3,
    record({
      kind: constant('answer'),
      which: nat(9),
      reply: constantFrom<object[]>(
        { result: {} },
        { error: { code: -32_602, message: 'no' } },
        { error: { code: 1, message: 'no' } },
      ),
      isRefused: boolean(),
    }),
  ],
  [2, record({ kind: constant('abandon'), which: nat(9), joins: boolean() })],
  [
    2,
    record({
      kind: constant('wait'),
      time: constantFrom(SECOND, 50 * SECOND, 4 * MINUTE, 301 * SECOND, 31 * MINUTE, 61 * MINUTE),
      isTold: boolean(),
    }),
  ],
  [2, record({ kind: constant('break'), broken: boolean() })],
  [1, record({ kind: constant('halt'), isOn: constantFrom(true, false, false) })],
  [
    1,
    record({
      kind: constant('die'),
      back: constantFrom(0, 0, 0, 30 * SECOND, 10 * MINUTE, 2 * DAY),
      isClean: boolean(),
    }),
  ],
  [1, record({ kind: constant('policy'), policy: constantFrom('p1', 'p2') })],
  [1, record({ kind: constant('definition'), definition: constantFrom('d1', 'd1', 'd2', null) })],
];

export const step: Arbitrary<Step> = oneof(...STEPS.map(([weight, arbitrary]) => ({ weight, arbitrary })));
