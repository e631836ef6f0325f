import { describe, expect, it } from 'vitest';
import { containing } from '../support/matchers.ts';
import { startClient } from '../support/raw-client.ts';
import { logIn, withProvider } from './login.ts';

describe.concurrent('a login', () => {
  it('lets a client in with the roles of its person', () =>
    withProvider({}, async ({ guard, provider }) => {
      expect(await logIn(guard)).toMatchObject({
        code: 0,
        stdout: containing(`logged in: anna at ${provider.issuer}, until `),
      });
      const client = startClient(guard.connect('tiny'));
      await client.initialize();
      expect(await client.call('echo', { text: 'hello' })).toBe('hello');
      expect(await client.request('tools/call', { name: 'pid' })).toMatchObject({ error: { code: 403 } });
      expect(await client.end()).toMatchObject({ code: 0 });
    }));
});
