import { describe, expect, it } from 'vitest';
import { permissions } from '../../src/lists/permissions.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { askedBy, read } from '../support/read.js';

const PLACE = 'servers.files.policy.permissions';
const LEGACY = {};
const MODERN = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };

const judgeQuestion = (lists: object, message: object) =>
  permissions(scopeOf({ permissions: lists }))?.toServer?.(read(message), contextOf());
const judgeAnswer = (lists: object, question: object, answer: object) =>
  permissions(scopeOf({ permissions: lists }))?.toClient?.(
    read({ id: 1, ...answer }),
    contextOf(askedBy({ id: 1, ...question })),
  );
const judgeNotice = (lists: object, message: object) =>
  permissions(scopeOf({ permissions: lists }))?.toClient?.(read(message), contextOf());
const denied = (rule: string) => ({ kind: 'block', error: { code: 'POLICY_DENIED', rule: `${PLACE}.${rule}` } });
const PASSES = { kind: 'pass' };

it.each([{}, { allowed_tools: ['**'] }, { denied_tools: ['x'] }])('%j: a tool without a name is refused', (lists) => {
  const called = (name: string) => judgeQuestion(lists, { method: 'tools/call', params: { name } });
  expect(called('')).toMatchObject({ kind: 'block', error: { code: 'MALFORMED_MESSAGE' } });
  expect(called('a')).toEqual(PASSES);
});

it('without lists nothing else is refused or hidden', () => {
  expect(judgeQuestion({}, { method: 'prompts/get', params: { name: '' } })).toEqual(PASSES);
  expect(judgeAnswer({}, { method: 'tools/list' }, { result: { tools: [] } })).toBeUndefined();
});

