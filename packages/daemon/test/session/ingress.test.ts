import { describe, expect, it } from 'vitest';
import { OpenRequests } from '../../src/state/open-requests.js';
import { pair } from '../../src/session/ingress.js';
import { read, readRequest } from '../../../rules/test/support/read.js';

/** The effect of a client's notification on the request with this id, which was sent. */
function cancel(id: string, requestId: string) {
  const asked = { toServer: new OpenRequests(), toClient: new OpenRequests() };
  const request = asked.toServer.add(readRequest(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`));
  request.release();
  const params = `{"reason":"r","requestId":${requestId}}`;
  const paired = pair(
    asked,
    'toServer',
    read(`{"jsonrpc":"2.0","method":"notifications/cancelled","params":${params}}`),
  );
  return { isCancelled: request.isCancelled, error: paired.error?.message };
}

describe('a cancellation', () => {
  it.each([
    ['0', '0'],
    ['7', '7.0'],
    ['7', '70e-1'],
    ['"a"', '"\\u0061"'],
    ['9007199254740993', '9007199254740993'],
  ])('of %s, written %s, cancels it', (id, requestId) => {
    expect(cancel(id, requestId)).toEqual({ isCancelled: true, error: undefined });
  });

  it.each([
    ['0', '1e400'],
    ['0', '-1e400'],
    ['0', 'null'],
    ['0', '[0]'],
    ['0', '"0"'],
    ['1', '1.5'],
  ])('of %s, written %s, is about another request', (id, requestId) => {
    expect(cancel(id, requestId)).toEqual({ isCancelled: false, error: undefined });
  });

  it.each([
    ['9007199254740993', '9007199254740992'],
    ['9007199254740992', '9.007199254740993e15'],
    ['"a"', '"a\\u0000"'],
  ])('of %s, written %s, is refused, since its reader may cancel a request that still waits', (id, requestId) => {
    expect(cancel(id, requestId)).toEqual({
      isCancelled: false,
      error: 'the id of what this cancels can be taken for another',
    });
  });
});
