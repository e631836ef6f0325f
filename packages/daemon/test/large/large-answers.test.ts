import { Fingerprints } from '@mcp-guard/core';
import { parseConfig } from '@mcp-guard/policy';
import { createServers, findServer } from '@mcp-guard/rules';
import { describe, expect, it, vi } from 'vitest';
import { TestGate } from '../support/gate.js';
import { startSession, type TestSession } from '../support/session.js';
import { shareThreads } from '../support/share-threads.js';

const fingerprints = new Fingerprints('00');
const threads = shareThreads(parseConfig('servers: {}', 'test.yaml', new Map()));

/** A session whose calls are paid and let pass by a real gate, and whose large messages are judged in threads. */
function open(policy: object, gate: TestGate): TestSession {
  const text = JSON.stringify({ servers: { files: { command: 'x', policy } } });
  threads.config = parseConfig(text, 'test.yaml', new Map());
  const started = startSession({ large: threads.large, gate: gate.gate });
  const servers = createServers(threads.config, { locate: (rule) => rule, fingerprints });
  started.policy = findServer(servers, 'files').policyFor(['default']);
  return started;
}

const text = 'lorem ipsum '.repeat(20_000);
const answer = { id: 1, result: { content: [{ type: 'text', text }] } };
const call = { id: 1, method: 'tools/call', params: { name: 'pay', arguments: { amount: 3 } } };

async function ask(session: TestSession): Promise<void> {
  session.client.say(call);
  await session.turn();
}

/** What the client hears of a large answer to the call that the server has got. */
async function hear(session: TestSession): Promise<unknown> {
  const before = session.client.heard.length;
  session.server.say(answer);
  await vi.waitFor(() => expect(session.rows.at(-1)?.shape).toBe('result'), { timeout: 120_000 });
  await session.turn();
  return session.client.heard[before];
}

/** A person approves of the call that waits. */
async function letPass(gate: TestGate): Promise<void> {
  await gate.commit();
  const [held] = gate.held;
  await gate.approve(held?.id ?? '');
}

const caps = { max_per_hour: 100, currency: 'USD' };
const whole = { jsonrpc: '2.0', ...answer };

describe('a large answer', () => {
  it.each([
    ['a call with a price', { spend: { tools: { pay: { price: 1 } }, ...caps } }],
    ['a call with an amount', { spend: { tools: { pay: { amount: '/amount' } }, ...caps } }],
  ])('to %s passes', async (_, policy) => {
    const gate = new TestGate();
    const session = open(policy, gate);
    await ask(session);
    expect(session.server.heard).toHaveLength(1);
    expect(await hear(session)).toEqual(whole);
    await gate.commit();
    expect(gate.unwritten.size).toBe(0);
  });

  it('to a call that a person has approved passes', async () => {
    const gate = new TestGate();
    const session = open({ permissions: { require_approval: ['pay'] } }, gate);
    await ask(session);
    await letPass(gate);
    await ask(session);
    expect(session.server.heard).toHaveLength(1);
    expect(await hear(session)).toEqual(whole);
  });

  it('to a call that was kept open for a person passes', async () => {
    const gate = new TestGate();
    gate.wait = 60;
    const session = open({ permissions: { require_approval: ['pay'] } }, gate);
    await ask(session);
    expect(session.client.heard).toEqual([]);
    await letPass(gate);
    await vi.waitFor(async () => {
      await session.turn();
      expect(session.server.heard).toHaveLength(1);
    });
    expect(await hear(session)).toEqual(whole);
  });
});