const QUESTIONS: [method: string, lists: object, params: unknown, verdict: object][] = [
  ['tools/call', { allowed_tools: ['read'] }, { name: 'read' }, PASSES],
  ['tools/call', { allowed_tools: ['read'] }, { name: 'write' }, denied('allowed_tools')],
  ['tools/call', { allowed_tools: [] }, { name: 'read' }, denied('allowed_tools')],
  ['tools/call', { allowed_tools: ['read'] }, undefined, denied('allowed_tools')],
  ['tools/call', { allowed_tools: ['**'] }, { name: 'a/b/c' }, PASSES],
  ['tools/call', { allowed_tools: ['*'] }, { name: 'a/b/c' }, denied('allowed_tools')],
  ['tools/call', { allowed_tools: ['*'] }, { name: 7 }, denied('allowed_tools')],
  ['tools/call', { allowed_tools: ['*'] }, { name: null }, denied('allowed_tools')],
  ['tools/call', { allowed_tools: ['*'] }, { name: ['read'] }, denied('allowed_tools')],
  ['tools/call', { allowed_tools: ['*'] }, { name: { toString: 'read' } }, denied('allowed_tools')],
  ['tools/call', { allowed_tools: ['*'] }, {}, denied('allowed_tools')],
  ['tools/call', { allowed_tools: ['read'] }, { name: 'read\u200b' }, denied('allowed_tools')],
  ['tools/call', { denied_tools: ['delete_*'] }, { name: 'delete_file' }, denied('denied_tools[0]')],
  ['tools/call', { denied_tools: ['x', 'delete_*'] }, { name: 'DELETE_file\u200b' }, denied('denied_tools[1]')],
  ['tools/call', { denied_tools: ['delete_file'] }, {}, denied('denied_tools')],
  ['tools/call', { denied_tools: ['delete_file'] }, { name: 'constructor' }, PASSES],
  ['tools/call', { denied_tools: ['constructor'] }, { name: 'constructor' }, denied('denied_tools[0]')],
  ['tools/call', { denied_tools: ['__proto__'] }, { name: '__proto__' }, denied('denied_tools[0]')],
  ['tools/call', { denied_prompts: ['delete'] }, { name: 'delete' }, PASSES],
  ['prompts/get', { denied_prompts: ['boss'] }, { name: 'boss' }, denied('denied_prompts[0]')],
  ['prompts/get', { denied_tools: ['boss'] }, { name: 'boss' }, PASSES],
  ['resources/read', { allowed_resources: ['file:///pub/**'] }, { uri: 'file:///pub/a/b' }, PASSES],
  ['resources/read', { allowed_resources: ['file:///pub/*'] }, { uri: 'file:///pub/a/b' }, denied('allowed_resources')],
  [
    'resources/read',
    { allowed_resources: ['file:///pub/*'] },
    { uri: 'file:///pub/../etc/x' },
    denied('allowed_resources'),
  ],
  [
    'resources/read',
    { allowed_resources: ['file:///pub/*'] },
    { uri: 'file:///pub/%2e%2e/etc' },
    denied('allowed_resources'),
  ],
  [
    'resources/read',
    { denied_resources: ['file:///etc/*'] },
    { uri: 'FILE://localhost/etc/passwd' },
    denied('denied_resources[0]'),
  ],
  [
    'resources/read',
    { denied_resources: ['file:///etc/*'] },
    { uri: 'file:///x/%252e%252e/etc/p' },
    denied('denied_resources[0]'),
  ],
  [
    'resources/read',
    { denied_resources: ['file:///etc/*'] },
    { uri: 'file:\\\\\\etc\\p' },
    denied('denied_resources[0]'),
  ],
  ['resources/read', { denied_resources: ['file:///etc/*'] }, { uri: 7 }, denied('denied_resources')],
  ['resources/read', { denied_resources: ['file:///etc/*'] }, { uri: 'file:///etc%00/x' }, denied('denied_resources')],
  [
    'resources/subscribe',
    { denied_resources: ['file:///etc/*'] },
    { uri: 'file:///etc/p' },
    denied('denied_resources[0]'),
  ],
  [
    'resources/unsubscribe',
    { denied_resources: ['file:///etc/*'] },
    { uri: 'file:///etc/p' },
    denied('denied_resources[0]'),
  ],
  [
    'completion/complete',
    { denied_prompts: ['boss'] },
    { ref: { type: 'ref/prompt', name: 'boss' } },
    denied('denied_prompts[0]'),
  ],
  ['completion/complete', { denied_prompts: ['boss'] }, { ref: { type: 'ref/prompt', name: 'other' } }, PASSES],
  [
    'completion/complete',
    { allowed_resources: ['file:///pub/*'] },
    { ref: { type: 'ref/resource', uri: 'file:///{path}' } },
    denied('allowed_resources'),
  ],
  [
    'completion/complete',
    { allowed_resources: ['file:///pub/*'] },
    { ref: { type: 'ref/resource', uri: 'file:///pub/{path}' } },
    PASSES,
  ],
  [
    'completion/complete',
    { denied_prompts: ['boss'] },
    { ref: { type: 'ref/other', name: 'boss' } },
    denied('denied_prompts'),
  ],
  ['completion/complete', { denied_resources: ['x:*'] }, { ref: 'x:y' }, denied('denied_resources')],
  ['completion/complete', { denied_tools: ['boss'] }, { ref: 'x:y' }, PASSES],
  [
    'subscriptions/listen',
    { denied_resources: ['file:///etc/*'] },
    { notifications: { resourceSubscriptions: ['file:///a', 'file:///etc/p'] } },
    denied('denied_resources[0]'),
  ],
  [
    'subscriptions/listen',
    { denied_resources: ['file:///etc/*'] },
    { notifications: { resourceSubscriptions: 'file:///etc/p' } },
    denied('denied_resources'),
  ],
  [
    'subscriptions/listen',
    { denied_resources: ['file:///etc/*'] },
    { notifications: { resourceSubscriptions: [{ uri: 'file:///etc/p' }] } },
    denied('denied_resources'),
  ],
  [
    'subscriptions/listen',
    { denied_resources: ['file:///etc/*'] },
    { notifications: { toolsListChanged: true } },
    PASSES,
  ],
  ['ping', { allowed_tools: [] }, {}, PASSES],
];

