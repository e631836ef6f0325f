import { describe, expect, it } from 'vitest';
import { emptyEntry, openMemoryAuditStore, verifyChain, type Approval, type AuditEntry } from '@mcp-guard/store';
import { heldCall } from '../../packages/cli/test/approvals/held-call.ts';
import { rounds } from '../../packages/core/test/support/rounds.ts';
import { toCall, type Kind } from '../src/kill/call.ts';
import { findFaults, LIMIT, PRICE, type Evidence } from '../src/kill/faults.ts';
import { killOften } from '../src/kill/kill.ts';
import type { Answered } from '../src/kill/kill-client.ts';

const KILLS = rounds(50, 8);
const SEED = String(Date.now());

it(
  `nothing that was delivered, counted, paid or decided is lost or doubled by ${KILLS} kills of the daemon (seed ${SEED})`,
  { timeout: 600_000 },
  async () => {
    const { faults, received, answered } = await killOften(KILLS, SEED);
    expect(faults).toEqual([]);
    expect(received).toBeGreaterThan(KILLS);
    expect(answered).toBeGreaterThan(KILLS);
  },
);

const AT = 1_800_000_000_000;
const HOUR = 3_600_000;
const ASKED = '4f2a91c07b3d5e68';

const requestOf = (kind: Kind, place: string, outcome: AuditEntry['outcome'] = 'allow'): AuditEntry => ({
  ...emptyEntry('message', 'request'),
  at: AT,
  direction: 'toServer',
  rpcId: JSON.stringify(toCall(kind, 'x', place).id),
  outcome,
});
const responseOf = (kind: Kind, place: string): AuditEntry => ({
  ...requestOf(kind, place),
  shape: 'result',
  direction: 'toClient',
});
const answeredTo = (kind: Kind, place: string, approval?: string): Answered => ({
  call: toCall(kind, 'x', place),
  answer: approval === undefined ? 'result' : 'held',
  approval,
});

/** One call of each kind; the paid one was not answered, and one was held, approved and sent again. */
const ROWS: readonly AuditEntry[] = [
  requestOf('ping', '1'),
  responseOf('ping', '1'),
  requestOf('counted', '2'),
  responseOf('counted', '2'),
  requestOf('pay', '3'),
  requestOf('ask', '4', 'hold'),
  { ...emptyEntry('approval', 'approve'), detail: `${ASKED}: by anna` },
  requestOf('ask', '5'),
  responseOf('ask', '5'),
];
const IDS = (['ping/x/1', 'counted/x/2', 'pay/x/3', 'ask/x/5'] as const).map(String);

const used: Approval = heldCall({ id: ASKED, state: 'used', shown: '{"arguments":{"key":"x"}}' });

function toEvidence(rows: readonly AuditEntry[] = ROWS, change: Partial<Evidence> = {}): Evidence {
  const store = openMemoryAuditStore();
  store.append(rows);
  return {
    received: IDS,
    answered: [
      answeredTo('ping', '1'),
      answeredTo('counted', '2'),
      answeredTo('ask', '4', ASKED),
      answeredTo('ask', '5'),
    ],
    rows: store.rows,
    chain: verifyChain(store.rows),
    state: {
      counters: new Map([['limit anna', { key: 'limit anna', used: HOUR, at: AT }]]),
      spent: [{ key: 'cap anna', minute: 1, amount: PRICE }],
    },
    approvals: [used],
    given: [ASKED],
    lost: 1,
    ...change,
  };
}

const without = (gone: AuditEntry): readonly AuditEntry[] =>
  ROWS.filter((row) => row.rpcId !== gone.rpcId || row.direction !== gone.direction);
const withCount = (count: number, at = AT): Partial<Evidence> => {
  const { state } = toEvidence();
  return { state: { ...state, counters: new Map([['limit anna', { key: 'limit anna', used: count, at }]]) } };
};
const withSpent = (amount: bigint): Partial<Evidence> => {
  const { state } = toEvidence();
  return { state: { ...state, spent: [{ key: 'cap anna', minute: 1, amount }] } };
};

