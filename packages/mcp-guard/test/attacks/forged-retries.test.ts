import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refused } from '../support/guard-answers.ts';
import { ruleAt } from '../support/matchers.ts';
import { ask, heardByServer, toObject } from '../support/wire-session.ts';
import { createWire, type Wire, type WireSession } from '../support/in-process-wire.ts';

const PLACE = 'servers.raw.policy.permissions';
const META = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };

/** A retry in the modern era: a call with what the server asked for, and the state that it gave. */
const retry = (params: object, id: unknown = 1): string =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { _meta: META, ...params } });
const answer = (content: unknown) => ({ q: { action: 'accept', content } });

describe('a forged retry', () => {
  let wire: Wire;
  let session: WireSession;
  beforeAll(async () => {
    const permissions = {
      denied_tools: ['delete'],
      arguments: [
        { tool: 'pay', path: '/amount', max: 100 },
        { tool: 'pay', path: '/force', absent: true },
      ],
    };
    wire = await createWire({ policy: { permissions } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  const pay = { name: 'pay', arguments: { amount: 1 } };
  it.each([
    ['a state that nobody gave, for a denied tool', { name: 'delete', requestState: 'forged' }, 'denied_tools[0]'],
    ['a state, with another amount', { name: 'pay', arguments: { amount: 101 }, requestState: 's' }, 'arguments[0]'],
    ['a state, without arguments', { name: 'pay', requestState: 's' }, 'arguments[0]'],
    [
      'the real amount in an answer',
      { ...pay, requestState: 's', inputResponses: answer({ amount: 101 }) },
      'arguments[0]',
    ],
    ['the real amount in an answer as text', { ...pay, inputResponses: answer({ amount: '1' }) }, 'arguments[0]'],
    ['the real amount under a folded key', { ...pay, inputResponses: answer({ Amount: 101 }) }, 'arguments[0]'],
    ['an answer as text', { ...pay, inputResponses: answer('amount=101') }, 'arguments[0]'],
    ['an answer in a list', { ...pay, inputResponses: [{ content: { amount: 101 } }] }, 'arguments[0]'],
    [
      'the real amount in the second answer',
      { ...pay, inputResponses: { p: { action: 'accept', content: { amount: 1 } }, ...answer({ amount: 101 }) } },
      'arguments[0]',
    ],
    ['what may not be given in an answer', { ...pay, inputResponses: answer({ force: true }) }, 'arguments[1]'],
    ['answers and no arguments', { name: 'pay', inputResponses: answer({ amount: 1 }) }, 'arguments[0]'],
  ])('skips no rule: %s', async (_, params, rule) => {
    session.client.send(retry(params));
    expect(toObject(await session.client.next())).toMatchObject({
      ...refused(1),
      error: { data: { rule: ruleAt(`${PLACE}.${rule}`) } },
    });
    expect(await heardByServer(session)).toEqual([]);
  });

  it('is not recognized by a key that only folds to a member of a retry', async () => {
    session.client.send(retry({ ...pay, InputResponses: answer({ amount: 101 }) }));
    expect(toObject(await session.client.next())).toMatchObject(refused(1, 'MALFORMED_MESSAGE'));
    expect(await heardByServer(session)).toEqual([]);
  });

  it('of a task skips no rule either', async () => {
    const task = JSON.stringify({
      jsonrpc: '2.0',
      id: 'task',
      result: { resultType: 'task', taskId: 't', status: 'working' },
    });
    await ask(session, retry(pay, 'task'), task);
    const update = (amount: number) =>
      JSON.stringify({
        jsonrpc: '2.0',
        id: amount,
        method: 'tasks/update',
        params: { _meta: META, taskId: 't', inputResponses: answer({ amount }) },
      });
    session.client.send(update(101));
    expect(toObject(await session.client.next())).toMatchObject(refused(101));
    session.client.send(update(100));
    expect(await heardByServer(session)).toEqual([update(100)]);
  });

  it('that obeys the rules reaches the server as it was sent', async () => {
    const line = retry({ ...pay, requestState: 's', inputResponses: answer({ amount: 100, note: 'x' }) }, 'ok');
    session.client.send(line);
    expect(await heardByServer(session)).toEqual([line]);
  });
});