describe.each([
  ['request', { id: 1 }],
  ['notification', {}],
])('permissions judge a %s of a client', (_, shape) => {
  it.each(QUESTIONS)('%s under %j: %j', (method, lists, params, verdict) => {
    expect(judgeQuestion(lists, { ...shape, method, params })).toMatchObject(verdict);
  });
});

it('permissions let a client’s response pass', () => {
  expect(judgeQuestion({ allowed_tools: [] }, { id: 1, result: { name: 'delete' } })).toEqual(PASSES);
});

describe('a server’s list', () => {
  const LISTS = [
    {
      method: 'tools/list',
      items: 'tools',
      key: 'name',
      lists: { denied_tools: ['b*'] },
      names: ['a', 'b', 'B\u200b'],
    },
    {
      method: 'prompts/list',
      items: 'prompts',
      key: 'name',
      lists: { allowed_prompts: ['a'] },
      names: ['a', 'b', 'A'],
    },
    {
      method: 'resources/list',
      items: 'resources',
      key: 'uri',
      lists: { denied_resources: ['f:///b*'] },
      names: ['f:///a', 'F:///b', 'f:///%62'],
    },
    {
      method: 'resources/templates/list',
      items: 'resourceTemplates',
      key: 'uriTemplate',
      lists: { allowed_resources: ['f:///a/*'] },
      names: ['f:///a/{x}', 'f:///{x}', 'f:///a/../b/{x}'],
    },
  ];

  it.each(LISTS)('loses items that are not allowed ($method)', ({ method, items, key, lists, names }) => {
    const result = { [items]: names.map((name) => ({ [key]: name })) };
    const hidden = [1, 2].map((index) => ({ path: ['result', items, index], value: undefined }));
    expect(judgeAnswer(lists, { method, params: LEGACY }, { result })).toEqual({
      kind: 'rewrite',
      edits: hidden,
      note: `hid 2 of 3 ${items === 'resourceTemplates' ? 'resources' : items}`,
    });
    expect(judgeAnswer(lists, { method, params: MODERN }, { result })).toMatchObject({
      edits: [...hidden, { path: ['result', 'cacheScope'], value: 'private' }, { path: ['result', 'ttlMs'], value: 0 }],
    });
  });

  it.each(LISTS)('passes unchanged if all of it is allowed ($method)', ({ method, items, key, lists, names }) => {
    const result = { [items]: [{ [key]: names[0] }] };
    expect(judgeAnswer(lists, { method, params: MODERN }, { result })).toEqual(PASSES);
    expect(judgeAnswer({ denied_tools: ['x'], ...lists }, { method: 'other/list' }, { result })).toEqual(PASSES);
  });

  it.each([
    ['an item without a name', [{ title: 'x' }]],
    ['an item whose name is no text', [{ name: ['a'] }]],
    ['an item that is none', ['a', null, 7, ['a']]],
    ['an item with a second name', [{ name: 'a', Name: 'b' }]],
    ['an item with a hidden name', [{ name: 'a', 'name\u0000': 'b' }]],
  ])('loses %s', (_, tools) => {
    const verdict = judgeAnswer({ denied_tools: ['b'] }, { method: 'tools/list' }, { result: { tools } });
    expect(verdict).toMatchObject({ kind: 'rewrite', note: `hid ${tools.length} of ${tools.length} tools` });
  });

  it.each([
    ['is missing', {}],
    ['is no list', { tools: { a: { name: 'b' } } }],
    ['has a second member of the same name', { tools: [], Tools: [{ name: 'b' }] }],
  ])('that %s is refused', (_, result) => {
    const verdict = judgeAnswer({ denied_tools: ['b'] }, { method: 'tools/list' }, { result });
    expect(verdict).toMatchObject({ kind: 'block', error: { code: 'POLICY_DENIED' } });
  });

  it('that failed passes', () => {
    const error = { code: -32601, message: 'no tools here' };
    expect(judgeAnswer({ denied_tools: ['b'] }, { method: 'tools/list' }, { error })).toEqual(PASSES);
  });
});

