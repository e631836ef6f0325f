import { describe, expect, it } from 'vitest';
import { Tasks } from '../../src/state/tasks.js';
import { contextOf } from '../../../rules/test/support/context.js';
import { read } from '../../../rules/test/support/read.js';
import { openRequest } from '../support/open-request.js';

const { user } = contextOf().actor;
const call = (name: unknown = 'read') => openRequest({ id: 1, method: 'tools/call', params: { name } });
const legacy = (taskId: unknown) => read({ id: 1, result: { task: { taskId, status: 'working' } } });
const modern = (taskId: unknown) => read({ id: 1, result: { resultType: 'task', taskId, status: 'working' } });
const get = (taskId: string) => read({ id: 2, method: 'tasks/get', params: { taskId } });
const byRead = [{ method: 'tools/call', target: 'read' }];

describe('the guard learns a task', () => {
  it.each([
    ['2025-11-25', legacy('t')],
    ['the extension', modern('t')],
  ])('from a response with %s', (_, answer) => {
    const own = new Tasks().of(user, 'files');
    expect(own.about('toServer', get('t'), undefined)).toEqual([]);
    own.observe('toServer', call(), answer);
    expect(own.about('toServer', get('t'), undefined)).toEqual([{ id: 't', by: byRead }]);
  });

  it.each([
    ['an answer without one', read({ id: 1, result: { content: [] } })],
    ['an id in another place', read({ id: 1, result: { taskId: 't', resultType: 'complete' } })],
    ['a number', legacy(7)],
    ['an endless id', legacy('t'.repeat(1025))],
    ['a failure', read({ id: 1, error: { code: 1, message: 'x', task: { taskId: 't' } } })],
  ])('but not from %s', (_, answer) => {
    const own = new Tasks().of(user, 'files');
    own.observe('toServer', call(), answer);
    expect(own.about('toClient', read({ id: 2, result: {} }), openRequest({ id: 2, method: 'tasks/list' }))).toEqual(
      [],
    );
  });

  it('but not from a response about tasks, which would make any id known', () => {
    const own = new Tasks().of(user, 'files');
    own.observe('toServer', openRequest({ id: 1, method: 'tasks/list' }), legacy('t'));
    expect(own.about('toServer', get('t'), undefined)).toEqual([]);
  });

  it('but not from the response to a request with an endless name', () => {
    const own = new Tasks().of(user, 'files');
    own.observe('toServer', call('x'.repeat(1025)), legacy('t'));
    expect(own.about('toServer', get('t'), undefined)).toEqual([]);
  });
});

describe('a task belongs to', () => {
  const all = new Tasks();
  all.of(user, 'files').observe('toServer', call(), legacy('t'));

  it('actor and server, in whatever session', () => {
    expect(all.of(user, 'files').about('toServer', get('t'), undefined)).toHaveLength(1);
    expect(all.of(user, 'other').about('toServer', get('t'), undefined)).toEqual([]);
    expect(all.of('ben', 'files').about('toServer', get('t'), undefined)).toEqual([]);
    expect(new Tasks().of(user, 'files').about('toServer', get('t'), undefined)).toEqual([]);
  });

  it('names that look like two', () => {
    const shifted = all.of('anna"', 'files');
    expect(shifted.about('toServer', get('t'), undefined)).toEqual([]);
  });

  it('every tool that made one of its id', () => {
    const own = new Tasks().of(user, 'files');
    own.observe('toServer', call(), legacy('1'));
    own.observe('toServer', call('delete'), legacy('1'));
    own.observe('toServer', call(), legacy('1'));
    const [task] = own.about('toServer', get('1'), undefined) ?? [];
    expect(task?.by.map(({ target }) => target)).toEqual(['delete', 'read']);
    for (let count = 0; count < 20; count++) own.observe('toServer', call(`tool ${count}`), legacy('1'));
    expect(own.about('toServer', get('1'), undefined)?.[0]?.by.length).toBeLessThan(16);
  });
});

describe('a task of one end is none of the other', () => {
  const own = new Tasks().of(user, 'files');
  own.observe('toServer', call(), legacy('server’s'));
  own.observe('toClient', openRequest({ id: 1, method: 'sampling/createMessage' }), legacy('client’s'));

  it('when it is asked for', () => {
    expect(own.about('toServer', get('client’s'), undefined)).toEqual([]);
    expect(own.about('toClient', get('server’s'), undefined)).toEqual([]);
    expect(own.about('toClient', get('client’s'), undefined)).toHaveLength(1);
  });

  it('in lists', () => {
    const answer = read({ id: 2, result: { tasks: [] } });
    const listed = (direction: 'toClient' | 'toServer') =>
      own.about(direction, answer, openRequest({ id: 2, method: 'tasks/list' }))?.map(({ id }) => id);
    expect(listed('toClient')).toEqual(['server’s']);
    expect(listed('toServer')).toEqual(['client’s']);
  });

  it('in the mark of a request, but in that of a notice', () => {
    const params = { _meta: { 'io.modelcontextprotocol/related-task': { taskId: 'client’s' } } };
    expect(own.about('toServer', read({ id: 3, method: 'tools/call', params }), undefined)).toEqual([]);
    expect(own.about('toServer', read({ method: 'notifications/progress', params }), undefined)).toHaveLength(1);
  });
});

it('the response to a request about a task names that task', () => {
  const own = new Tasks().of(user, 'files');
  own.observe('toServer', call(), legacy('t'));
  const asks = openRequest({ id: 2, method: 'tasks/result', params: { taskId: 't' } });
  expect(own.about('toClient', read({ id: 2, result: {} }), asks)).toEqual([{ id: 't', by: byRead }]);
  expect(own.about('toClient', read({ id: 2, result: {} }), call())).toBeUndefined();
});

it('the oldest of too many tasks is forgotten', () => {
  const own = new Tasks().of(user, 'files');
  for (let count = 0; count <= 4096; count++) own.observe('toServer', call(), legacy(`t${count}`));
  expect(own.about('toServer', get('t0'), undefined)).toEqual([]);
  expect(own.about('toServer', get('t1'), undefined)).toHaveLength(1);
});

it('the owner that was idle longest is forgotten if there are too many', () => {
  const all = new Tasks();
  const open = (server: string) => all.of(user, server);
  open('s0').observe('toServer', call(), legacy('t'));
  open('s1').observe('toServer', call(), legacy('t'));
  open('s0');
  for (let count = 2; count <= 1024; count++) open(`s${count}`);
  expect(open('s0').about('toServer', get('t'), undefined)).toHaveLength(1);
  expect(open('s1').about('toServer', get('t'), undefined)).toEqual([]);
});
