import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { ruleAt } from '../support/matchers.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { withGuard } from '../support/in-process-guard.ts';

// covers: auth.roles.*.rate_limit

const me = userInfo().username;
const LIMITS: readonly [string, object, string][] = [
  ['requests_per_hour', { requests_per_hour: 3 }, 'requests_per_hour'],
  ['requests_per_minute', { requests_per_minute: 3 }, 'requests_per_minute'],
  ['tool_limits', { tool_limits: { 'e*': { requests_per_hour: 3 } } }, 'tool_limits.e*.requests_per_hour'],
  ['tool_limits', { tool_limits: { echo: { requests_per_hour: 3 } } }, 'tool_limits.echo.requests_per_hour'],
];

it.each(LIMITS)('a role’s %s counts what its user requests of all servers together: %j', (_, rateLimit, rule) =>
  withGuard(
    { servers: { a: tinyServer(), b: tinyServer() }, auth: { roles: { r: { users: [me], rate_limit: rateLimit } } } },
    async (guard) => {
      const clients = ['a', 'b'].map((server) => startClient(guard.connect(server)));
      await Promise.all(clients.map((client) => client.initialize()));
      const echo = (client: (typeof clients)[number]) => client.request('tools/call', { name: 'echo', arguments: {} });
      const answers = (
        await Promise.all(clients.map((client) => Promise.all([echo(client), echo(client), echo(client)])))
      ).flat();
      // The minute may give one back meanwhile, the hour does not.
      expect(answers.filter((answer) => answer?.result).length).toBeLessThanOrEqual(4);
      expect(answers.filter((answer) => answer?.result).length).toBeGreaterThanOrEqual(3);
      expect(answers.find((answer) => answer?.error)?.error?.data).toMatchObject({
        code: 'RATE_LIMITED',
        rule: ruleAt(`auth.roles.r.rate_limit.${rule}`),
      });
      await Promise.all(clients.map((client) => client.end()));
    },
  ),
);

it('a user without a named role has the limits of the role default', () =>
  withGuard(
    {
      servers: { a: tinyServer() },
      auth: { roles: { r: { users: ['nobody'] }, default: { rate_limit: { requests_per_hour: 1 } } } },
    },
    async (guard) => {
      const client = startClient(guard.connect('a'));
      await client.initialize();
      expect(await client.request('tools/list')).toMatchObject({ result: {} });
      expect(await client.request('tools/list')).toMatchObject({ error: { code: 10429 } });
      await client.end();
    },
  ));
