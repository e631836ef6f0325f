import { describe, expect, it } from 'vitest';
import { Negotiated } from '../../src/session/negotiated.js';
import { read } from '../../../rules/test/support/read.js';
import { openRequest } from '../support/open-request.js';

const INITIALIZE = openRequest({ id: 1, method: 'initialize', params: {} });

function observed(result: object, request = INITIALIZE): Negotiated {
  const negotiated = new Negotiated();
  negotiated.observe(request, read({ id: 1, result }));
  return negotiated;
}

describe('the result of the negotiation', () => {
  it.each([
    ['2024-11-05', false],
    ['2025-03-26', true],
    ['2025-06-18', false],
    ['2025-11-25', false],
  ])('allows batches by the revision (%s)', (protocolVersion, allowed) => {
    expect(observed({ protocolVersion }).allowsBatches).toBe(allowed);
  });

  it('is the server’s response to `initialize`, and nothing else', () => {
    const other = openRequest({ id: 1, method: 'tools/call', params: {} });
    expect(observed({ protocolVersion: '2025-03-26' }, other).allowsBatches).toBe(false);
    const refused = new Negotiated();
    refused.observe(INITIALIZE, read({ id: 1, error: { code: -32602, message: '2025-03-26' } }));
    expect(refused.allowsBatches).toBe(false);
  });

  it('notifies a client of changed lists if its server declared such notifications', () => {
    const capabilities = { tools: { listChanged: true }, prompts: { listChanged: false }, resources: {} };
    expect(
      observed({ capabilities })
        .listChangedNotices([])
        .map(({ bytes }) => bytes.toString()),
    ).toEqual(['{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}']);
  });

  it('notifies a client in one line for every line reader', () => {
    const notifications = { promptsListChanged: true };
    const open = [openRequest({ id: 'a\u2028b', method: 'subscriptions/listen', params: { notifications } })];
    const [notice] = new Negotiated().listChangedNotices(open);
    expect(notice?.bytes.toString()).toContain(String.raw`"a\u2028b"`);
  });

  it('notifies each subscription that asked, under its own id', () => {
    const notifications = { promptsListChanged: true };
    const open = [openRequest({ id: 'é"', method: 'subscriptions/listen', params: { notifications } })];
    expect(new Negotiated().listChangedNotices(open)).toEqual([
      {
        method: 'notifications/prompts/list_changed',
        bytes: Buffer.from(
          '{"jsonrpc":"2.0","method":"notifications/prompts/list_changed",' +
            '"params":{"_meta":{"io.modelcontextprotocol/subscriptionId":"é\\""}}}',
        ),
      },
    ]);
  });
});
