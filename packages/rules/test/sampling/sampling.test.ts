import { META_CLIENT_CAPABILITIES } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { sampling } from '../../src/sampling/sampling.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

const SAMPLING = 'sampling/createMessage';
const disabled = sampling(scopeOf({}));
const toClient = (message: object) => disabled?.toClient?.(read(message), contextOf());
const toServer = (message: object) => disabled?.toServer?.(read(message), contextOf());

it('client messages pass without an interceptor if sampling is enabled', () => {
  expect(sampling(scopeOf({ sampling: { enabled: true } }))).toBeUndefined();
});

describe('unless sampling is enabled', () => {
  it.each([
    ['a request', { id: 1, method: SAMPLING, params: {} }],
    ['a request without params', { id: 1, method: SAMPLING }],
    ['a notification', { method: SAMPLING, params: {} }],
    ['a request in another spelling', { id: 1, method: 'Sampling/CreateMessage ', params: {} }],
    ['an embedded request', { id: 1, result: { inputRequests: { a: { method: SAMPLING } } } }],
    [
      'the second embedded request',
      { id: 1, result: { inputRequests: { a: { method: 'x' }, b: { method: SAMPLING } } } },
    ],
    ['an embedded request in a list', { id: 1, result: { inputRequests: [{ method: SAMPLING }] } }],
    [
      'an embedded request in another spelling',
      { id: 1, result: { inputRequests: { a: { method: 'SAMPLING/createMessage' } } } },
    ],
    ['request in a task', { id: 1, result: { task: { inputRequests: { a: { method: SAMPLING } } } } }],
    [
      'request in the notification of a task',
      { method: 'notifications/tasks', params: { inputRequests: { a: { method: SAMPLING } } } },
    ],
  ])('a server’s %s is refused', (_, message) => {
    expect(toClient(message)).toMatchObject({
      kind: 'block',
      error: { code: 'POLICY_DENIED', rule: 'servers.files.policy.sampling.enabled' },
    });
  });

  it.each([
    ['another request', { id: 1, method: 'elicitation/create', params: { message: SAMPLING } }],
    [
      'a result that speaks of sampling',
      { id: 1, result: { content: [{ type: 'text', text: SAMPLING }], method: SAMPLING } },
    ],
    ['other embedded requests', { id: 1, result: { inputRequests: { a: { method: 'roots/list' }, b: null, c: 7 } } }],
    ['a failure', { id: 1, error: { code: 1, message: SAMPLING } }],
    ['embedded requests that are none', { id: 1, result: { inputRequests: SAMPLING } }],
  ])('%s passes', (_, message) => {
    expect(toClient(message)).toEqual({ kind: 'pass' });
  });

  const modern = (capabilities: object) => ({ _meta: { [META_CLIENT_CAPABILITIES]: capabilities } });
  it.each([
    ['legacy', { capabilities: { sampling: {}, roots: {} } }, [['params', 'capabilities', 'sampling']]],
    ['modern', modern({ sampling: { tools: {} } }), [['params', '_meta', META_CLIENT_CAPABILITIES, 'sampling']]],
    [
      'both at once',
      { capabilities: { sampling: {} }, ...modern({ sampling: {} }) },
      [
        ['params', 'capabilities', 'sampling'],
        ['params', '_meta', META_CLIENT_CAPABILITIES, 'sampling'],
      ],
    ],
    [
      'as a task',
      { capabilities: { tasks: { requests: { sampling: { createMessage: {} }, elicitation: {} } } } },
      [['params', 'capabilities', 'tasks', 'requests', 'sampling']],
    ],
  ])('the capability is hidden from the server (%s)', (_, params, paths) => {
    expect(toServer({ id: 1, method: 'initialize', params })).toMatchObject({
      kind: 'rewrite',
      edits: paths.map((path) => ({ path, value: undefined })),
      rule: 'servers.files.policy.sampling.enabled',
    });
  });

  it.each([
    ['without capabilities', { id: 1, method: 'ping' }],
    ['with others', { id: 1, method: 'initialize', params: { capabilities: { roots: {} } } }],
    [
      'with the word as an argument',
      { id: 1, method: 'tools/call', params: { arguments: { capabilities: { sampling: 1 } } } },
    ],
    ['that answers', { id: 1, result: { capabilities: { sampling: {} } } }],
  ])('a client’s message %s passes', (_, message) => {
    expect(toServer(message)).toEqual({ kind: 'pass' });
  });
});

