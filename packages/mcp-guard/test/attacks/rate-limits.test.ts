import { describe, expect, it } from 'vitest';
import type { TestConfig } from '../support/guard.ts';
import { ruleAt } from '../support/matchers.ts';
import { untilGone } from '../support/processes.ts';
import { startClient, type RawClient, type Received } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { withGuard as withProcessGuard } from '../support/with-guard.ts';

// covers: servers.*.policy.rate_limit

const limited = (rateLimit: object, more: object = {}): TestConfig => ({
  servers: { tiny: { ...tinyServer(), policy: { rate_limit: rateLimit, ...more } } },
});
const call = (client: RawClient, name = 'echo') => client.request('tools/call', { name, arguments: {} });
const passed = (answers: readonly (Received | undefined)[]): number =>
  answers.filter((answer) => answer?.result !== undefined).length;
const RULE = 'servers.tiny.policy.rate_limit';

// Threat 32
describe('2,000 pipelined calls over four connections', () => {
  const flood = (requests: object, expectPassed: (count: number, seconds: number) => void) =>
    withGuard(limited(requests), async (guard) => {
      const clients = [1, 2, 3, 4].map(() => startClient(guard.connect('tiny')));
      await Promise.all(clients.map((client) => client.initialize()));
      const began = performance.now();
      const answers = await Promise.all(clients.flatMap((client) => Array.from({ length: 500 }, () => call(client))));
      expectPassed(passed(answers), (performance.now() - began) / 1000);
      const refusals = answers.flatMap((answer) => answer?.error ?? []);
      expect(refusals).toHaveLength(2000 - passed(answers));
      for (const refusal of refusals) expect(refusal).toMatchObject({ code: 10429, data: { code: 'RATE_LIMITED' } });
      await Promise.all(clients.map((client) => client.end()));
    });

  it('admit exactly 60 at 60 a minute, and what refills over time', () =>
    flood({ requests_per_minute: 60 }, (count, seconds) => {
      expect(count).toBeGreaterThanOrEqual(60);
      expect(count).toBeLessThanOrEqual(60 + Math.floor(seconds));
    }));

  it('admit exactly 30 at 30 an hour', () => flood({ requests_per_hour: 30 }, (count) => expect(count).toBe(30)));
});

describe('a used up limit', () => {
  it('stays used up after the daemon was killed, and after it was stopped', () =>
    withProcessGuard(limited({ requests_per_hour: 3 }), async (guard) => {
      const first = startClient(guard.connect('tiny'));
      await first.initialize();
      expect(passed([await call(first), await call(first), await call(first), await call(first)])).toBe(3);
      process.kill(Number(await guard.daemonPid()), 'SIGKILL');
      await first.ended;
      await untilGone(guard.home);
      const second = startClient(guard.connect('tiny'));
      await second.initialize();
      const refusal = await call(second);
      expect(refusal?.error?.data).toMatchObject({ rule: ruleAt(`${RULE}.requests_per_hour`) });
      await second.end();
      await guard.run('stop');
      const third = startClient(guard.connect('tiny'));
      await third.initialize();
      expect((await call(third))?.error?.code).toBe(10429);
      await third.end();
    }));

  it('reports when to retry, and is refilled by then', () =>
    withGuard(
      limited({ requests_per_hour: 3600 * 4, tool_limits: { echo: { requests_per_minute: 30 } } }),
      async (guard) => {
        const client = startClient(guard.connect('tiny'));
        await client.initialize();
        const answers = await Promise.all(Array.from({ length: 60 }, () => call(client)));
        const refusal = answers.findLast((answer) => answer?.error)?.error;
        expect(refusal).toMatchObject({
          message: expect.stringMatching(/: too many requests; ask again in [12] seconds? /u) as unknown,
          data: {
            retry_after: expect.any(Number) as unknown,
            rule: ruleAt(`${RULE}.tool_limits.echo.requests_per_minute`),
          },
        });
        // Of another tool nothing was taken.
        expect(passed([await call(client, 'pid')])).toBe(1);
        const { retry_after: seconds }: { retry_after: number } = JSON.parse(JSON.stringify(refusal?.data));
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
        expect(passed([await call(client)])).toBe(1);
        await client.end();
      },
    ));

  it('counts every request of a client except its handshake, pings and notifications', () =>
    withGuard(limited({ requests_per_hour: 2 }), async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      for (let i = 0; i < 5; i++) expect((await client.request('ping'))?.error?.code).not.toBe(10429);
      for (let i = 0; i < 5; i++) client.send({ method: 'notifications/roots/list_changed' });
      expect((await client.request('tools/list'))?.result).toBeDefined();
      expect((await client.request('resources/list'))?.error?.code).not.toBe(10429);
      expect((await client.request('tools/list'))?.error?.code).toBe(10429);
      await client.end();
    }));

  it('also holds for messages that worker threads judge', () =>
    withGuard(limited({ requests_per_hour: 2 }), async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      const large = () => client.request('tools/call', { name: 'echo', arguments: { text: 'x'.repeat(200_000) } });
      expect(passed([await large(), await large(), await large()])).toBe(2);
      await client.end();
    }));
});

// Threat 32
it('gets no counters and no rows for tool names that a client invents', () =>
  withGuard(limited({ tool_limits: { 'e*': { requests_per_hour: 2 } } }), async (guard) => {
    const client = startClient(guard.connect('tiny'));
    await client.initialize();
    const names = Array.from({ length: 50 }, (_, index) => `e${index}`);
    const answers = await Promise.all(names.map((name) => call(client, name)));
    expect(answers.filter((answer) => answer?.error?.code === 10429)).toHaveLength(48);
    await client.end();
  }));
