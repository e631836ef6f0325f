import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/loading/load.js';
import { findLoosenings } from '../../src/changes/loosening.js';

const PLACE = 'servers.a.policy';
const configOf = (policy: object, top: object = {}) =>
  parseConfig(JSON.stringify({ servers: { a: { command: 'x', policy } }, ...top }), 'f.yaml', new Map());
const changes = (before: object, after: object): readonly string[] => findLoosenings(configOf(before), configOf(after));

const lists = (permissions: object): object => ({ permissions });
const rule = (max: number): object => ({ tool: 'pay', path: '/amount', max });

/** The looser policy, the tighter one, and how the way from tight to loose is told. */
const STEPS: readonly [object, object, string][] = [
  [lists({ denied_tools: ['a'] }), lists({ denied_tools: ['a', 'b'] }), 'permissions.denied_tools: "b" was removed'],
  [lists({ allowed_tools: ['a', 'b'] }), lists({ allowed_tools: ['a'] }), 'permissions.allowed_tools: "b" was added'],
  [lists({ allowed_tools: null }), lists({ allowed_tools: [] }), 'permissions.allowed_tools was removed'],
  [lists({}), lists({ arguments: [rule(5)] }), 'permissions.arguments: '],
  [
    { rate_limit: { requests_per_minute: 9 } },
    { rate_limit: { requests_per_minute: 5 } },
    'rate_limit.requests_per_minute was raised',
  ],
  [{}, { rate_limit: { requests_per_hour: 5 } }, 'rate_limit.requests_per_hour was removed'],
  [{}, { rate_limit: { tool_limits: { x: { requests_per_hour: 5 } } } }, 'rate_limit.tool_limits.x was removed'],
  [{ sampling: { enabled: true } }, {}, 'sampling.enabled was changed'],
  [{ sampling: { enabled: true } }, { sampling: { enabled: true, max_tokens: 9 } }, 'sampling.max_tokens was removed'],
  [{}, { elicitation: { enabled: false } }, 'elicitation.enabled was changed'],
  [{ elicitation: { block_secret_questions: false } }, {}, 'elicitation.block_secret_questions was changed'],
  [{}, { roots: { only: ['/a'] } }, 'roots.only was removed'],
  [{ roots: { only: ['/a', '/b'] } }, { roots: { only: ['/a'] } }, 'roots.only: "/b" was added'],
  [{ unknown_methods: 'carry' }, { unknown_methods: 'refuse' }, 'unknown_methods was changed'],
  [lists({}), lists({ require_approval: ['pay'] }), 'permissions.require_approval: "pay" was removed'],
  [{}, { spend: { max_per_hour: 5 } }, 'spend.max_per_hour was removed'],
  [{ spend: { max_per_day: '10' } }, { spend: { max_per_day: 9.5 } }, 'spend.max_per_day was raised'],
  [{ spend: { max_per_call: '10.01' } }, { spend: { max_per_call: '10.005' } }, 'spend.max_per_call was raised'],
  [{}, { spend: { require_approval_above: 5 } }, 'spend.require_approval_above was removed'],
  [{}, { spend: { block_vendors: ['x'] } }, 'spend.block_vendors: "x" was removed'],
  [{ spend: { allow_vendors: ['x', 'y'] } }, { spend: { allow_vendors: ['x'] } }, 'spend.allow_vendors: "y" was added'],
  [{}, { spend: { tools: { pay: { price: 1 } } } }, 'spend.tools.pay was removed'],
];

describe.each(STEPS)('from %j to %j', (loose, tight, told) => {
  it('is only a tightening', () => expect(changes(loose, tight)).toEqual([]));

  it('is told the other way round', () => {
    const lines = changes(tight, loose);
    expect(lines.filter((line) => line.startsWith(`${PLACE}.${told}`))).toHaveLength(1);
  });

  it('is no change to itself', () => expect(changes(tight, tight)).toEqual([]));
});

it.each([
  ['a price', { spend: { tools: { pay: { price: 2 } } } }, { spend: { tools: { pay: { price: 1 } } } }],
  [
    'where an amount stands',
    { spend: { tools: { pay: { amount: '/a' } } } },
    { spend: { tools: { pay: { amount: '/b' } } } },
  ],
  ['a currency', { spend: { currency: 'USD' } }, { spend: { currency: 'JPY' } }],
])('tells that %s was changed, whichever way', (_, before, after) => {
  expect(changes(before, after)).not.toEqual([]);
  expect(changes(after, before)).not.toEqual([]);
});

