import { describe, expect, it } from 'vitest';
import { rateLimit } from '../../src/limits/rate-limit.js';
import { contextOf } from '../support/context.js';
import { scopeOf } from '../support/policy.js';
import { read } from '../support/read.js';

const PLACE = 'servers.files.policy.rate_limit';

/** The rules that a message is counted by. */
function countedBy(
  policy: object,
  message: object,
  direction: 'toServer' | 'toClient' = 'toServer',
): readonly string[] {
  const verdict = rateLimit(scopeOf(policy))?.[direction]?.(read(message), contextOf());
  if (!verdict) throw new Error('no verdict');
  return verdict.kind === 'charge' ? verdict.charges.map(({ rule = 'flood', count }) => `${rule}×${count}`) : [];
}

const limits = {
  requests_per_minute: 5,
  requests_per_hour: 9,
  tool_limits: { 'delete_*': { requests_per_minute: 1 } },
};
const call = (name: unknown) => ({ id: 1, method: 'tools/call', params: { name } });
const ALL = [`${PLACE}.requests_per_minute×1`, `${PLACE}.requests_per_hour×1`];
const DELETE = `${PLACE}.tool_limits.delete_*.requests_per_minute×1`;

describe('a request and its rate limit', () => {
  it.each(['tools/list', 'resources/read', 'prompts/get', 'completion/complete', 'logging/setLevel', 'x/y'])(
    '%s is counted',
    (method) => expect(countedBy({ rate_limit: limits }, { id: 1, method })).toEqual(ALL),
  );

  it.each(['initialize', 'server/discover', 'ping'])('%s is free within the flood cap', (method) => {
    expect(countedBy({ rate_limit: limits }, { id: 1, method })).toEqual(['flood×1']);
  });

  it('is not counted without a configured limit', () => {
    expect(countedBy({}, call('read'))).toEqual([]);
  });
});

// Threat 32
describe('a name made up to escape or to fill the counters', () => {
  it.each(['delete_file', 'DELETE_FILE', 'delete_file\u200b', 'ｄelete_x', ' delete_x'])(
    '%j counts as the tool',
    (name) => {
      expect(countedBy({ rate_limit: limits }, call(name))).toEqual([...ALL, DELETE]);
    },
  );

  it.each(['read', 'constructor', '__proto__'])('%j creates no counter of its own', (name) => {
    expect(countedBy({ rate_limit: limits }, call(name))).toEqual(ALL);
  });

  it.each([7, null, ['delete_x'], {}, undefined])('%j, which is no tool’s name, counts as every tool', (name) => {
    expect(countedBy({ rate_limit: limits }, call(name))).toEqual([...ALL, DELETE]);
  });

  it('under an alias of tools/call counts as the tool', () => {
    expect(
      countedBy({ rate_limit: limits }, { id: 1, method: 'tools/invoke', params: { name: 'delete_x' } }),
    ).toContain(DELETE);
    expect(countedBy({ rate_limit: limits }, { id: 1, method: 'tools/invoke', params: { name: 7 } })).toContain(DELETE);
    expect(countedBy({ rate_limit: limits }, { id: 1, method: 'tools/invoke', params: {} })).toEqual(ALL);
    expect(countedBy({ rate_limit: limits }, { id: 1, method: 'prompts/get', params: { name: 'delete_x' } })).toEqual(
      ALL,
    );
  });
});

it('notifications count, but against no limit of the configuration', () => {
  expect(countedBy({ rate_limit: limits }, { method: 'notifications/progress' })).toEqual(['flood×1']);
});

describe('the rate limit of sampling', () => {
  const sampling = { enabled: true, rate_limit: { requests_per_minute: 3, requests_per_hour: 5 } };
  const rules = ['requests_per_minute', 'requests_per_hour'].map(
    (key) => `servers.files.policy.sampling.rate_limit.${key}`,
  );
  const request = { method: 'sampling/createMessage', params: {} };

  it('counts a request of the server', () => {
    expect(countedBy({ sampling }, { id: 1, ...request }, 'toClient')).toEqual(rules.map((rule) => `${rule}×1`));
    expect(countedBy({ sampling: { enabled: true, rate_limit: 7 } }, { id: 1, ...request }, 'toClient')).toEqual([
      'servers.files.policy.sampling.rate_limit×1',
    ]);
  });

  it('counts each request that a response embeds', () => {
    const inputRequests = { a: request, b: request, c: { method: 'roots/list' } };
    expect(countedBy({ sampling }, { id: 1, result: { inputRequests } }, 'toClient')).toEqual(
      rules.map((rule) => `${rule}×2`),
    );
  });

  it('does not count other requests of the server', () => {
    expect(countedBy({ sampling }, { id: 1, method: 'roots/list' }, 'toClient')).toEqual([]);
  });
});
