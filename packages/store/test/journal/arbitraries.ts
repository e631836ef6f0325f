import * as fc from 'fast-check';
import type { Operation } from '../../src/journal/operations.js';
import { approval } from '../approval.js';
import { entry } from '../entry.js';
import type { Turn } from './journal-home.js';
import { character } from '../../../core/test/support/character.js';

const text = fc.string({ unit: character, maxLength: 12 }).map((each) => each.toWellFormed());
const count = fc.nat(1_000_000);
const key = fc.constantFrom('a', 'b', 'c');
const amount = fc.bigInt(-1n, 10n ** 20n).map(String);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ id: key, version: count, shown: text }).map((over): Operation => ['approvals.put', approval(over)]),
  count.map((before): Operation => ['approvals.forget', before]),
  fc.option(text).map((publicKey): Operation => ['approvals.trust', publicKey]),
  count.map((through): Operation => ['approvals.taken', through]),
  fc.array(fc.record({ key, used: count, at: count }), { maxLength: 3 }).map((put): Operation => ['counters.put', put]),
  count.map((since): Operation => ['counters.forget', since]),
  fc
    .array(fc.record({ key, minute: fc.nat(3), amount }), { maxLength: 3 })
    .map((put): Operation => ['spending.put', put]),
  fc.nat(3).map((minute): Operation => ['spending.forget', minute]),
  count.map((before): Operation => ['spending.lose', before]),
  fc
    .record({
      id: key,
      at: count,
      actor: text,
      server: text,
      tool: text,
      amount,
      currency: text,
      isLost: fc.constant(false),
    })
    .map((opened): Operation => ['spending.open', opened]),
  key.map((id): Operation => ['spending.close', id]),
  fc
    .array(fc.record({ server: key, day: fc.nat(3), bytes: count, hour: count, hourBytes: count }), { maxLength: 3 })
    .map((uses): Operation => ['recordUse.put', uses]),
  fc.nat(3).map((day): Operation => ['recordUse.forget', day]),
  fc
    .tuple(key, fc.array(fc.tuple(key, fc.option(text)), { maxLength: 3 }))
    .map(([server, tools]): Operation => ['shownTools.add', [server, tools, tools.map(([name]) => name)]]),
  fc
    .tuple(key, fc.array(fc.tuple(key, fc.constantFrom('reads', 'destroys', null)), { maxLength: 3 }))
    .map(([server, kinds]): Operation => ['shownTools.describe', [server, kinds]]),
  fc
    .tuple(key, fc.array(fc.record({ type: text, confidence: fc.constant(0.5), path: text, fingerprint: text })))
    .map(([server, findings]): Operation => [
      'withheldItems.add',
      [server, [{ kind: 'tools', key: 'k', prefix: 0, findings }]],
    ]),
  fc.array(key, { maxLength: 3 }).map((types): Operation => ['givenMarkers.add', types]),
  fc
    .option(fc.record({ at: fc.nat(), by: key, reason: fc.option(key), ends: fc.boolean() }))
    .map((halt): Operation => ['halt.put', halt]),
);

const row = fc
  .record({
    detail: fc.oneof(fc.option(text), fc.constant('a note; the client says it is raw 1')),
    shape: fc.constantFrom('request', 'tool_error', 'failure'),
    session: fc.constantFrom('s1', "'", null),
    code: fc.constantFrom('POLICY_DENIED', null),
    rule: fc.constantFrom('mcp-guard.yaml:1:1 servers.files', null),
    bytesIn: count,
    findings: fc.option(text),
    waitedMs: fc.option(count),
    warn: fc.boolean(),
  })
  .map(entry);

/** Turns with rows and changes of every kind; some with rows only, some with changes only. */
export const turn: fc.Arbitrary<Turn> = fc.record({
  entries: fc.array(row, { maxLength: 3 }),
  operations: fc.array(operation, { maxLength: 3 }),
});

export const turns: fc.Arbitrary<readonly Turn[]> = fc.array(turn, { minLength: 1, maxLength: 12 });
