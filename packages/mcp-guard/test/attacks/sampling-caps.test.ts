import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleAt } from '../support/matchers.ts';
import { readRecord } from '../support/record.ts';
import { ASKS, ERAS } from '../support/server-asks.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

// covers: servers.*.policy.sampling

const METHOD = 'sampling/createMessage';
const messages = [{ role: 'user', content: { type: 'text', text: 'canary' } }];
const LARGE = [{ role: 'user', content: { type: 'text', text: 'x'.repeat(140_000) } }];

describe.each(ERAS)('a server that requests more sampling than allowed, %s', (era) => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    wire = await createWire({ policy: { sampling: { enabled: true, max_tokens: 1000, audit: 'verbose' } } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  it.each([
    ['more', { messages, maxTokens: 1_000_000 }],
    ['without a number', { messages }],
    ['more, in a large message', { messages: LARGE, maxTokens: 1001 }],
  ])('gets as much as it may: %s', async (_, params) => {
    expect((await ASKS[era](session, METHOD, params)).shown).toEqual({ ...params, maxTokens: 1000 });
  });

  it.each([
    ['no limit', { messages, maxTokens: -1 }],
    ['a text', { messages, maxTokens: '1000000' }],
    ['another name for the provider', { messages, maxTokens: 1, metadata: { max_tokens: 1_000_000 } }],
    ['no limit, in a large message', { messages: LARGE, maxTokens: 0 }],
  ])('is refused: %s', async (_, params) => {
    expect(await ASKS[era](session, METHOD, params)).toMatchObject({
      shown: undefined,
      refusal: { error: { data: { rule: ruleAt('servers.raw.policy.sampling.max_tokens') } } },
    });
  });

  it('gets what it requests below the cap, byte for byte', async () => {
    const params = { messages, maxTokens: 1000 };
    expect((await ASKS[era](session, METHOD, params)).shown).toEqual(params);
  });

  it('is in the record with numbers, not with texts', async () => {
    await ASKS[era](session, METHOD, { messages, maxTokens: 77 });
    const rows = await readRecord(wire.guard);
    expect(rows.map(({ detail }) => detail)).toContain(
      'sampling: 1 message (1 user), 6 bytes of text, system prompt of 0 bytes, 0 model hints, maxTokens 77, 0 tools',
    );
    expect(JSON.stringify(rows)).not.toContain('canary');
  });

  it('is in the record without numbers by default', async () => {
    await using basic = await createWire({ policy: { sampling: { enabled: true } } });
    const asking = await basic.connect();
    const params = { messages, maxTokens: 1_000_000 };
    expect((await ASKS[era](asking, METHOD, params)).shown).toEqual(params);
    const rows = await readRecord(basic.guard, '-t', 'allow');
    expect(rows.filter(({ detail }) => detail?.includes('sampling'))).toEqual([]);
  });

  it('gets nothing unless sampling is enabled', async () => {
    await using shut = await createWire({ policy: { sampling: { max_tokens: 1000 } } });
    expect(await ASKS[era](await shut.connect(), METHOD, { messages, maxTokens: 1 })).toMatchObject({
      shown: undefined,
      refusal: { error: { data: { rule: ruleAt('servers.raw.policy.sampling.enabled') } } },
    });
  });
});
