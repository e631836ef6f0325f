import { GuardError, type Message } from '@mcp-guard/core';
import { mask } from '@mcp-guard/detectors';
import { untouched } from '@mcp-guard/rules';
import { describe, expect, it } from 'vitest';
import { read, readRequest } from '../../../rules/test/support/read.js';
import { AuditTap } from '../../src/record/audit-tap.js';
import { OpenRequest } from '../../src/state/open-requests.js';

const SECRET = ['ghp', 'x7RkQ2mN9vB4tYw8ZpLc1HdJ5sFa3GuE6oKi'].join('_');
const CARD = '4201303025628501';
const SEND = { kind: 'send' } as const;

/** A tap, and the texts that it has looked through. */
function open() {
  const scanned: string[] = [];
  const look = (text: string): string => {
    scanned.push(text);
    return mask(text);
  };
  return { tap: new AuditTap('s1', 'anna', 'files', look), scanned };
}

const rowOf = (tap: AuditTap, message: Message, request?: OpenRequest) =>
  tap.settled(tap.arrived('toServer', message, 1, request), untouched(message), SEND);

const call = (name: string, id: unknown = 7) => ({ id, method: 'tools/call', params: { name } });

describe('what a row names', () => {
  it('is looked through once for a request and its answer, and of it only what a sender has chosen', () => {
    const { tap, scanned } = open();
    const asks = readRequest(call('read'));
    const request = new OpenRequest(asks);
    const names = { method: 'tools/call', target: 'read', rpcId: '7' };
    expect(rowOf(tap, asks, request)).toMatchObject(names);
    expect(rowOf(tap, read({ id: 7, result: {} }), request)).toMatchObject(names);
    expect(rowOf(tap, read({ method: 'notifications/progress' }))).toMatchObject({ method: 'notifications/progress' });
    tap.own('toClient', 'notification', { method: 'notifications/message' });
    expect(scanned).toEqual(['read']);
  });

  it.each([
    ['tools/call', { isError: true }, 'tool_error'],
    ['tools/call', { isError: false }, 'result'],
    ['tools/call', {}, 'result'],
    ['tasks/result', { isError: true }, 'tool_error'],
    ['resources/read', { isError: true }, 'result'],
  ])('says whether a tool failed: %s with %j is a %s', (method, result, shape) => {
    const asks = readRequest({ ...call('read'), method });
    const { tap } = open();
    expect(rowOf(tap, read({ id: 7, result }), new OpenRequest(asks))).toMatchObject({ shape, method });
  });

  it.each<[string, object | string]>([
    ['a tool', call(SECRET)],
    ['a URI', { id: 1, method: 'resources/read', params: { uri: `file:///${SECRET}` } }],
    ['a task', { id: 1, method: 'tasks/get', params: { taskId: SECRET } }],
    ['a card number as a task', { id: 1, method: 'tasks/get', params: { taskId: CARD } }],
    ['a method', { id: 1, method: SECRET }],
    ['a method that begins like one of the specification', { id: 1, method: `tools/call ${SECRET}` }],
    ['an id', { id: SECRET, method: 'ping' }],
    ['a card number as an id', `{"jsonrpc":"2.0","id":${CARD},"method":"ping"}`],
  ])('holds no secret, also where it is that of %s', (_, message) => {
    const { tap } = open();
    const asks = readRequest(message);
    const request = new OpenRequest(asks);
    const error = new GuardError('POLICY_DENIED', `no ${SECRET}`);
    const arrival = tap.arrived('toServer', asks, 1, request);
    const rows = [
      rowOf(tap, asks, request),
      rowOf(tap, read(`{"jsonrpc":"2.0","id":${request.id},"result":{}}`), request),
      tap.settled(arrival, untouched(asks), { kind: 'refuse', error }),
      tap.rejected(arrival, error),
      tap.own('toClient', 'failure', request, error),
    ];
    for (const row of rows) expect(JSON.stringify(row)).toContain('[REDACTED:');
    for (const row of rows) expect(JSON.stringify(row)).not.toMatch(new RegExp(`${SECRET}|${CARD}`));
  });
});
