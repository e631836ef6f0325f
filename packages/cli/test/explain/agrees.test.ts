import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUILT_IN, parseConfig, type Config } from '@mcp-guard/policy';
import { explainCall, type Explanation } from '@mcp-guard/rules';
import type { Decision } from '@mcp-guard/core';
import { itemKey } from '@mcp-guard/rules/testing';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { rounds } from '../../../core/test/support/rounds.js';
import { FINGERPRINTS, RecordedDaemon, type Call } from '../../../daemon/test/support/recorded-daemon.js';
import { toKnownState } from '../../src/explain/known-state.js';

const TOOLS = ['pay', 'Pay', 'read', 'leak', 'wipe'];
const names = fc.subarray(['pay', 'read', 'r*', 'wipe', '*'], { maxLength: 2 });
const limit = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null });
const money = fc.option(fc.integer({ min: 0, max: 8 }), { nil: null, freq: 2 });

const permissions = fc.record(
  {
    allowed_tools: fc.option(fc.constantFrom(['*'], ['pay', 'wipe'], TOOLS), { nil: null }),
    denied_tools: fc.constantFrom<string[]>([], [], ['read'], ['w*']),
    require_approval: names,
    arguments: fc.array(
      fc.record({
        tool: fc.constantFrom('pay', '*'),
        path: fc.constant('/amount'),
        max: fc.integer({ min: 0, max: 5 }),
        optional: fc.boolean(),
        else: fc.constantFrom('deny', 'approve'),
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);
const rateLimit = fc.record(
  {
    requests_per_minute: limit,
    requests_per_hour: fc.constantFrom(null, 8),
    tool_limits: fc.dictionary(fc.constantFrom('pay', '*'), fc.record({ requests_per_hour: limit }), { maxKeys: 1 }),
  },
  { requiredKeys: [] },
);
const spend = fc.record(
  {
    tools: fc.constantFrom({ pay: { amount: '/amount' } }, { '*': { price: 1 }, pay: { amount: '/amount' } }, {}),
    max_per_call: money,
    max_per_session: money,
    max_per_hour: money,
    max_per_day: money,
    require_approval_above: money,
  },
  { requiredKeys: ['tools'] },
);
const action = fc.constantFrom('block', 'redact', 'warn');
const anyFile = fc.record({
  servers: fc.record({
    bank: fc.record({
      command: fc.constant('x'),
      policy: fc.record({ permissions, rate_limit: rateLimit, spend }, { requiredKeys: [] }),
    }),
  }),
  auth: fc.record({
    roles: fc.record({ careful: fc.record({ permissions, rate_limit: rateLimit, spend }, { requiredKeys: [] }) }),
  }),
  pii: fc.record({ actions: fc.record({ email: fc.record({ request: action }) }) }),
});

/** Under which calls come as far as people and caps. */
const gatedFile = fc
  .record({
    permissions: fc.record({ require_approval: fc.constantFrom(['pay'], ['pay', 'wipe'], []) }),
    spend: fc.record({
      tools: fc.constant({ pay: { amount: '/amount' } }),
      max_per_hour: fc.constantFrom(null, 4, 6),
      max_per_day: fc.constantFrom(null, 9),
    }),
  })
  .map((policy) => ({ servers: { bank: { command: 'x', policy } } }));
const file = fc.oneof(anyFile, gatedFile);

const args = fc.record(
  {
    amount: fc.integer({ min: 0, max: 6 }),
    to: fc.constantFrom('anna', 'bob'),
    note: fc.constantFrom('hello', 'ada@example.com', 'AKIAZ7QX2MPL4VTW6RNB', '[REDACTED:email]', '[REDACTED:iban]'),
  },
  { requiredKeys: [] },
);
const call = fc.record({
  tool: fc.constantFrom(...TOOLS),
  args: args.map((value) => JSON.stringify(value)),
  user: fc.constantFrom('anna', 'ben'),
  roles: fc.constantFrom(['default'], ['careful']),
});
/** Few of them, so that the same one comes again and again. */
const familiarCall = fc.constantFrom(1, 2, 3).map((amount) => ({
  tool: 'pay',
  args: JSON.stringify({ amount, to: 'anna' }),
  user: 'anna',
  roles: ['default'],
}));
const decision: fc.Arbitrary<Decision> = fc.oneof(
  fc.constant({ kind: 'approve', standing: null } as const),
  fc.record({
    kind: fc.constant('approve' as const),
    standing: fc.record({
      for: fc.constant(7200),
      maxUses: fc.integer({ min: 1, max: 3 }),
      same: fc.constant(null),
    }),
  }),
  fc.constantFrom({ kind: 'deny', why: null } as const, { kind: 'revoke', why: null } as const),
);

type Step = (daemon: RecordedDaemon, check: (call: Call) => void) => void | Promise<void>;
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(fc.oneof(call, familiarCall), fc.integer({ min: 1, max: 3 })).map(([each, times]): Step => {
      return (_, check) => {
        for (let time = 0; time < times; time++) check({ ...each, server: 'bank', cwd: '/nonexistent' });
      };
    }),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.nat(3), decision).map(
      ([which, made]): Step =>
        (daemon) =>
          daemon.decide(which, made),
    ),
  },
  fc.constantFrom(1000, 61_000, 599_000, 3_700_000).map(
    (time): Step =>
      (daemon) =>
        void (daemon.now += time),
  ),
  fc.constantFrom('email', 'us_ssn').map(
    (type): Step =>
      (daemon) =>
        daemon.mark(type),
  ),
  fc.constantFrom('one thing', 'another').map(
    (description): Step =>
      (daemon) =>
        daemon.show('bank', { name: 'pay', description }),
  ),
  fc.constant<Step>((daemon) => daemon.withhold('bank', LEAK)),
  fc.constant<Step>((daemon) => daemon.restart()),
);

const key = itemKey(FINGERPRINTS, 'tools', 'leak');
if (!key) throw new Error('this name has no key');
const LEAK = { ...key, findings: [{ type: 'aws_key', confidence: 0.95, path: '/0/description', fingerprint: 'f' }] };

function explain(config: Config, daemon: RecordedDaemon, asked: Call): Explanation {
  const { now, recorded } = daemon;
  const { server, user } = asked;
  const passphrase = { isWanted: false, keyPath: '/nonexistent' };
  const known = toKnownState(recorded, { server, user, now, isFilledByClient: false, passphrase });
  return explainCall({ config, locate: (rule) => rule }, { ...asked, fingerprints: FINGERPRINTS }, known);
}

/** The rule that refuses; nothing if a person has denied the call. */
const ruleOf = (made: ReturnType<RecordedDaemon['call']>): string | undefined =>
  made.kind === 'refuse' && made.error.data['approval_id'] === undefined ? (made.error.rule ?? BUILT_IN) : undefined;

const FATES = { send: 'allow', hold: 'hold', refuse: 'block' } as const;

it('explain reports for any call under any policy what the daemon then does, by the same rule', async () => {
  const seen = { allow: 0, hold: 0, block: 0 };
  await fc.assert(
    fc.asyncProperty(file, fc.array(step, { minLength: 6, maxLength: 24 }), async (written, steps) => {
      const config = parseConfig(JSON.stringify(written), 'mcp-guard.yaml', new Map());
      const folder = mkdtempSync(join(tmpdir(), 'mcp-guard-explain-'));
      const daemon = new RecordedDaemon(config, folder);
      const check = (asked: Call): void => {
        const { outcome, decisive } = explain(config, daemon, asked);
        const real = daemon.call(asked);
        const rule = ruleOf(real);
        const said = { asked, outcome, rule: rule && decisive?.rule };
        expect(said).toEqual({ asked, outcome: FATES[real.kind], rule });
        seen[outcome]++;
      };
      try {
        for (const each of steps) await each(daemon, check);
      } finally {
        daemon.close();
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: rounds(240, 8) },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(rounds(40, 8));
});
