import { expect, it } from 'vitest';
import { markers } from '../../src/markers/markers.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

const run = (args: object, given: readonly string[]) =>
  markers(scopeOf({}))?.toServer?.(read({ id: 1, method: 'tools/call', params: { name: 'write', arguments: args } }), {
    ...contextOf(),
    markers: given,
  });

it.each([
  ['a string', { content: 'SSN: [REDACTED:ssn]\n' }],
  ['a key', { '[REDACTED:ssn]': 1 }],
  ['a list', { edits: [{ a: ['x', '[REDACTED:email] [REDACTED:ssn]'] }] }],
])('a marker that was put into a response is not written back in %s', (_, args) => {
  expect(run(args, ['ssn'])).toMatchObject({
    kind: 'block',
    error: { code: 'CONTENT_BLOCKED', rule: '(built in)', data: { type: 'ssn' } },
  });
});

it('a marker that was never put into a response is plain text', () => {
  expect(run({ content: 'use [REDACTED:ssn] in the manual' }, [])).toEqual({ kind: 'pass' });
  expect(run({ content: 'use [REDACTED:ssn] in the manual' }, ['email'])).toEqual({ kind: 'pass' });
  expect(run({ content: 'use [REDACTED:ssn] in the manual' }, ['hidden_tags'])).toEqual({ kind: 'pass' });
});
