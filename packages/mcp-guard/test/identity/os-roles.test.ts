import { userInfo } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { TestConfig } from '../support/guard.ts';
import { startClient } from '../support/raw-client.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/in-process-guard.ts';

// covers: auth.roles.*.users

const configOf = (users: readonly string[]): TestConfig => ({
  servers: { tiny: tinyServer() },
  auth: { roles: { reader: { users, permissions: { denied_tools: ['pid'] } } } },
});

describe.concurrent('a role of the system’s user', () => {
  it('binds that user from the next message on and until it is removed', () =>
    withGuard(configOf([userInfo().username]), async (guard) => {
      const client = startClient(guard.connect('tiny'), { env: { MCP_GUARD_API_KEY: 'not asked for' } });
      await client.initialize();
      const code = async () => (await client.request('tools/call', { name: 'pid' }))?.error?.code;
      expect(await code()).toBe(10403);
      await guard.configure(configOf([]));
      await until('he is free', async () => (await code()) === undefined);
      await guard.configure(configOf(['somebody else', userInfo().username]));
      await until('he is bound', async () => (await code()) === 10403);
      await client.end();
    }));

  it.each(['constructor', '__proto__', 'toString'])('does not bind that user as %s', (name) =>
    withGuard(configOf([name]), async (guard) => {
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      expect(await client.request('tools/call', { name: 'pid' })).toMatchObject({ result: {} });
      await client.end();
    }),
  );
});
