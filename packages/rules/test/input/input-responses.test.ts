import { describe, expect, it } from 'vitest';
import { elicitation } from '../../src/elicitation/elicitation.js';
import { inputResponses } from '../../src/input/input-responses.js';
import { sampling } from '../../src/sampling/sampling.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

const retry = (given: unknown) => read({ id: 1, method: 'tools/call', params: { name: 'x', inputResponses: given } });
const rule = (given: unknown) => inputResponses(scopeOf({}))?.toServer?.(retry(given), contextOf());
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, {}]));

it.each([
  ['a text', 'x'],
  ['null', null],
  ['a text inside', { a: 'x' }],
  ['null inside', { a: null }],
  ['a list inside', { a: [{}] }],
  ['too many', many(65)],
])('responses that cannot be read are refused: %s', (_, given) => {
  expect(rule(given)).toMatchObject({ kind: 'block', error: { code: 'POLICY_DENIED' } });
});

it.each([[{}], [{ a: { action: 'decline' } }], [[{ roots: [] }]], [many(64)]])(
  'responses that can be read pass: %j',
  (given) => {
    expect(rule(given)).toEqual({ kind: 'pass' });
  },
);

describe('a response to a forbidden request of the server is not delivered', () => {
  const sampled = { a: {}, b: { role: 'assistant', model: 'm', content: {} } };
  const elicited = { a: {}, b: { 'Action\u200b': 'accept', content: {} } };
  const shut = { sampling: { enabled: false }, elicitation: { enabled: false } };
  const open = { sampling: { enabled: true, max_tokens: 1 }, elicitation: { enabled: true } };

  it.each([
    ['sampling', sampling, sampled],
    ['sampling', sampling, { a: { role: 'assistant', content: { type: 'text', text: 'x' } } }],
    ['elicitation', elicitation, elicited],
  ])('%s', (_, create, given) => {
    const toServer = (policy: object) => create(scopeOf(policy))?.toServer?.(retry(given), contextOf());
    expect(toServer(shut)).toMatchObject({ kind: 'block', error: { code: 'POLICY_DENIED' } });
    expect(toServer(open)).toBeUndefined();
  });
});
