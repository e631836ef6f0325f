import { Fingerprints, type JsonObject } from '@mcp-guard/core';
import { parseConfig } from '@mcp-guard/policy';
import { type Charge, createServers, findServer } from '@mcp-guard/rules';
import { describe, expect, it, vi } from 'vitest';
import { RateLimits } from '../../src/state/rate-limits.js';
import { startSession, type TestSession } from '../support/session.js';
import { shareThreads } from '../support/share-threads.js';

const RULE = 'servers.files.policy.rate_limit.tool_limits.pay.requests_per_hour';
const policy = {
  rate_limit: { tool_limits: { pay: { requests_per_hour: 2 } } },
  sampling: { enabled: true, rate_limit: 5 },
};
const config = parseConfig(JSON.stringify({ servers: { files: { command: 'x', policy } } }), 'test.yaml', new Map());
const { large } = shareThreads(config);

/** A session, and all that was taken from limits in it. */
function open(): TestSession & { readonly taken: readonly Charge[] } {
  const limits = new RateLimits({ load: () => [], put: () => undefined }, new Set());
  const taken: Charge[] = [];
  const take = (charges: readonly Charge[]) => {
    taken.push(...charges);
    return limits.charge(charges);
  };
  const servers = createServers(config, { locate: (rule) => rule, fingerprints: new Fingerprints('00') });
  const started = startSession({ large, charge: take });
  started.policy = findServer(servers, 'files').policyFor(['default']);
  return Object.assign(started, { taken });
}

/** What became of the messages that came so far, once so many rows are written. */
async function rowsOf(session: TestSession, count: number) {
  await vi.waitFor(() => expect(session.rows.length).toBe(count), { timeout: 120_000 });
  await session.turn();
  return session.rows.map(({ target, outcome, code, rule }) => ({ target, outcome, code, rule }));
}

const padding = 'x'.repeat(200_000);
const others = Object.fromEntries(Array.from({ length: 32 }, (_, n) => [`x${n}`, n]));
const call = (id: number, params: JsonObject) => ({ id, method: 'tools/call', params });
const passed = { target: 'pay', outcome: 'allow', code: null, rule: null };
const limited = { target: 'pay', outcome: 'block', code: 'RATE_LIMITED', rule: RULE };

describe('the limit of a tool', () => {
  it.each([
    ['32 other params', others],
    ['a param with a long key', { ['k'.repeat(2000)]: 1 }],
    ['32 params with long keys', Object.fromEntries(Object.keys(others).map((key) => [key.padEnd(2000, 'k'), 1]))],
  ])('counts a large call whose name stands behind %s, and the record names the tool', async (_, before) => {
    const session = open();
    for (const id of [1, 2, 3]) session.client.say(call(id, { ...before, name: 'pay', arguments: { padding } }));
    expect(await rowsOf(session, 3)).toEqual([passed, passed, limited]);
    expect(session.server.heard).toHaveLength(2);
    expect(session.taken.map(({ rule }) => rule)).toEqual([RULE, RULE, RULE]);
  });

  it('counts a large call whose name is too long to be told, which is refused', async () => {
    const session = open();
    for (const id of [1, 2, 3]) session.client.say(call(id, { name: `pay${padding}` }));
    const codes = (await rowsOf(session, 3)).map(({ code }) => code);
    expect(codes).toEqual(['MALFORMED_MESSAGE', 'MALFORMED_MESSAGE', 'RATE_LIMITED']);
    expect(session.server.heard).toEqual([]);
  });

  it('counts a large call whose name is no text', async () => {
    const session = open();
    for (const id of [1, 2, 3]) session.client.say(call(id, { name: { pay: 1 }, arguments: { padding } }));
    expect((await rowsOf(session, 3)).at(-1)?.code).toBe('RATE_LIMITED');
  });
});

it('what a large question of a server embeds is taken from its limit', async () => {
  const session = open();
  session.server.say({ id: 1, method: 'sampling/createMessage', params: { messages: [], padding } });
  await rowsOf(session, 1);
  expect(session.taken.map(({ rule }) => rule)).toEqual(['servers.files.policy.sampling.rate_limit']);
});

it('a large cancellation cancels the request that it names behind 32 other params', async () => {
  const session = open();
  session.client.say(call(7, { name: 'read' }));
  await session.turn();
  session.client.say({ method: 'notifications/cancelled', params: { ...others, padding, requestId: 7 } });
  await rowsOf(session, 2);
  expect(session.session.asked.toServer.waiting()).toEqual([]);
  expect(session.server.heard).toHaveLength(2);
});
