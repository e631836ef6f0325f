import { describe, expect, it } from 'vitest';
import { asked, PAGES } from '../../src/input/embedded-requests.js';
import { read } from '../support/read.js';

const METHOD = 'elicitation/create';
const params = { message: 'x' };
const request = { method: METHOD, params };

describe('a request of a server is found', () => {
  it.each([
    ['as a request', { id: 1, ...request }, ['params']],
    ['as a notification', request, ['params']],
    ['in a result', { id: 1, result: { inputRequests: { a: request } } }, ['result', 'inputRequests', 'a', 'params']],
    ['in a list', { id: 1, result: { inputRequests: [request] } }, ['result', 'inputRequests', 0, 'params']],
    [
      'in a task, in a list of tasks',
      { id: 1, result: { tasks: [{ inputRequests: { a: request } }] } },
      ['result', 'tasks', 0, 'inputRequests', 'a', 'params'],
    ],
    [
      'in the result of a task',
      { id: 1, result: { task: { result: { inputRequests: { a: request } } } } },
      ['result', 'task', 'result', 'inputRequests', 'a', 'params'],
    ],
    [
      'in a list of lists',
      { id: 1, result: { inputRequests: { a: [[request]] } } },
      ['result', 'inputRequests', 'a', 0, 0, 'params'],
    ],
    [
      'in the notification of a task',
      { method: 'notifications/tasks', params: { inputRequests: { a: request } } },
      ['params', 'inputRequests', 'a', 'params'],
    ],
    [
      'in an error',
      { id: 1, error: { code: 1, message: 'x', data: { inputRequests: { a: request } } } },
      ['error', 'data', 'inputRequests', 'a', 'params'],
    ],
    [
      'under a key that folds',
      { id: 1, result: { 'InputRequests\u200b': { a: { Method: 'Elicitation/Create', 'params\0': params } } } },
      ['result', 'InputRequests\u200b', 'a', 'params\0'],
    ],
  ])('%s', (_, message, path) => {
    expect(asked(read(message), METHOD)).toMatchObject([{ params, path }]);
  });

  it('in every spelling of its method and its params at once', () => {
    const twice = { method: 'ping', Method: METHOD, params: {}, Params: params };
    const all = asked(read({ id: 1, result: { inputRequests: { a: twice } } }), METHOD);
    expect(all.map((one) => one.params)).toEqual([{}, params]);
  });

  it('without params', () => {
    expect(asked(read({ id: 1, result: { inputRequests: { a: { method: METHOD } } } }), METHOD)).toMatchObject([
      { params: undefined, path: ['result', 'inputRequests', 'a', 'params'] },
    ]);
  });

  it('as pages that an error requires', () => {
    const error = { code: -32042, message: 'x', data: { elicitations: [{ mode: 'url', url: 'x' }, null] } };
    expect(asked(read({ id: 1, error }), PAGES)).toMatchObject([
      { params: { mode: 'url' }, path: ['error', 'data', 'elicitations', 0] },
      { params: null, path: ['error', 'data', 'elicitations', 1] },
    ]);
  });
});

it.each([
  ['another method', { id: 1, result: { inputRequests: { a: { method: 'roots/list' } } } }],
  ['a method outside of requests', { id: 1, result: { structuredContent: request } }],
  ['a text', { id: 1, result: { inputRequests: METHOD } }],
  ['a method that is no text', { id: 1, result: { inputRequests: { a: { method: [METHOD] } } } }],
  ['nothing', { id: 1, result: { inputRequests: null } }],
])('%s is no request', (_, message) => {
  expect(asked(read(message), METHOD)).toEqual([]);
});

// Threat 27
describe('a message that embeds too many requests', () => {
  it('is refused if one request has many spellings of its keys: the pairs would be millions', () => {
    const spellings = Array.from({ length: 200 }, (_, n) => [
      [`method\0${n}`, 'x'],
      [`params\0${n}`, {}],
    ]);
    const many = { id: 1, result: { inputRequests: { a: Object.fromEntries(spellings.flat()) } } };
    expect(() => asked(read(many), METHOD)).toThrow('keys that can be taken for others');
  });

  it('is refused if it embeds thousands of requests', () => {
    const many = {
      id: 1,
      error: { code: -32_042, message: 'x', data: { [PAGES]: Array.from({ length: 2000 }, () => ({})) } },
    };
    expect(() => asked(read(many), PAGES)).toThrow('too many things');
  });
});