describe('if sampling is enabled', () => {
  const CAPPED = { enabled: true, max_tokens: 100 };
  const run = (policy: object, message: object) =>
    sampling(scopeOf({ sampling: policy }))?.toClient?.(read(message), contextOf());
  const request = (params?: object) => ({ id: 1, method: SAMPLING, params });
  const embedded = (params: object) => ({ id: 1, result: { inputRequests: { a: { method: SAMPLING, params } } } });

  it.each([
    ['more than the cap is cut', { maxTokens: 101 }, 'cut maxTokens from 101 to 100'],
    ['far more is cut', { maxTokens: 1e300 }, 'cut maxTokens from 1e+300 to 100'],
    ['no number is set', { messages: [] }, 'set maxTokens to 100'],
  ])('%s, in both eras', (_, params, note) => {
    const rule = 'servers.files.policy.sampling.max_tokens';
    expect(run(CAPPED, request(params))).toEqual({
      kind: 'rewrite',
      edits: [{ path: ['params', 'maxTokens'], value: 100 }],
      note,
      rule,
    });
    expect(run(CAPPED, embedded(params))).toEqual({
      kind: 'rewrite',
      edits: [{ path: ['result', 'inputRequests', 'a', 'params', 'maxTokens'], value: 100 }],
      note,
      rule,
    });
  });

  it.each([
    ['a text', { maxTokens: '50' }],
    ['null', { maxTokens: null }],
    ['a list', { maxTokens: [50] }],
    ['zero, which may mean no limit', { maxTokens: 0 }],
    ['less than zero', { maxTokens: -1 }],
    ['a fraction', { maxTokens: 50.5 }],
    ['another spelling', { MaxTokens: 5000 }],
    ['another name beside it', { maxTokens: 50, max_tokens: 5000 }],
    ['another name for the provider', { maxTokens: 50, metadata: { max_output_tokens: 5000 } }],
    ['an invisible letter', { 'maxTokens\u200b': 5000 }],
  ])('%s is refused', (_, params) => {
    expect(run(CAPPED, request(params))).toMatchObject({ kind: 'block', error: { code: 'POLICY_DENIED' } });
    expect(run(CAPPED, embedded(params))).toMatchObject({ kind: 'block' });
  });

  it('another spelling beside it is refused', () => {
    expect(run(CAPPED, embedded({ maxTokens: 50, MaxTokens: 5000 }))).toMatchObject({ kind: 'block' });
  });

  it('a request without params is refused', () => {
    expect(run(CAPPED, request())).toMatchObject({ kind: 'block' });
  });

  it.each([1, 99, 100])('%d of 100 pass', (maxTokens) => {
    expect(run(CAPPED, request({ maxTokens, metadata: { user: 'x' } }))).toEqual({ kind: 'pass' });
  });

  it('the record shows the size of the request, without texts', () => {
    const params = {
      messages: [
        { role: 'user', content: { type: 'text', text: 'zwölf' } },
        { role: 'assistant', content: [{ type: 'image', data: 'x'.repeat(500), mimeType: '' }] },
        { role: 'evil', content: { type: 'text', text: '' } },
      ],
      systemPrompt: 'four',
      modelPreferences: { hints: [{ name: 'canary' }] },
      maxTokens: 50,
      tools: [{ name: 'canary' }, {}],
    };
    const note =
      'sampling: 3 messages (1 user, 1 assistant, 1 other), 6 bytes of text, system prompt of 4 bytes, 1 model hint, maxTokens 50, 2 tools';
    expect(run({ enabled: true, audit: 'verbose' }, request(params))).toEqual({ kind: 'pass', note });
    expect(run({ ...CAPPED, audit: 'verbose' }, request({ ...params, maxTokens: 200 }))).toMatchObject({
      kind: 'rewrite',
      note: `cut maxTokens from 200 to 100; ${note.replace('maxTokens 50', 'maxTokens 200')}`,
    });
    expect(run({ enabled: true, audit: 'verbose' }, request())).toEqual({
      kind: 'pass',
      note: 'sampling: 0 messages, 0 bytes of text, system prompt of 0 bytes, 0 model hints, maxTokens not given, 0 tools',
    });
  });

  it('other messages leave no note in the record', () => {
    expect(run({ ...CAPPED, audit: 'verbose' }, { id: 1, result: {} })).toEqual({ kind: 'pass' });
  });
});

it('the smallest cap of all layers counts, and every layer must enable it', () => {
  const scope = scopeOf({ sampling: { enabled: true, max_tokens: 100 } });
  const [own] = scope.layers.sampling;
  if (!own) throw new Error('no layer');
  const withBase = (rules: object) =>
    sampling({
      ...scope,
      layers: { ...scope.layers, sampling: [own, { source: 'base:x', rules: { ...own.rules, ...rules } }] },
    });
  const message = read({ id: 1, method: SAMPLING, params: { maxTokens: 80 } });
  expect(withBase({ max_tokens: 50 })?.toClient?.(message, contextOf())).toMatchObject({
    edits: [{ value: 50 }],
    rule: 'base:x.max_tokens',
  });
  expect(withBase({ max_tokens: null })?.toClient?.(message, contextOf())).toEqual({ kind: 'pass' });
  expect(withBase({ enabled: false })?.toClient?.(message, contextOf())).toMatchObject({
    kind: 'block',
    error: { rule: 'base:x.enabled' },
  });
});
