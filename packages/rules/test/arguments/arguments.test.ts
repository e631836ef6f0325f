import { isRemote } from '@mcp-guard/policy';
import { describe, expect, it } from 'vitest';
import { argumentRules } from '../../src/arguments/arguments.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

const scope = scopeOf({
  permissions: {
    arguments: [
      { tool: 'pay', path: '/amount', max: 100 },
      { tool: 'write', path: '/path', under: '/srv/data' },
    ],
  },
});
const interceptor = argumentRules(scope);
const judge = (message: object | string) => interceptor?.toServer?.(read(message), contextOf());
const PASS = { kind: 'pass' };
const denied = (index: number) => ({
  kind: 'block',
  error: { code: 'POLICY_DENIED', rule: `servers.files.policy.permissions.arguments[${index}]` },
});

it('without rules there is no interceptor for arguments', () => {
  expect(argumentRules(scopeOf({}))).toBeUndefined();
});

describe.each([
  ['a request', { id: 1 }],
  ['a notification', {}],
])('%s', (_, shape) => {
  const call = (params: object, method = 'tools/call') => judge({ ...shape, method, params });

  it('that meets the rules passes', () => {
    expect(call({ name: 'pay', arguments: { amount: 100 } })).toEqual(PASS);
    expect(call({ name: 'read', arguments: { amount: 1000 } })).toEqual(PASS);
  });

  it('that breaks a rule is refused without naming the value', () => {
    const verdict = call({ name: 'pay', arguments: { amount: 666 } });
    expect(verdict).toMatchObject(denied(0));
    expect(verdict).toMatchObject({
      error: { message: 'the argument /amount must be a number not above the policy’s limit' },
    });
  });

  it('that calls without a name is refused', () => {
    expect(call({ arguments: { amount: 1 } })).toMatchObject(denied(1));
  });

  it('of an unknown method that names the tool counts as a call of it', () => {
    expect(call({ name: 'PAY', arguments: { amount: 666 } }, 'tools/invoke')).toMatchObject(denied(0));
    expect(call({ name: 'pay', arguments: { amount: 6 } }, 'tools/invoke')).toEqual(PASS);
    expect(call({ amount: 666 }, 'tools/invoke')).toEqual(PASS);
  });

  it('that responds to a task is read by every rule', () => {
    const answer = (content: object) => call({ taskId: 't', inputResponses: { q: { content } } }, 'tasks/update');
    expect(answer({ amount: 666 })).toMatchObject(denied(0));
    expect(answer({ path: '/etc/passwd' })).toMatchObject(denied(1));
    expect(answer({ amount: 6, path: '/srv/data/x' })).toEqual(PASS);
  });

  it('of another method of the specification passes', () => {
    expect(call({ name: 'pay', arguments: { amount: '666' } }, 'prompts/get')).toEqual(PASS);
  });
});

it('rules on arguments let a response pass', () => {
  expect(judge({ id: 1, result: { amount: 666 } })).toEqual(PASS);
});

it('a number in arguments is read with the digits that were sent', () => {
  const limited = argumentRules(
    scopeOf({ permissions: { arguments: [{ tool: 'pay', path: '/amount', max: '9007199254740992' }] } }),
  );
  const pay = (amount: string) =>
    limited?.toServer?.(
      read(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","arguments":{"amount":${amount}}}}`),
      contextOf(),
    );
  expect(pay('9007199254740992')).toEqual(PASS);
  expect(pay('9007199254740993')).toMatchObject(denied(0));
});

describe('a relative path', () => {
  const write = (path: string, cwd: string) =>
    interceptor?.toServer?.(read({ id: 1, method: 'tools/call', params: { name: 'write', arguments: { path } } }), {
      ...contextOf(),
      cwd,
    });

  it('is read from the server’s working folder', () => {
    expect(write('data/x', '/srv')).toEqual(PASS);
    expect(write('data/x', '/etc')).toMatchObject(denied(1));
  });

  it('is read from every folder that the server’s command line names, too', () => {
    const { config, ...rest } = scope;
    const files = config.servers['files'];
    if (!files || isRemote(files)) throw new Error('no server');
    const judgeFrom = (...args: string[]) =>
      argumentRules({ ...rest, config: { ...config, servers: { files: { ...files, args } } } })?.toServer?.(
        read({ id: 1, method: 'tools/call', params: { name: 'write', arguments: { path: 'secret' } } }),
        { ...contextOf(), cwd: '/srv/data' },
      );
    expect(judgeFrom()).toEqual(PASS);
    expect(judgeFrom('-y', 'server', '/srv/data/more', process.execPath)).toEqual(PASS);
    for (const arg of ['/srv', '..', '--root=/srv', '~', '/srv/not-yet']) {
      expect(judgeFrom('server', arg)).toMatchObject(denied(1));
    }
  });

  it('that begins with ~ is read from the server’s home', () => {
    const { config, ...rest } = scope;
    const files = config.servers['files'];
    if (!files || isRemote(files)) throw new Error('no server');
    const elsewhere = { ...config, servers: { files: { ...files, env: { HOME: '/srv' } } } };
    const verdict = argumentRules({ ...rest, config: elsewhere })?.toServer?.(
      read({ id: 1, method: 'tools/call', params: { name: 'write', arguments: { path: '~/data/x' } } }),
      contextOf(),
    );
    expect(verdict).toEqual(PASS);
    expect(write('~/data/x', '/')).toMatchObject(denied(1));
  });
});

// Threats 7 and 22
it('a name beside the id of a task does not choose which rules read its update', () => {
  const inputResponses = { q: { action: 'accept', content: { amount: 1e9 } } };
  const update = (more: object) =>
    judge({ id: 1, method: 'tasks/update', params: { taskId: 't', inputResponses, ...more } });
  expect(update({})).toMatchObject(denied(0));
  expect(update({ name: 'other' })).toMatchObject(denied(0));
});
