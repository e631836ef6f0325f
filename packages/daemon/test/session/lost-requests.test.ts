import { GuardError } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { judgeLater } from '../support/judge-later.js';
import { startSession } from '../support/session.js';

const GONE = new GuardError('UPSTREAM_UNAVAILABLE', 'the server files has sent nothing for 5 seconds');

const ping = (id: unknown) => ({ id, method: 'ping' });
const failed = (id: unknown) => ({ id, error: { code: 10502, data: { code: 'UPSTREAM_UNAVAILABLE' } } });

describe('a request that the server will not answer', () => {
  it('gets one recorded error under its id, and a late answer goes nowhere', async () => {
    const { session, client, server, rows, turn } = startSession();
    client.say(ping(1));
    await turn();
    session.lose('1', GONE);
    session.lose('1', GONE);
    server.say({ id: 1, result: {} });
    await turn();
    expect(client.heard).toMatchObject([failed(1)]);
    expect(rows.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['allow', null],
      ['block', 'UPSTREAM_UNAVAILABLE'],
      ['block', 'MALFORMED_MESSAGE'],
    ]);
  });

  it('keeps the answer that came before, even if that is still being judged', async () => {
    const { large, decide } = judgeLater('none');
    const { session, client, server, turn } = startSession({ large });
    client.say(ping(1));
    await turn();
    server.say({ id: 1, result: { text: 'x'.repeat(200_000) } });
    session.lose('1', GONE);
    decide({ kind: 'pass' });
    await turn();
    expect(client.heard).toMatchObject([{ id: 1, result: {} }]);
  });

  it('gets nothing if its client took it back, or never opened it', async () => {
    const { session, client, rows, turn } = startSession();
    client.say(ping(1));
    client.say({ method: 'notifications/cancelled', params: { requestId: 1 } });
    await turn();
    session.lose('1', GONE);
    session.lose('2', GONE);
    await turn();
    expect(client.heard).toEqual([]);
    expect(rows).toHaveLength(2);
  });

  it('ends the session where an error would be read as a revision', async () => {
    const { session, client, ends, turn } = startSession();
    client.say({ id: 1, method: 'server/discover' });
    await turn();
    session.lose('1', GONE);
    await turn();
    expect(client.heard).toEqual([]);
    expect(ends).toEqual([GONE]);
  });
});
