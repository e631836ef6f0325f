import type { CallDetail, CallPage, NowView, SessionView } from '@mcp-guard/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callLine } from '../support/calls.ts';
import { startInProcess, type InProcess, type InProcessSession } from '../support/in-process.ts';

let daemon: InProcess;

beforeEach(async () => {
  daemon = await startInProcess({
    policy: { permissions: { denied_tools: ['drop'], require_approval: ['deploy'] } },
    config: { daemon: { dashboard_port: false, shutdown_timeout: 1, encryption: { enabled: true } } },
  });
});

afterEach(() => daemon.close());

const result = (id: number): string => `{"jsonrpc":"2.0","id":${id},"result":{"content":[]}}`;

async function initialize({ client, server }: InProcessSession, clientInfo: unknown): Promise<void> {
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  client.send(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }));
  await server.next();
  server.send(
    `{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"s","version":"1"}}}`,
  );
  await client.next();
}

const calls = (query = ''): Promise<CallPage> => daemon.ask(`/calls${query}`);

describe('a session', () => {
  it('shows the client by what it says of itself, and how much it did', async () => {
    const session = await daemon.connect();
    await initialize(session, { name: 'claude-ai', version: '0.1.0' });
    session.client.send(callLine('drop', {}, 1));
    await session.client.next();
    expect(await daemon.ask<SessionView[]>('/sessions')).toMatchObject([
      {
        server: 'raw',
        client: { name: 'claude-ai', version: '0.1.0' },
        revision: '2025-06-18',
        inFlight: 0,
        calls: 1, // the handshake is none
        refused: 1,
      },
    ]);
    const { calls: shown } = await calls('?method=initialize');
    const detail = await daemon.ask<CallDetail>(`/calls/${shown[0]?.seq}`);
    expect(detail.client).toBe('claude-ai 0.1.0');
    expect(detail.rows[0]?.detail).toContain('the client says it is claude-ai 0.1.0');
    await session.close();
  });

  // Threat 15
  it.each([
    ['markup', '<img src=x>', /^<img src=x>$/u],
    ['a megabyte', 'x'.repeat(100_000), /^x{1,64}/u],
    ['codes of a terminal and a turned text', 'x\u001b[31m\u202Ey\nz', /^[\x20-\x7e…]*$/u],
    ['no text', 7, /^$/u],
  ])('with %s for a name shows no more than a line of it', async (_, name, shown) => {
    const session = await daemon.connect();
    await initialize(session, { name, version: '1' });
    const [{ client } = { client: null }] = await daemon.ask<SessionView[]>('/sessions');
    expect(client?.name ?? '').toMatch(shown);
    expect(client?.name.length ?? 0).toBeLessThan(100);
    await session.close();
  });
});

describe('calls', () => {
  it('are shown with their answers, whatever comes between', async () => {
    const session = await daemon.connect();
    const { client, server } = session;
    for (const id of [1, 2, 3]) {
      client.send(callLine('echo', {}, id));
      await server.next();
    }
    for (const id of [3, 1]) {
      server.send(result(id));
      await client.next();
    }
    client.send(callLine('echo', {}, 1)); // the id again
    await server.next();
    server.send('{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no"}}');
    await client.next();
    client.send(callLine('drop', {}, 4));
    await client.next();
    client.send(callLine('deploy', {}, 5));
    await client.next();

    const page = await calls();
    const facts = page.calls.map(({ target, outcome, code, answer }) => [target, outcome, code, answer?.isError]);
    expect(facts).toEqual([
      ['deploy', 'held', 'APPROVAL_REQUIRED', undefined],
      ['drop', 'refused', 'POLICY_DENIED', undefined],
      ['echo', 'error', null, true],
      ['echo', 'allowed', null, false],
      ['echo', 'allowed', null, undefined],
      ['echo', 'allowed', null, false],
    ]);
    expect(page.before).toBeNull();

    // From page to page it is the same.
    const paged: unknown[] = [];
    for (let before: number | null = 1e6; before !== null;) {
      const next: CallPage = await calls(`?limit=1&before=${before}`);
      paged.push(...next.calls);
      before = next.before;
    }
    expect(paged).toEqual(page.calls);
    for (const word of ['refused', 'block'])
      expect((await calls(`?outcome=${word}`)).calls.map(({ target }) => target)).toEqual(['drop']);
    expect((await calls('?outcome=error')).calls.map(({ answer }) => answer?.isError)).toEqual([true]);
    expect((await calls('?outcome=ok')).calls).toHaveLength(3);
    expect(await calls('?outcome=blocked')).toEqual({
      code: 'MALFORMED_MESSAGE',
      message: 'there is no such outcome; known: allowed, redacted, refused, held, error',
    });
    expect((await calls('?q=DEPLOY')).calls.map(({ target }) => target)).toEqual(['deploy']);
    expect((await calls('?q=.*')).calls).toEqual([]);
    expect(await calls('?nope=1')).toMatchObject({ code: 'MALFORMED_MESSAGE' });
    await session.close();
  });

  it('say how a refusal is explained, and why a call is held in words for a person', async () => {
    const session = await daemon.connect();
    session.client.send(callLine('drop', {}, 1));
    await session.client.next();
    session.client.send(callLine('deploy', {}, 2));
    await session.client.next();
    const [deploy, drop] = (await calls()).calls;
    expect(await daemon.ask(`/calls/${drop?.seq}`)).toMatchObject({ hint: { command: 'mcp-guard explain raw drop' } });
    expect(deploy?.reason).toBe('it needed a person’s decision');
    expect(await daemon.ask('/calls/999999')).toMatchObject({ code: 'MALFORMED_MESSAGE' });
    await session.close();
  });

  it('are counted for those who look now', async () => {
    const session = await daemon.connect();
    session.client.send(callLine('drop', {}, 1));
    session.client.send(callLine('deploy', {}, 2));
    await session.client.next();
    await session.client.next();
    await expect
      .poll(async () => {
        const { seconds, latency, pending, concerns, sessions } = await daemon.ask<NowView>('/now');
        const sum = (name: 'calls' | 'refused' | 'held'): number => seconds.reduce((all, each) => all + each[name], 0);
        const counted = [sum('calls'), sum('refused'), sum('held')];
        return [...counted, latency.guard.p50 !== null, seconds.length, sessions.length, pending, concerns];
      })
      .toEqual([2, 1, 1, true, 300, 1, 1, []]);
    await session.close();
  });
});
