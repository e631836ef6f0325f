import { describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { readRecord } from '../support/record.ts';
import { ask, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire } from '../support/in-process-wire.ts';

// covers: pii

const MAIL = 'ada@example.com';
const KEY = 'AKIAZ7QX2MPL4VTW6RNB';
const call = (text: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'any', arguments: { text } } });
const answerOf = (text: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text }] } });

/** What the server hears of a call with a text, and what the client hears of an answer with it. */
async function pass(text: string, pii?: object) {
  await using wire = await createWire({ config: pii === undefined ? {} : { pii } });
  const session = await wire.connect();
  session.client.send(call(text));
  const heard = await heardByServer(session);
  const refusal = heard.length === 0 ? toObject(await session.client.next()) : undefined;
  if (heard.length > 0) {
    session.server.send(answerOf(''));
    await session.client.next();
  }
  const told = toObject(await ask(session, call('x'), answerOf(text)));
  const rows = await readRecord(wire.guard);
  return { heard, refusal, told, rows };
}

it('pii enabled: false searches nothing', async () => {
  const { heard, told } = await pass(`${KEY} \u{e0041}`, { enabled: false });
  expect(heard).toEqual([call(`${KEY} \u{e0041}`)]);
  expect(told).toEqual(JSON.parse(answerOf(`${KEY} \u{e0041}`)));
});

describe('actions', () => {
  it('by default block credentials and only report e-mail addresses', async () => {
    expect((await pass(KEY)).refusal).toMatchObject(refused(1, 'CONTENT_BLOCKED'));
    const { heard, told, rows } = await pass(`write to ${MAIL}`);
    expect(heard).toEqual([call(`write to ${MAIL}`)]);
    expect(told).toEqual(JSON.parse(answerOf(`write to ${MAIL}`)));
    expect(rows.filter(({ warn }) => warn)).toMatchObject([
      { direction: 'toServer', outcome: 'allowed', detail: 'noticed email at /params/arguments/text' },
      { direction: 'toClient', outcome: 'allowed', detail: 'noticed email at /result/content/0/text' },
    ]);
  });

  it('of one type change no other', async () => {
    const pii = { actions: { email: { request: 'redact', response: 'block' } } };
    const { heard, told, rows } = await pass(`write to ${MAIL}`, pii);
    expect(heard).toEqual([call('write to [REDACTED:email]')]);
    expect(told).toMatchObject(refused(1, 'CONTENT_BLOCKED'));
    expect(rows.find(({ direction, outcome }) => direction === 'toServer' && outcome === 'redacted')).toMatchObject({
      rule: expect.stringContaining('pii.actions.email.request'),
    });
    expect((await pass(KEY, pii)).refusal).toMatchObject(refused(1, 'CONTENT_BLOCKED'));
  });

  it('of a group apply to its types', async () => {
    const { heard } = await pass(KEY, { actions: { secret: { request: 'warn', response: 'warn' } } });
    expect(heard).toEqual([call(KEY)]);
  });
});

it('confidence_threshold sets the lowest confidence that counts', async () => {
  const text = 'the account number 12345678 of the order';
  const strict = await pass(text, { confidence_threshold: 1, actions: { pii: { request: 'block' } } });
  expect(strict.heard).toEqual([call(text)]);
  const email = await pass(MAIL, { confidence_threshold: 0.1, actions: { pii: { request: 'block' } } });
  expect(email.refusal).toMatchObject(refused(1, 'CONTENT_BLOCKED'));
});
