import { targetOf } from '@mcp-guard/rules';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { OpenRequests } from '../../src/state/open-requests.js';
import { askedBy, readRequest } from '../../../rules/test/support/read.js';

const ping = (id: string) => readRequest(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);

describe('open requests', () => {
  it.each([
    ['1', '"1"'],
    ['1', '2'],
    ['"a"', '"A"'],
    ['-1', '1'],
    ['9007199254740991', '9007199254740992'],
    ['"constructor"', '"__proto__"'],
  ])('keep %s and %s apart', (one, other) => {
    const open = new OpenRequests();
    open.add(ping(one));
    expect(open.refuses(other)).toBeUndefined();
    expect(open.close(other)).toBeUndefined();
    expect(open.close(one)).toMatchObject({ id: one });
  });

  it.each([
    ['1', '1'],
    ['"a"', '"a"'],
    ['9007199254740992', '9007199254740993'],
    ['-9007199254740992', '-9007199254740993'],
    ['1'.padEnd(400, '0'), '2'.padEnd(400, '0')], // both are Infinity
    ['"\\ud800"', '"\\udc00"'],
    ['"\\ud800"', '"\ufffd"'],
    ['"a"', '"a\\u0000"'],
  ])('do not let %s and %s be open together', (one, other) => {
    const open = new OpenRequests();
    open.add(ping(one));
    expect(open.refuses(other)).toBe('this id is already open');
    open.close(one);
    expect(open.refuses(other)).toBeUndefined();
  });

  it('are ended by the exact text of their id only', () => {
    const open = new OpenRequests();
    open.add(ping('9007199254740993'));
    expect(open.close('9007199254740992')).toBeUndefined();
    expect(open.close('9007199254740993')).toBeDefined();
    expect(open.close('9007199254740993')).toBeUndefined();
  });

  it.each(['7', '"7"', '9007199254740993', '"constructor"'])('are found by the exact text of their id, %s', (id) => {
    const open = new OpenRequests();
    const request = open.add(ping(id));
    expect(open.find(id)).toEqual({ request, isAlike: false });
  });

  it.each([
    ['7', '"7"', false],
    ['7', '8', false],
    ['0', '1e400', false],
    ['9007199254740993', '9007199254740992', true],
    ['7', '7.0', true],
    ['"a"', '"a\\u0000"', true],
  ])('of which one is %s are not found by %s', (id, other, isAlike) => {
    const open = new OpenRequests();
    open.add(ping(id));
    expect(open.find(other)).toEqual({ request: undefined, isAlike });
  });

  it('stay taken after a cancel until they are answered, but nobody waits for them', () => {
    const open = new OpenRequests();
    const request = open.add(ping('1'));
    open.cancel(request);
    open.cancel(request);
    expect([open.count, open.waiting(), open.refuses('1')]).toEqual([0, [], 'this id is already open']);
    expect(open.close('1')).toBe(request);
    expect([open.count, open.refuses('1')]).toEqual([0, undefined]);
  });

  it('are bounded, those that were cancelled too', () => {
    const open = new OpenRequests();
    const waitingMax = 4096;
    const cancelledMax = 16_384;
    for (let id = 0; id < cancelledMax; id++) open.cancel(open.add(ping(String(id))));
    expect(open.refuses('-1')).toBe('too many cancelled requests were never answered');
    open.close('0');
    for (let id = 0; id < waitingMax; id++) open.add(ping(`"${id}"`));
    expect(open.refuses('-1')).toBe('more than 4096 requests are open');
    open.close('"0"');
    expect(open.refuses('-1')).toBeUndefined();
  });

  it('count what is waiting, whatever happens in whichever order', () => {
    const ids = fc.constantFrom('1', '2', '"1"', '"x"', '9007199254740992', '9007199254740993');
    const step = fc.record({ what: fc.constantFrom('add', 'take', 'cancel'), id: ids });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const open = new OpenRequests();
        const model = new Map<string, 'waiting' | 'cancelled'>();
        const taken: [string | undefined, string | undefined][] = [];
        for (const { what, id } of steps) {
          if (what === 'add' && open.refuses(id) === undefined) {
            open.add(ping(id));
            model.set(id, 'waiting');
          } else if (what === 'take') {
            taken.push([open.close(id)?.id, model.delete(id) ? id : undefined]);
          } else {
            const request = open.waiting().find((one) => one.id === id);
            if (request) open.cancel(request);
            if (model.has(id)) model.set(id, 'cancelled');
          }
        }
        expect(taken.map(([given]) => given)).toEqual(taken.map(([, wanted]) => wanted));
        const waiting = [...model].flatMap(([id, state]) => (state === 'waiting' ? [id] : []));
        expect(open.waiting().map(({ id }) => id)).toEqual(waiting);
        expect(open.count).toBe(waiting.length);
      }),
      { seed: 1 },
    );
  });
});

describe('an open request', () => {
  it.each([
    ['tools/call', { name: 'read', uri: 'x', taskId: 't' }, 'read'],
    ['resources/read', { uri: 'file:///a', name: 'innocent' }, 'file:///a'],
    ['tasks/result', { taskId: 't1', name: 't2' }, 't1'],
    ['tasks/result', { name: 't2' }, null],
    ['x/y', { uri: 'file:///a' }, 'file:///a'],
    ['completion/complete', { ref: { type: 'ref/prompt', name: 'p' }, name: 'q' }, 'p'],
    ['completion/complete', { ref: { type: 'ref/resource', uri: 'file:///{x}' } }, 'file:///{x}'],
    ['tools/call', {}, null],
    ['x/y', { name: 7, uri: null, ref: 'p' }, null],
  ])('%s names what its method names: %j', (method, params, target) => {
    expect(targetOf(method, params)).toBe(target);
  });

  it('is of the era that it came in', () => {
    const modern = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };
    expect(askedBy({ id: 1, method: 'tools/list', params: modern }).modern).toBe(true);
    expect(askedBy({ id: 1, method: 'tools/list', params: { _meta: {} } }).modern).toBe(false);
  });

  it('knows which changes a subscription asks for', () => {
    const notifications = { toolsListChanged: true, promptsListChanged: false, resourcesListChanged: 'yes' };
    expect(askedBy({ id: 1, method: 'subscriptions/listen', params: { notifications } }).listens).toEqual(['tools']);
    expect(askedBy({ id: 1, method: 'tools/call', params: { notifications } }).listens).toEqual([]);
  });
});

// Threat 27
it('open requests that name too much together leave no room for more, until some of them are answered', () => {
  const open = new OpenRequests();
  const named = (id: number) =>
    readRequest(`{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${'n'.repeat(100_000)}"}}`);
  let count = 0;
  for (; open.refuses(String(count)) === undefined && count < 1000; count++) open.add(named(count));
  expect(count * 100_000).toBeLessThan(5 * 2 ** 20);
  expect(open.refuses('"more"')).toBe('the requests that are open name too much');
  for (let id = 0; id < count; id++) open.close(String(id));
  for (let id = 0; id < 4096; id++) open.add(ping(String(id)));
  expect(open.refuses('"more"')).toBe('more than 4096 requests are open');
});
