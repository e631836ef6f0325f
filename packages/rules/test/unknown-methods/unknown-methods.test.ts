import { describe, expect, it } from 'vitest';
import { unknownMethods } from '../../src/unknown-methods/unknown-methods.js';
import { EXTENSIONS } from '../../src/extensions/registry.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

const OPEN = {};
const DENY = {
  permissions: { denied_tools: ['delete'], denied_resources: ['file:///etc/*'], denied_prompts: ['boss'] },
};
const ALLOW = { permissions: { allowed_tools: ['read'] } };

const judge = (policy: object, message: object) =>
  unknownMethods(scopeOf(policy))?.toServer?.(read(message), contextOf());
const denied = (rule: string) => ({
  kind: 'block',
  error: { code: 'POLICY_DENIED', rule: `servers.files.policy.${rule}` },
});

const OF_CLIENT = EXTENSIONS.flatMap(({ methods }) => Object.entries(methods)).flatMap(([method, { from }]) =>
  from === 'server' ? [] : method,
);

describe.each([
  ['a request', { id: 1 }],
  ['a notification', {}],
])('%s', (_, shape) => {
  it.each(OF_CLIENT)('passes if it is in the specification (%s)', (method) => {
    expect(judge(ALLOW, { ...shape, method })).toEqual({ kind: 'pass' });
  });

  it.each([
    'Tools/Call',
    'tools/call ',
    'tools/call\0',
    'tools/call\0x',
    '\u200btools/call',
    'toolſ/call',
    'ｔools/call',
    'INITIALIZE',
  ])('is always refused if it only folds to one of the specification (%j)', (method) => {
    expect(judge({ unknown_methods: 'carry' }, { ...shape, method })).toMatchObject(denied('unknown_methods'));
  });

  it.each([
    ['carried by default', OPEN, { kind: 'pass' }],
    ['refused if an allow list is set', ALLOW, denied('unknown_methods')],
    [
      'carried beside an allow list if the configuration allows it',
      { ...ALLOW, unknown_methods: 'carry' },
      { kind: 'pass' },
    ],
    ['refused if the configuration says so', { unknown_methods: 'refuse' }, denied('unknown_methods')],
    ['carried if only deny lists are set', DENY, { kind: 'pass' }],
  ])('is %s if it is unknown', (__, policy, verdict) => {
    expect(judge(policy, { ...shape, method: 'tools/invoke', params: {} })).toMatchObject(verdict);
  });

  it.each([
    ['a denied tool', { name: 'delete' }, denied('permissions.denied_tools[0]')],
    ['a denied prompt', { name: 'boss' }, denied('permissions.denied_prompts[0]')],
    ['a denied resource', { uri: 'file:///etc/passwd' }, denied('permissions.denied_resources[0]')],
    [
      'a denied resource beside a name',
      { name: 'read', uri: 'FILE:///etc/%70asswd' },
      denied('permissions.denied_resources[0]'),
    ],
    ['a name that is no text', { name: ['delete'] }, denied('permissions.denied_tools')],
    ['a URI that is no text', { uri: null }, denied('permissions.denied_resources')],
    ['something else', { name: 'read', uri: 'file:///home' }, { kind: 'pass' }],
  ])('is matched by its names if it is carried (%s)', (__, params, verdict) => {
    expect(judge(DENY, { ...shape, method: 'tools/invoke', params })).toMatchObject(verdict);
  });
});

it('the rule for unknown methods lets a response pass', () => {
  expect(judge({ unknown_methods: 'refuse' }, { id: 1, result: {} })).toEqual({ kind: 'pass' });
});
