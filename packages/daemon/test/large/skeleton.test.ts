import { isModern, isCall, member, type JsonObject, type Message } from '@mcp-guard/core';
import { targetOf, namedTasks } from '@mcp-guard/rules';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { findUntold, toSkeleton } from '../../src/large/skeleton.js';
import { Negotiated } from '../../src/session/negotiated.js';
import { OpenRequests } from '../../src/state/open-requests.js';
import { ToolLists } from '../../src/state/tool-lists.js';
import { read } from '../../../rules/test/support/read.js';
import { openRequest } from '../support/open-request.js';

const PREFIX = 'io.modelcontextprotocol/';
/** Members that mean nothing, before the one that does: many, and one with a long key. */
const NOISE = {
  ...Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`x${n}`, n])),
  ['k'.repeat(5000)]: 1,
};

function questionOf(method: string, params: JsonObject): Extract<Message, { method: string }> {
  const message = read({ id: 1, method, params });
  if (!isCall(message)) throw new Error(message.kind);
  return message;
}

/** All that the main thread reads of a question. */
function told(message: Message): unknown {
  if (!isCall(message)) throw new Error(message.kind);
  const { method, params } = message;
  const open = message.kind === 'request' ? new OpenRequests().add(message) : undefined;
  return {
    target: targetOf(method, params),
    name: member(params, 'name'),
    requestId: member(params, 'requestId'),
    progressToken: member(member(params, '_meta'), 'progressToken'),
    isModern: isModern(params),
    listens: open?.listens,
    tasks: namedTasks(message),
    hasArguments: member(params, 'arguments') !== undefined,
  };
}

describe('what the main thread knows of a large question', () => {
  it.each([
    ['tools/call', { name: 'x'.repeat(60_000), arguments: { a: 1 } }],
    ['tools/call', { name: 7 }],
    ['tools/call', { name: null }],
    ['resources/read', { uri: 'file:///a' }],
    ['tasks/get', { taskId: 't' }],
    ['completion/complete', { ref: { type: 'ref/prompt', name: 'p' } }],
    ['completion/complete', { ref: { type: 'ref/resource', uri: 'u' } }],
    ['notifications/cancelled', { requestId: 7 }],
    ['tools/call', { name: 'a', _meta: { progressToken: 9 } }],
    ['tools/call', { name: 'a', _meta: { [`${PREFIX}protocolVersion`]: '2026-07-28' } }],
    ['tools/call', { name: 'a', _meta: { [`${PREFIX}related-task`]: { taskId: 't' } } }],
    ['subscriptions/listen', { notifications: { toolsListChanged: true, taskIds: ['a', 'b'] } }],
  ])('%s is all that it reads, wherever it stands: %j', (method, params) => {
    const nested = Object.fromEntries(
      Object.entries(params).map(([key, value]) => [
        key,
        typeof value === 'object' && value !== null ? { ...NOISE, ...value } : value,
      ]),
    );
    const message = questionOf(method, { ...NOISE, ...nested });
    expect(told(toSkeleton(message))).toEqual(told(message));
    expect(findUntold(message)).toBeUndefined();
  });

  it('is all that it reads of any question', () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean());
    const keys = fc.constantFrom('name', 'uri', 'taskId', 'type', 'progressToken', 'requestId', 'ref', '_meta', 'x');
    const nested = fc.dictionary(keys, fc.oneof(scalar, fc.array(scalar), fc.dictionary(keys, scalar)));
    const methods = fc.constantFrom('tools/call', 'resources/read', 'completion/complete', 'tasks/get', 'x/y');
    fc.assert(
      fc.property(methods, nested, fc.dictionary(keys, nested), (method, some, others) => {
        const message = questionOf(method, { ...some, ...others });
        const skeleton = toSkeleton(message);
        expect(targetOf(method, skeleton.params)).toBe(targetOf(method, message.params));
        expect(isModern(skeleton.params)).toBe(isModern(message.params));
        expect(typeof member(skeleton.params, 'name')).toBe(typeof member(message.params, 'name'));
      }),
      { seed: 1 },
    );
  });

  it('holds nothing else', () => {
    const skeleton = toSkeleton(questionOf('tools/call', { name: 'a', arguments: NOISE, ...NOISE }));
    expect(JSON.stringify(skeleton).length).toBeLessThan(200);
  });

  it.each([
    { name: 'x'.repeat(70_000) },
    { ref: { name: 'x'.repeat(70_000) } },
    { _meta: { [`${PREFIX}protocolVersion`]: 'x'.repeat(70_000) } },
  ])('is refused where it would not be told', (params) => {
    expect(findUntold(questionOf('tools/call', params))?.message).toMatch(/longer than 65536/);
  });
});

describe('what the main thread knows of a large answer', () => {
  const answer = (result: JsonObject) => toSkeleton(read({ id: 1, result: { ...NOISE, ...result } }));

  it('is how a call goes on, however long its state is', () => {
    const requestState = 's'.repeat(300_000);
    expect(answer({ resultType: 'input_required', requestState, isError: true })).toMatchObject({
      result: { resultType: 'input_required', requestState, isError: true },
    });
  });

  it('is the task that it makes, and what the ends have agreed on', () => {
    expect(answer({ ...NOISE, task: { ...NOISE, taskId: 't' } })).toMatchObject({ result: { task: { taskId: 't' } } });
    const negotiated = new Negotiated();
    negotiated.observe(
      openRequest({ id: 1, method: 'initialize' }),
      answer({ protocolVersion: '2025-03-26', capabilities: { ...NOISE, tools: { ...NOISE, listChanged: true } } }),
    );
    expect(negotiated.allowsBatches).toBe(true);
    expect(negotiated.listChangedNotices([]).map(({ method }) => method)).toEqual(['notifications/tools/list_changed']);
  });

  it('is the code of an error', () => {
    const error = { ...NOISE, message: 'm', code: -32_601 };
    expect(toSkeleton(read({ id: 1, error }))).toMatchObject({ error: { code: -32_601 } });
  });

  it.each([
    ['many times under one name', () => 'same'],
    ['without a usable name', () => 'x'.repeat(2000)],
  ])('are the tools behind those that are listed %s', (_, name) => {
    const lists = new ToolLists(
      { add: () => undefined, all: () => new Map(), describe: () => undefined, kinds: () => new Map() },
      new Set(),
    );
    const tools = [...Array.from({ length: 2100 }, (__, n) => ({ name: name(), n })), { name: 'pay', title: 'Pay' }];
    lists.observe('s', answer({ tools }), openRequest({ id: 1, method: 'tools/list' }));
    expect(lists.definitionOf('s', 'pay')).toMatch(/^[0-9a-f]{64}$/);
  });
});