describe.each(['initialize', 'server/discover'])('capabilities in the response to %s', (method) => {
  const result = { capabilities: { tools: {}, resources: { subscribe: true }, prompts: {}, logging: {} } };

  it.each([
    [{ allowed_tools: [] }, ['tools']],
    [{ denied_resources: ['*'] }, ['resources']],
    [{ denied_tools: ['*'], allowed_prompts: [] }, ['tools', 'prompts']],
  ])('lose the kinds that are denied as a whole (%j)', (lists, kinds) => {
    const hidden = kinds.map((kind) => ({ path: ['result', 'capabilities', kind], value: undefined }));
    expect(judgeAnswer(lists, { method, params: LEGACY }, { result })).toMatchObject({
      kind: 'rewrite',
      edits: hidden,
    });
  });

  it('that are edited are for this client only in the modern era', () => {
    expect(judgeAnswer({ allowed_tools: [] }, { method, params: MODERN }, { result })).toMatchObject({
      edits: [
        { path: ['result', 'capabilities', 'tools'], value: undefined },
        { path: ['result', 'cacheScope'], value: 'private' },
        { path: ['result', 'ttlMs'], value: 0 },
      ],
    });
  });

  it('pass unchanged if some item of each kind is allowed', () => {
    expect(judgeAnswer({ denied_tools: ['a'] }, { method }, { result })).toEqual(PASSES);
    expect(judgeAnswer({ denied_tools: ['*'] }, { method }, { result: { capabilities: { prompts: {} } } })).toEqual(
      PASSES,
    );
    expect(judgeAnswer({ denied_tools: ['*'] }, { method }, { result: {} })).toEqual(PASSES);
  });
});

describe('a resource that is not allowed', () => {
  const LISTS = { denied_resources: ['file:///etc/*'] };
  const BAD = 'file:///etc/passwd';
  const call = { method: 'tools/call', params: { name: 'x' } };

  it.each([
    ['a link', { content: [{ type: 'resource_link', uri: BAD, name: 'x' }] }],
    ['a link in another spelling', { content: [{ type: 'resource_link', uri: 'FILE:///etc/./passwd' }] }],
    ['a link without a URI', { content: [{ type: 'resource_link' }] }],
    ['an embedded resource', { content: [{ type: 'resource', resource: { uri: BAD, text: 'root' } }] }],
    ['an embedded resource without a URI', { content: [{ type: 'resource', resource: { text: 'root' } }] }],
    [
      'contents',
      {
        contents: [
          { uri: 'file:///ok', text: '' },
          { uri: BAD, blob: '' },
        ],
      },
    ],
    ['structured content', { structuredContent: { deep: [{ at: { type: 'resource_link', uri: BAD } }] } }],
    ['a prompt', { messages: [{ role: 'user', content: { type: 'resource', resource: { uri: BAD, text: 'x' } } }] }],
  ])('is refused in a result: %s', (_, result) => {
    expect(judgeAnswer(LISTS, call, { result })).toMatchObject({ kind: 'block', error: { code: 'POLICY_DENIED' } });
  });

  it('is refused in an update, a request, an error and an unknown notification', () => {
    const link = { type: 'resource_link', uri: BAD };
    const messages = [
      { method: 'notifications/resources/updated', params: { uri: BAD } },
      { method: 'notifications/example', params: { about: link } },
      { id: 1, method: 'sampling/createMessage', params: { messages: [{ content: link }] } },
      { id: 1, error: { code: 1, message: 'x', data: link } },
    ];
    for (const message of messages) expect(judgeNotice(LISTS, message)).toMatchObject(denied('denied_resources[0]'));
  });

  it.each([
    ['as prose', { content: [{ type: 'text', text: `see ${BAD}` }] }],
    ['as a value of another kind', { structuredContent: { uri: BAD } }],
    ['beside a link that is allowed', { content: [{ type: 'resource_link', uri: 'file:///ok', title: BAD }] }],
  ])('passes %s', (_, result) => {
    expect(judgeAnswer(LISTS, call, { result })).toEqual(PASSES);
  });

  it('passes if only tools are restricted', () => {
    const result = { content: [{ type: 'resource_link', uri: BAD }] };
    expect(judgeAnswer({ denied_tools: ['y'] }, call, { result })).toEqual(PASSES);
  });
});