describe('what a survey of the record finds', () => {
  it('is nothing where everything was recorded once', () => {
    expect(findFaults(toEvidence())).toEqual([]);
    expect(findFaults(toEvidence(ROWS, withCount(HOUR - 1000 * LIMIT, AT + 1000)))).toEqual([]);
  });

  const cases: Readonly<Record<string, readonly [Evidence, readonly string[]]>> = {
    'a call that reached a server': [
      toEvidence(without(requestOf('ping', '1'))),
      ['ping/x/1 reached a server and is not in the record'],
    ],
    'an answer that reached a client': [
      toEvidence(without(responseOf('ping', '1'))),
      ['ping/x/1 was answered (result), and the record does not have that'],
    ],
    'a refusal that reached a client': [
      toEvidence(without(requestOf('ask', '4'))),
      ['ask/x/4 was answered (held), and the record does not have that'],
    ],
    'a call that a server got twice': [
      toEvidence(ROWS, { received: [...IDS, 'ping/x/1'] }),
      ['ping/x/1 reached a server twice'],
    ],
    'an answer that a client got twice': [
      toEvidence(ROWS, { answered: [answeredTo('ping', '1'), answeredTo('ping', '1')] }),
      ['ping/x/1 was answered twice'],
    ],
    'a row that is there twice': [
      toEvidence([...ROWS, requestOf('ping', '1')]),
      ['toServer ping/x/1 is in the record twice'],
    ],
    'a lost count': [toEvidence(ROWS, withCount(0)), ['the counter of a limit is off by -1.0 of 1 calls']],
    'a doubled count': [toEvidence(ROWS, withCount(2 * HOUR)), ['the counter of a limit is off by 1.0 of 1 calls']],
    'a lost counter': [
      toEvidence(ROWS, { state: { ...toEvidence().state, counters: new Map() } }),
      ['there are 0 counters of one limit'],
    ],
    'lost spend': [toEvidence(ROWS, withSpent(0n)), ['0 was spent where 1 payments cost 1000000']],
    'doubled spend': [toEvidence(ROWS, withSpent(2n * PRICE)), ['2000000 was spent where 1 payments cost 1000000']],
    'a reservation that is gone': [
      toEvidence(ROWS, { lost: 0 }),
      ['0 payments count as lost where 1 were not answered'],
    ],
    'a lost approval': [
      toEvidence(ROWS, { approvals: [{ ...used, id: '0000000000000000' }] }),
      [`approval ${ASKED} was told to a client and is lost`],
    ],
    'a lost decision': [
      toEvidence(ROWS.filter(({ kind }) => kind !== 'approval')),
      [`the decision on approval ${ASKED} is lost`],
    ],
    'a doubled decision': [
      toEvidence([...ROWS, ...ROWS.filter(({ kind }) => kind === 'approval')]),
      [`approval ${ASKED} was decided twice`],
    ],
    'an approval that was used twice': [
      toEvidence([...ROWS, requestOf('ask', '6')], { received: [...IDS, 'ask/x/6'] }),
      ['the call x was sent 2 times on 1 used approvals'],
    ],
    'an approval that is not used up': [
      toEvidence(ROWS, { approvals: [heldCall({ id: ASKED, state: 'approved' })] }),
      ['the call x was sent 1 times on 0 used approvals'],
    ],
  };

  it.each(Object.entries(cases))('is %s', (_, [evidence, faults]) => {
    expect(findFaults(evidence)).toEqual(faults);
  });

  it('is a row that does not fit the chain', () => {
    const evidence = toEvidence();
    const rows = evidence.rows.map((row) => (row.seq === 3 ? { ...row, bytesIn: 1 } : row));
    expect(findFaults({ ...evidence, rows, chain: verifyChain(rows) })).toEqual([
      'the chain is broken: row 3 does not fit the chain',
    ]);
  });
});
