import { readFile } from 'node:fs/promises';
import { guardPaths } from '@mcp-guard/core';
import { tokenPath } from '@mcp-guard/net/oauth';
import { describe, expect, it } from 'vitest';
import type { TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { startClient, type RawClient, type Received } from '../support/raw-client.ts';
import { until } from '../support/until.ts';
import { logIn, oauthConfig, withProvider, type OAuthTest } from './login.ts';
import { API } from './provider.ts';

// covers: auth.mode, auth.oauth.issuer, auth.oauth.client_id

/** Seconds: long enough to be renewed in, short enough to wait for. */
const SHORT = 5;
const RAN_OUT = 'the login has expired; a person must log in again';

const echo = (client: RawClient): Promise<Received | undefined> =>
  client.request('tools/call', { name: 'echo', arguments: { text: 'hello' } });
const isAnswered = async (client: RawClient): Promise<boolean> => (await echo(client))?.error === undefined;

/** Resolves with what the client is told. */
const untilRefused = async (client: RawClient): Promise<string> => {
  const refusal = await until('messages are refused', async () => (await echo(client))?.error);
  expect(refusal).toMatchObject({ code: 10401, data: { code: 'UNAUTHENTICATED', source: 'mcp-guard' } });
  return refusal.message;
};
const untilAnswered = (client: RawClient): Promise<boolean> => until('messages are answered', () => isAnswered(client));

const daemonLog = (guard: TestGuard): Promise<string> => readFile(guardPaths(guard.home).daemonLog, 'utf8');

/** Anna’s next login, or the next after that, is a short one. */
async function logInBriefly({ guard, provider }: OAuthTest): Promise<void> {
  provider.lifetime = SHORT;
  expect(await logIn(guard)).toMatchObject({ code: 0 });
}

/** Anna’s open session. */
const withSession = (
  options: Parameters<typeof withProvider>[0],
  test: (parts: OAuthTest & { readonly client: RawClient }) => Promise<void>,
): Promise<void> =>
  withProvider(options, async (parts) => {
    expect(await logIn(parts.guard)).toMatchObject({ code: 0 });
    const client = startClient(parts.guard.connect('tiny'));
    await client.initialize();
    expect(await isAnswered(client)).toBe(true);
    await test({ ...parts, client });
    await client.end();
  });

describe.concurrent('a login that expires', () => {
  it('refuses every message of its sessions until a person logs in again', () =>
    withSession({ renewable: false }, async ({ guard, provider, client }) => {
      await logInBriefly({ guard, provider });
      expect(await untilRefused(client)).toContain(RAN_OUT);
      expect(await client.request('tools/list')).toMatchObject({ error: { code: 10401 } });
      const large = { name: 'echo', arguments: { text: 'x'.repeat(200_000) } };
      expect(await client.request('tools/call', large)).toMatchObject({
        error: { code: 10401, message: containing(RAN_OUT) },
      });
      expect(JSON.stringify(client.received)).not.toContain('auth login'); // a command is for people
      await until('the log tells what to do', async () => (await daemonLog(guard)).includes('mcp-guard auth login'));
      expect(await startClient(guard.connect('tiny')).end()).toMatchObject({
        code: 77,
        stderr: containing(`mcp-guard: ${RAN_OUT}\nmcp-guard: next: mcp-guard auth login\n`),
      });
      expect(await guard.run('auth', 'status')).toMatchObject({ code: 1, stdout: containing('ran out at') });

      provider.lifetime = 3600;
      expect(await logIn(guard)).toMatchObject({ code: 0 });
      await untilAnswered(client);
    }));

  it('withholds the response to an open call', () =>
    withSession({ renewable: false }, async ({ client, ...parts }) => {
      const held = client.request('tools/call', { name: 'releaseBySignal' });
      await logInBriefly(parts);
      await untilRefused(client);
      const pid = /"name":"tiny","version":"(\d+)"/u.exec(JSON.stringify(client.received))?.[1];
      process.kill(Number(pid), 'SIGUSR2');
      expect(await held).toMatchObject({ error: { code: 10401, message: containing(RAN_OUT) } });
    }));

  it('is renewed in time, again and again, without a visible effect', () =>
    withSession({}, async ({ guard, provider, client }) => {
      provider.lifetime = 2 * SHORT; // renewed after three quarters: a busy machine has the rest
      await logIn(guard);
      const path = tokenPath(guardPaths(guard.home).tokens, provider.issuer);
      const before = await readFile(path, 'utf8');
      const renewals = (): number => provider.asked.filter((asked) => asked === '/token').length - 2;
      let refused = 0;
      const look = async (): Promise<boolean> => {
        if (!(await isAnswered(client))) refused++;
        return renewals() >= 2;
      };
      await until('it is renewed twice', look);
      expect(refused).toBe(0);
      expect(await readFile(path, 'utf8')).not.toBe(before);
      expect(await guard.run('auth', 'status')).toMatchObject({ code: 0 });
    }));

  it('is not renewed when the provider refuses, and ends', () =>
    withSession({}, async ({ provider, client, guard }) => {
      await logInBriefly({ guard, provider });
      provider.refusesRefresh = true;
      expect(await untilRefused(client)).toContain(RAN_OUT);
      provider.refusesRefresh = false;
      provider.lifetime = 3600;
      await logIn(guard);
      await untilAnswered(client);
    }));

  it('is renewed as soon as the provider is back', () =>
    withSession({}, async ({ guard, provider, client }) => {
      await logInBriefly({ guard, provider });
      provider.isDown = true;
      expect(await untilRefused(client)).toContain(RAN_OUT);
      provider.isDown = false;
      await untilAnswered(client);
    }));
});

describe.concurrent('a session', () => {
  it('is refused after a logout, and goes on after a login of the same person', () =>
    withSession({}, async ({ guard, client }) => {
      await guard.run('auth', 'logout');
      expect(await untilRefused(client)).toContain(RAN_OUT);
      await logIn(guard);
      await untilAnswered(client);
    }));

  it('of one person does not become another’s', () =>
    withSession({}, async ({ guard, provider, client }) => {
      provider.person = { subject: 'ben', roles: ['admin'] };
      await logIn(guard);
      expect(await untilRefused(client)).toContain('another person has logged in; reconnect');
      const next = startClient(guard.connect('tiny'));
      await next.initialize();
      expect(await next.call('pid')).toMatch(/^\d+$/u);
      await next.end();
    }));

  it('goes on when the provider signs with another key', () =>
    withSession({}, async ({ provider, client, guard }) => {
      await logInBriefly({ guard, provider });
      const { kid } = provider.key;
      provider.rotate();
      const path = tokenPath(guardPaths(guard.home).tokens, provider.issuer);
      await until('a token of the new key is stored', async () => {
        const header = /"idToken":"([^.]+)/u.exec(await readFile(path, 'utf8'))?.[1] ?? '';
        return !Buffer.from(header, 'base64url').toString().includes(kid);
      });
      expect(await untilAnswered(client)).toBe(true);
    }));

  it('has the roles of the mapping in force, at the next message', () =>
    withSession({}, async ({ guard, provider, client }) => {
      const pid = () => client.request('tools/call', { name: 'pid' });
      expect(await pid()).toMatchObject({ error: { code: 10403 } });
      await guard.configure(oauthConfig(provider, { claims_to_roles: { mapping: { staff: 'admin' } } }));
      await until('the role has changed', async () => (await pid())?.error === undefined);
      await guard.configure(oauthConfig(provider));
      await until('the role is gone', async () => (await pid())?.error?.code === 10403);
    }));

  it('is refused at once when the audience of its tokens changes', () =>
    withSession({}, async ({ guard, provider, client }) => {
      await guard.configure(oauthConfig(provider, { audience: API }));
      expect(await untilRefused(client)).toContain(RAN_OUT);
    }));

  it.each([
    ['the mode', { mode: 'os' }, 'the authentication mode has changed; reconnect'],
    [
      'the provider',
      { mode: 'oauth', oauth: { issuer: 'http://127.0.0.1:9', client_id: 'guard' } },
      'people log in at another provider now; reconnect',
    ],
  ])('is refused when %s changes', (_, auth, words) =>
    withSession({}, async ({ guard, provider, client }) => {
      const { servers } = oauthConfig(provider);
      await guard.configure({ servers, auth });
      expect(await untilRefused(client)).toContain(words);
    }),
  );

  it('has the roles of an access token if the configuration names its audience', () =>
    withSession({ oauth: { audience: API } }, async ({ client, guard }) => {
      expect(await client.request('tools/call', { name: 'pid' })).toMatchObject({ error: { code: 10403 } });
      expect(await guard.run('auth', 'status')).toMatchObject({ code: 0, stdout: containing('anna at ') });
    }));
});