it('tells once what counts for all servers', () => {
  const both = (top: object) =>
    parseConfig(JSON.stringify({ servers: { a: { command: 'x' }, b: { command: 'y' } }, ...top }), 'f.yaml', new Map());
  expect(findLoosenings(both({ spend: { max_per_day: 5 } }), both({}))).toEqual(['spend.max_per_day was removed']);
});

it('tells of approvals', () => {
  const notify = [{ webhook: 'https://a.example' }];
  const tight = configOf({}, { approvals: { expires_after: 200, deny_for: 4000, passphrase: true, notify } });
  expect(findLoosenings(configOf({}), tight)).toEqual([]);
  expect(findLoosenings(tight, configOf({}))).toEqual([
    'approvals.expires_after was raised',
    'approvals.deny_for was lowered',
    'approvals.passphrase was switched off, which counts once it is given up: mcp-guard approvals passphrase --off',
    'approvals.notify: a receiver was removed',
  ]);
});

it('tells of servers, keys, roles and the record', () => {
  const before = configOf({}, { auth: { roles: { r: { users: ['anna'], permissions: { denied_tools: ['x'] } } } } });
  const after = configOf({}, { auth: { api_keys: { SECRET: {} }, roles: { r: {} } }, audit: { retention_days: 1 } });
  expect(findLoosenings(before, after)).toEqual([
    'auth.api_keys: a key was added',
    'auth.roles.r.permissions.denied_tools: "x" was removed',
    'auth.roles.r does not bind anna any more',
    'audit.retention_days was lowered',
  ]);
  expect(JSON.stringify(findLoosenings(before, after))).not.toContain('SECRET');
  expect(findLoosenings(after, configOf({}, { auth: { roles: { r: {} } }, audit: { retention_days: 1 } }))).toEqual([]);
  const empty = parseConfig('{}', 'f.yaml', new Map());
  expect(findLoosenings(empty, before)).toEqual(['servers.a was added']);
  expect(findLoosenings(before, empty)).toEqual([
    'auth.roles.r was removed',
    'auth.roles.r does not bind anna any more',
  ]);
});

// Threat 5
describe('an agent that edits its own guard', () => {
  const server = (entry: object) =>
    parseConfig(JSON.stringify({ servers: { a: { command: 'x', ...entry } } }), 'f.yaml', new Map());

  it.each([
    ['command', { command: 'y' }],
    ['args', { args: ['/'] }],
    ['env', { env: { A: 'b' } }],
    ['cwd', { cwd: '/' }],
  ])('is told of when it changes %s', (key, changed) => {
    expect(findLoosenings(server({}), server(changed))).toEqual([`servers.a.${key} was changed`]);
  });

  it('is told of when it moves a user out of the rules of everybody', () => {
    const roles = (admin: readonly string[]) =>
      configOf({}, { auth: { roles: { default: { permissions: { denied_tools: ['x'] } }, admin: { users: admin } } } });
    expect(findLoosenings(roles([]), roles(['anna']))).toEqual(['auth.roles.default does not bind anna any more']);
    expect(findLoosenings(roles(['anna']), roles([]))).toEqual(['auth.roles.admin does not bind anna any more']);
  });
});

describe('actions for what is found', () => {
  const pii = (actions: object, more: object = {}): ReturnType<typeof configOf> =>
    configOf({}, { pii: { actions, ...more } });
  const own = (actions: object): object => ({
    custom_types: { badge: { patterns: [{ regex: 'B[0-9]{6}' }], actions } },
  });

  it.each([
    ['a type that is named for the first time', { email: { request: 'redact', response: 'redact' } }],
    ['a group', { pii: { request: 'block', response: 'block' } }],
    ['what was not looked for before', { ipv4: { request: 'warn' } }],
    ['only one side', { email: { request: 'block' } }],
  ])('are tightened: %s', (_, actions) => expect(findLoosenings(pii({}), pii(actions))).toEqual([]));

  it('are loosened where they were stricter by default, by another name or before', () => {
    expect(findLoosenings(pii({}), pii({ us_itin: { request: 'warn' } }))).toEqual([
      'pii.actions.us_itin.request was changed',
    ]);
    expect(findLoosenings(pii({ pii: { request: 'block' } }), pii({}))).toEqual([
      'pii.actions.pii.request was removed',
    ]);
    expect(findLoosenings(pii({}), pii({ secret: { response: 'redact' } }))).toEqual([
      'pii.actions.secret.response was changed',
    ]);
  });

  it('of a type of your own are compared with those that it has by default', () => {
    expect(findLoosenings(pii({}, own({})), pii({}, own({ request: 'block', response: 'block' })))).toEqual([]);
    expect(findLoosenings(pii({}, own({})), pii({}, own({ response: 'warn' })))).toEqual([
      'pii.custom_types.badge.actions.response was changed',
    ]);
  });
});
