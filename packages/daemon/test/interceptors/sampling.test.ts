import { META_CLIENT_CAPABILITIES } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { sampling } from '../../src/interceptors/sampling.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

const SAMPLING = 'sampling/createMessage';
const disabled = sampling(scopeOf({}));
const toClient = (message: object) => disabled?.toClient?.(read(message), contextOf());
const toServer = (message: object) => disabled?.toServer?.(read(message), contextOf());

it('does nothing where sampling is enabled', () => {
  expect(sampling(scopeOf({ sampling: { enabled: true } }))).toBeUndefined();
});

describe('unless it is enabled', () => {
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
    ['what a task asks for', { id: 1, result: { task: { inputRequests: { a: { method: SAMPLING } } } } }],
    [
      'what the notice of a task asks for',
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
  ])('the server is not told of the capability (%s)', (_, params, paths) => {
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
