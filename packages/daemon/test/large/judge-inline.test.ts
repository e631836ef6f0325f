import { Fingerprints } from '@mcp-guard/core';
import { parseConfig } from '@mcp-guard/policy';
import { type Charge, createServers, findServer } from '@mcp-guard/rules';
import { describe, expect, it, vi } from 'vitest';
import { InlineBudget, judgeInline, ThreadClock } from '../../src/large/judge-inline.js';
import { LARGE_BYTES, type LargeMessages } from '../../src/large/large-messages.js';
import { contextOf } from '../../../rules/test/support/context.js';
import { read } from '../../../rules/test/support/read.js';
import { startSession, type TestSession } from '../support/session.js';
import { shareThreads } from '../support/share-threads.js';

const policy = { rate_limit: { requests_per_minute: 100 } };
const config = parseConfig(JSON.stringify({ servers: { files: { command: 'x', policy } } }), 'test.yaml', new Map());
const { large } = shareThreads(config);

/** A session, how many messages were judged in threads, and what was taken from limits. */
function open() {
  const taken: Charge[] = [];
  const take = (charges: readonly Charge[]): undefined => void taken.push(...charges);
  const threads: number[] = [];
  const readThere: LargeMessages['read'] = (line, owner) => {
    threads.push(line.length);
    return large.read(line, owner);
  };
  const servers = createServers(config, { locate: (rule) => rule, fingerprints: new Fingerprints('00') });
  const session = startSession({ large: { read: readThere }, charge: take });
  session.policy = findServer(servers, 'files').policyFor(['default']);
  return { session, threads, taken };
}

/** Small, and more to do than a message of its size has: findings far down. */
function findingsFarDown(count: number): unknown {
  let value: unknown = Array.from({ length: count }, (_, n) => `u${n}@mail.example.com`);
  for (let depth = 0; depth < 60; depth++) value = [value];
  return value;
}

const call = (id: number, value: unknown) => ({
  id,
  method: 'tools/call',
  params: { name: 'save', arguments: { value } },
});
const settled = (session: TestSession, count: number) =>
  vi.waitFor(
    async () => {
      await session.turn();
      expect(session.rows.length).toBe(count);
    },
    { timeout: 120_000 },
  );

describe('a small message that is too much work for the thread of all sessions', () => {
  it('is judged as a whole in another, and passes or is refused as it would be here', async () => {
    const { session, threads, taken } = open();
    const heavy = call(1, findingsFarDown(3000));
    expect(JSON.stringify(heavy).length).toBeLessThan(LARGE_BYTES);
    session.client.say(heavy);
    await settled(session, 1);
    expect(threads).toHaveLength(1);
    expect(session.server.heard).toEqual([{ jsonrpc: '2.0', ...heavy }]);
    expect(session.rows[0]).toMatchObject({ outcome: 'allow', warn: true, target: 'save' });
    expect(taken).toHaveLength(1);

    session.client.say(call(2, [findingsFarDown(3000), 'AKIAQ3EGWHLKJ4TZRXNP']));
    await settled(session, 2);
    expect(session.rows[1]).toMatchObject({ outcome: 'block', code: 'CONTENT_BLOCKED' });
    expect(session.client.heard).toHaveLength(1);
  });

  it('holds up what comes after it, and nothing that goes the other way', async () => {
    const { session } = open();
    session.client.say(call(1, findingsFarDown(3000)));
    session.client.say(call(2, 'light'));
    session.server.say({ method: 'notifications/message', params: { level: 'info', data: 'x' } });
    await session.turn();
    expect(session.client.heard).toHaveLength(1);
    expect(session.server.heard).toEqual([]);
    await settled(session, 3);
    expect(session.server.heard).toMatchObject([{ id: 1 }, { id: 2 }]);
  });

  it('is refused where no thread can judge it', async () => {
    const { session } = open();
    const refusing = startSession({ large: { read: () => Promise.reject(new Error('no thread')) } });
    refusing.policy = session.policy;
    refusing.client.say(call(1, findingsFarDown(3000)));
    await settled(refusing, 1);
    expect(refusing.rows[0]).toMatchObject({ outcome: 'block', code: 'INTERNAL' });
    expect(refusing.server.heard).toEqual([]);
  });
});

it.each([
  ['an ordinary message is judged in the thread of all sessions', 5, false],
  ['a message that is too much work for it is not', 3000, true],
])('%s', (_, count, isElsewhere) => {
  const { session } = open();
  const message = read(call(1, findingsFarDown(count)));
  const budget = new InlineBudget(new ThreadClock({ elapsed: () => 0, computing: () => 0 }));
  const { pipeline } = session.policy;
  const context = { ...contextOf(), server: 'files' };
  const judgement = judgeInline(pipeline, 'toServer', message, context, () => undefined, budget);
  expect(judgement === undefined).toBe(isElsewhere);
});
