import { array, boolean, constant, constantFrom, nat, oneof, record, type Arbitrary } from 'fast-check';
import type { TestConfig } from './guard.ts';

/** What the calls may cost in an hour, in USD. */
export const CAP = 60;
const ASKS_ABOVE = 25;

export interface Call {
  /** `wipe` costs nothing and always needs a person; `pay` needs one for large amounts; `read` never does. */
  readonly tool: 'pay' | 'wipe' | 'read';
  readonly amount: number;
  readonly to: string;
}

export const costOf = ({ tool, amount }: Call): number => (tool === 'pay' ? amount : 0);
export const needsPerson = (call: Call): boolean => call.tool === 'wipe' || costOf(call) > ASKS_ABOVE;
export const toArguments = (call: Call): object => ({
  to: call.to,
  ...(call.tool === 'pay' && { amount: call.amount }),
});
export const isSame = (a: Call, b: Call): boolean =>
  a.tool === b.tool && JSON.stringify(toArguments(a)) === JSON.stringify(toArguments(b));

/** Two policies that ask for the same; which one is in force is seen by what they deny. */
export type PolicyName = 'p1' | 'p2';
export const toPolicy = (name: PolicyName): TestConfig => ({
  permissions: { require_approval: ['wipe'], denied_tools: [name === 'p1' ? 'in_p2' : 'in_p1'] },
  spend: { tools: { pay: { amount: '/amount' } }, require_approval_above: ASKS_ABOVE, max_per_hour: CAP },
});

export type Reply = 'result' | 'unknown' | 'silence';
export type Wish = 'approve' | 'stand' | 'deny' | 'revoke';

export type Step =
  | { readonly kind: 'call'; readonly call: Call; readonly reply: Reply }
  /** A call that was held, again: 0 is the newest. */
  | { readonly kind: 'again'; readonly which: number; readonly reply: Reply }
  | {
      readonly kind: 'decide';
      readonly which: number;
      readonly wish: Wish;
      readonly uses: number;
      readonly isToSame: boolean;
    }
  /** Payments at once. */
  | { readonly kind: 'burst'; readonly calls: readonly Call[]; readonly reply: Reply }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'expire' | 'reconnect' | 'stop' }
  /** The server says something else of its tools. */
  | { readonly kind: 'list'; readonly version: number }
  | { readonly kind: 'reload'; readonly policy: PolicyName }
  /** Right after a call was sent, or with nothing under way. */
  | { readonly kind: 'kill'; readonly during: Call | undefined };

const call: Arbitrary<Call> = record({
  tool: constantFrom('pay', 'pay', 'wipe', 'wipe', 'read'),
  amount: constantFrom(25, 26, 26, 40),
  to: constantFrom('bob', 'bob', 'bob', 'eve'),
});
/** Two of them are within the cap, three are not. */
const payment = constantFrom<Call[]>(
  { tool: 'pay', amount: 25, to: 'bob' },
  { tool: 'pay', amount: 25, to: 'eve' },
  { tool: 'pay', amount: 26, to: 'bob' },
);
const which = constantFrom(0, 0, 0, 1, 2);
const reply = constantFrom<Reply[]>('result', 'result', 'unknown', 'silence');

const STEPS: readonly (readonly [number, Arbitrary<Step>])[] = [
  [14, record({ kind: constant('call'), call, reply })],
  [20, record({ kind: constant('again'), which, reply })],
  [
    20,
    record({
      kind: constant('decide'),
      which,
      wish: constantFrom<Wish[]>('approve', 'approve', 'approve', 'stand', 'stand', 'stand', 'deny', 'revoke'),
      uses: constantFrom(1, 2, 3),
      isToSame: boolean(),
    }),
  ],
  [3, record({ kind: constant('burst'), calls: array(payment, { minLength: 3, maxLength: 8 }), reply })],
  [3, record({ kind: constant('cancel'), which: nat(9) })],
  [2, record({ kind: constantFrom('expire', 'reconnect', 'stop') })],
  [1, record({ kind: constant('list'), version: constantFrom(1, 2) })],
  [1, record({ kind: constant('reload'), policy: constantFrom('p1', 'p2') })],
  [
    2,
    record({
      kind: constant('kill'),
      during: constantFrom(undefined, { tool: 'pay', amount: 10, to: 'bob' }, { tool: 'wipe', amount: 0, to: 'bob' }),
    }),
  ],
];

export interface PlayOf {
  /** Seconds that calls are kept open. */
  readonly wait: number;
  /** Seconds that approvals and questions are good for. */
  readonly expiresAfter: number;
  readonly steps: readonly Step[];
}

export const play: Arbitrary<PlayOf> = record({
  wait: constantFrom(0, 0, 120),
  expiresAfter: constantFrom(300, 300, 1),
  steps: array(oneof(...STEPS.map(([weight, arbitrary]) => ({ weight, arbitrary }))), { minLength: 25, maxLength: 25 }),
});
