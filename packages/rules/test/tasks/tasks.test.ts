import { describe, expect, it } from 'vitest';
import { tasks } from '../../src/tasks/tasks.js';
import type { KnownTask } from '../../src/exchange/known-tasks.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { askedBy, read } from '../support/read.js';

const interceptor = tasks(scopeOf({ permissions: { denied_tools: ['delete'] } }));
const madeBy = (id: string, target: string | null): KnownTask => ({ id, by: [{ method: 'tools/call', target }] });
const OWN = [madeBy('mine', 'read')];
const toServer = (message: object, known?: readonly KnownTask[]) =>
  interceptor?.toServer?.(read(message), { ...contextOf(), tasks: known });
const toClient = (message: object, method?: string, known?: readonly KnownTask[]) =>
  interceptor?.toClient?.(read(message), {
    ...contextOf(method === undefined ? undefined : askedBy({ id: 1, method, params: { taskId: 'mine' } })),
    tasks: known,
  });
const request = (method: string, params: object) => ({ id: 1, method, params });
const related = (taskId: unknown) => ({ _meta: { 'io.modelcontextprotocol/related-task': { taskId } } });
const UNKNOWN = {
  kind: 'block',
  error: {
    code: 'POLICY_DENIED',
    message: 'the guard does not know this task: it belongs to someone else, or was created before the guard started',
  },
};

describe('a client’s message that names a task', () => {
  it.each([
    ['asks', request('tasks/get', { taskId: 'mine' })],
    ['responds to it', request('tasks/update', { taskId: 'mine', inputResponses: {} })],
    ['belongs to it', request('tools/call', { name: 'read', ...related('mine') })],
    ['subscribes', request('subscriptions/listen', { notifications: { taskIds: ['mine'] } })],
    ['reports progress', { method: 'notifications/progress', params: related('mine') }],
  ])('passes if the task is known: %s', (_, message) => {
    expect(toServer(message, OWN)).toEqual({ kind: 'pass' });
    expect(toServer(message, [])).toMatchObject(UNKNOWN);
    expect(toServer(message, undefined)).toMatchObject(UNKNOWN);
    expect(toServer(message, [madeBy('other', 'read')])).toMatchObject(UNKNOWN);
  });

  it.each([
    ['a number', request('tasks/get', { taskId: 7 })],
    ['null', request('tasks/get', { taskId: null })],
    ['a list', request('tasks/cancel', { taskId: ['mine'] })],
    ['no object', request('tools/call', { _meta: { 'io.modelcontextprotocol/related-task': 'mine' } })],
    ['an object without an id', request('tools/call', { _meta: { 'io.modelcontextprotocol/related-task': {} } })],
    ['a list with another', request('subscriptions/listen', { notifications: { taskIds: ['mine', 'x'] } })],
    ['a list of lists', request('subscriptions/listen', { notifications: { taskIds: [['mine']] } })],
    ['an unknown method', request('tasks/peek', { taskId: 'x' })],
  ])('is refused if the task is unclear: %s', (_, message) => {
    expect(toServer(message, OWN)).toMatchObject(UNKNOWN);
  });

  it('is refused if the tool has been denied since', () => {
    const refusal = { kind: 'block', error: { rule: 'servers.files.policy.permissions.denied_tools[0]' } };
    expect(toServer(request('tasks/result', { taskId: 'mine' }), [madeBy('mine', 'delete')])).toMatchObject(refusal);
    expect(toServer(request('tasks/result', { taskId: 'mine' }), [madeBy('mine', null)])).toMatchObject({
      kind: 'block',
    });
  });

  it('gets the error of a missing method if the modern era has removed it', () => {
    const modern = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };
    expect(toServer(request('tasks/result', { taskId: 'x', ...modern }))).toMatchObject({ error: { rpc: -32601 } });
    expect(toServer(request('tasks/result', { taskId: 'x' }))).toMatchObject({ error: { rpc: 10403 } });
    expect(toServer(request('tasks/get', { taskId: 'x', ...modern }))).toMatchObject({ error: { rpc: 10403 } });
  });

  it.each([
    ['no task', request('tools/call', { name: 'read', arguments: { taskId: 'x' } })],
    ['a task to be made', request('tools/call', { name: 'read', task: { ttl: 1 } })],
    ['a task of its own', { method: 'notifications/tasks/status', params: { taskId: 'x', status: 'working' } }],
    ['an answer', { id: 1, result: { taskId: 'x' } }],
    ['no params', { id: 1, method: 'ping' }],
  ])('passes if it names %s', (_, message) => {
    expect(toServer(message)).toEqual({ kind: 'pass' });
  });
});

