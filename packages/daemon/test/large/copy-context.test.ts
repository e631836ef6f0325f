import { expect, expectTypeOf, it } from 'vitest';
import { copyContext } from '../../src/large/copy-context.js';
import type { Copyable, Job } from '../../src/large/job.js';
import type { OpenRequest } from '../../src/state/open-requests.js';
import { contextOf } from '../../../rules/test/support/context.js';
import { openRequest } from '../support/open-request.js';

it('nothing in what is sent to a thread can be a function', () => {
  expectTypeOf<Job>().toExtend<Copyable<Job>>();
  expectTypeOf<OpenRequest>().not.toExtend<Copyable<OpenRequest>>();
});

it('a question is copied without what hangs on its answer', () => {
  const request = openRequest({ id: 1, method: 'tools/call', params: { name: 'pay' } });
  request.settleWith({ answered: () => undefined, abandoned: () => undefined });
  request.redact(['email']);
  const context = {
    ...contextOf(request),
    environment: 'e',
    tasks: [{ id: 't', by: [{ method: 'tools/call', target: 'pay' }] }],
    markers: ['email'],
  };
  const { id, method, target, modern, listens, changed } = request;
  const copy = copyContext({ ...context, onWork: () => undefined });
  expect(copy).toEqual({ ...context, answers: { id, method, target, modern, listens, changed } });
  expect(structuredClone(copy)).toEqual(copy);
});
