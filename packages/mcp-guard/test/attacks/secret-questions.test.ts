import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { containing, ruleAt } from '../support/matchers.ts';
import { readRecord } from '../support/record.ts';
import { ASKS, ERAS } from '../support/server-asks.ts';
import { heardByClient, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// covers: servers.*.policy.elicitation

const METHOD = 'elicitation/create';
const LARGE = 'x'.repeat(140_000);
const form = (properties: object, message = 'Please fill in'): object => ({
  message,
  requestedSchema: { type: 'object', properties },
});
const refusal = (key: string): object => ({
  error: {
    data: { source: 'mcp-guard', code: 'POLICY_DENIED', rule: ruleAt(`servers.raw.policy.elicitation.${key}`) },
  },
});

describe.each(ERAS)('a form that asks the person for a secret, %s', (era) => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire();
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each([
    ['a password', form({ password: { type: 'string' } })],
    ['a password in disguise', form({ a: { type: 'string', title: 'p 4 s s w 0 r d' } })],
    ['a password in other letters', form({ a: { type: 'string', description: 'your раѕѕwоrd' } })],
    ['a key', form({}, 'I need the API key to go on')],
    ['a card', form({ a: { type: 'string', title: 'Credit card number' } })],
    ['a hidden text', form({ a: { type: 'string', writeOnly: true } })],
    ['a form inside a form', form({ a: { type: 'object', properties: { password: { type: 'string' } } } })],
    ['a large form', form({}, `${LARGE} your password`)],
    ['a large form in small fields', { ...form({ password: { type: 'string' } }), note: LARGE }],
  ])('reaches nobody: %s', async (_, params) => {
    expect(await ASKS[era](session, METHOD, params)).toMatchObject({
      shown: undefined,
      refusal: refusal('block_secret_questions'),
    });
  });

  it('is shown if it asks for no secret', async () => {
    const params = form({ branch: { type: 'string', enum: ['main', 'next'] } });
    expect(await ASKS[era](session, METHOD, params)).toEqual({ shown: params, refusal: undefined });
  });

  it('is shown if the configuration allows it', async () => {
    await using open = await createWire({ policy: { elicitation: { block_secret_questions: false } } });
    const params = form({ password: { type: 'string' } });
    expect(await ASKS[era](await open.connect(), METHOD, params)).toEqual({ shown: params, refusal: undefined });
  });

  it('reaches no client if the server may not elicit at all', async () => {
    await using shut = await createWire({ policy: { elicitation: { enabled: false } } });
    const asking = await shut.connect();
    expect(await ASKS[era](asking, METHOD, form({}))).toMatchObject({ shown: undefined, refusal: refusal('enabled') });
    const capabilities = { elicitation: { form: {} }, roots: {} };
    asking.client.send(JSON.stringify({ jsonrpc: '2.0', id: 'i', method: 'initialize', params: { capabilities } }));
    expect(toObject(await asking.server.next())).toMatchObject({ params: { capabilities: { roots: {} } } });
  });
});

it('is in the record without its words', async () => {
  await using wire = await createWire();
  const session = await wire.connect();
  await ASKS['by a request (legacy)'](session, METHOD, form({ canary: { type: 'string', title: 'password' } }));
  expect(await heardByClient(session)).toEqual([]);
  await session.close();
  const rows = await readRecord(wire.guard, '-m', METHOD);
  expect(rows).toMatchObject([{ outcome: 'refused', rule: containing('block_secret_questions') }]);
  expect(JSON.stringify(rows)).not.toContain('canary');
});