describe('a server that names tasks', () => {
  it('asks only for tasks that the client runs for it', () => {
    expect(toClient(request('tasks/result', { taskId: 'x' }), undefined, [])).toMatchObject(UNKNOWN);
    expect(toClient(request('Tasks/Result', { taskId: 'x' }), undefined, [])).toMatchObject(UNKNOWN);
    expect(toClient(request('tasks/result', { taskId: 'mine' }), undefined, OWN)).toEqual({ kind: 'pass' });
  });

  it('reports on its own tasks, and makes requests for them', () => {
    expect(toClient({ method: 'notifications/tasks/status', params: { taskId: 'x' } })).toEqual({ kind: 'pass' });
    expect(toClient(request('elicitation/create', related('x')))).toEqual({ kind: 'pass' });
  });

  it.each(['tasks/get', 'tasks/result', 'tasks/cancel'])('responds to %s only while the tool is allowed', (method) => {
    const answer = { id: 1, result: { content: [] } };
    expect(toClient(answer, method, OWN)).toEqual({ kind: 'pass' });
    expect(toClient(answer, method, [madeBy('mine', 'delete')])).toMatchObject({ kind: 'block' });
    expect(toClient(answer, method, [])).toMatchObject(UNKNOWN);
  });

  it('responds to other requests', () => {
    expect(toClient({ id: 1, result: { tasks: [{ taskId: 'x' }] } }, 'tools/call')).toEqual({ kind: 'pass' });
  });
});

describe('a list of tasks', () => {
  const list = (...ids: unknown[]) => ({ id: 1, result: { tasks: ids.map((taskId) => ({ taskId })) } });

  it('shows the tasks of the actor, and none of denied tools', () => {
    const verdict = toClient(list('mine', 'x', 'gone', 7), 'tasks/list', [...OWN, madeBy('gone', 'delete')]);
    expect(verdict).toEqual({
      kind: 'rewrite',
      edits: [1, 2, 3].map((index) => ({ path: ['result', 'tasks', index], value: undefined })),
      note: 'hid 3 of 4 tasks',
    });
    expect(toClient(list('mine'), 'tasks/list', OWN)).toEqual({ kind: 'pass' });
    expect(toClient({ id: 1, error: { code: 1, message: 'x' } }, 'tasks/list', [])).toEqual({ kind: 'pass' });
  });

  it('hides tasks with an ambiguous id', () => {
    const tasksOf = [{ taskId: 'mine', 'taskId\0': 'x' }, 'mine', null];
    expect(toClient({ id: 1, result: { tasks: tasksOf } }, 'tasks/list', OWN)).toMatchObject({
      note: 'hid 3 of 3 tasks',
    });
  });

  it.each([[{ tasks: 'x' }], [{}], [{ tasks: [], Tasks: [] }]])('that cannot be read is refused (%j)', (result) => {
    expect(toClient({ id: 1, result }, 'tasks/list', OWN)).toMatchObject({ kind: 'block' });
  });

  it('of a client is filtered for the server', () => {
    const answers = askedBy({ id: 1, method: 'tasks/list' });
    const context = { ...contextOf(answers), tasks: [madeBy('its', null)] };
    expect(interceptor?.toServer?.(read(list('its', 'x')), context)).toMatchObject({ note: 'hid 1 of 2 tasks' });
  });

  it('may not be cached for others in the modern era', () => {
    const params = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };
    const answers = askedBy({ id: 1, method: 'tasks/list', params });
    expect(interceptor?.toClient?.(read(list('x')), { ...contextOf(answers), tasks: [] })).toMatchObject({
      edits: [{}, { path: ['result', 'cacheScope'], value: 'private' }, { path: ['result', 'ttlMs'], value: 0 }],
    });
  });
});
