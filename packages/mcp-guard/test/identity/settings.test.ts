import { describe, expect, it } from 'vitest';
import { containing } from '../support/matchers.ts';
import { startClient } from '../support/raw-client.ts';
import { until } from '../support/until.ts';
import { beginLogin, logIn, oauthConfig, withProvider, type OAuthTest } from './login.ts';

// covers: auth.oauth

const SECRET = 'the-secret-of-a-confidential-client';
const confidential = { client_secret: SECRET, token_endpoint_auth_method: 'client_secret_basic' };

/** What a client hears of one call of a tool that only `staff` may use. */
async function echo({ guard }: OAuthTest): Promise<unknown> {
  const client = startClient(guard.connect('tiny'));
  await client.initialize();
  const answer = await client.request('tools/call', { name: 'echo', arguments: { text: 'hello' } });
  const ended = await client.end();
  return answer ?? ended;
}

describe.concurrent('auth.oauth', () => {
  it('client_secret authenticates a confidential client', () =>
    withProvider({ client: confidential, oauth: { client_secret: SECRET } }, async (parts) => {
      expect(await logIn(parts.guard)).toMatchObject({ code: 0 });
      expect(await echo(parts)).toMatchObject({ result: { content: [{ text: 'hello' }] } });
    }));

  it('client_secret with a wrong value admits no login', () =>
    withProvider({ client: confidential, oauth: { client_secret: 'another' } }, async ({ guard }) => {
      const { code, stderr } = await logIn(guard);
      expect(code).not.toBe(0);
      expect(stderr).not.toContain('another');
    }));

  it('jwks_uri names the source of the keys', () =>
    withProvider({}, async (parts) => {
      const { guard, provider } = parts;
      await guard.configure(oauthConfig(provider, { jwks_uri: `${provider.issuer}/jwks` }));
      expect(await logIn(guard)).toMatchObject({ code: 0 });
      expect(await echo(parts)).toMatchObject({ result: {} });
      await guard.run('stop');
      await guard.configure(oauthConfig(provider, { jwks_uri: `${provider.issuer}/nothing` }));
      expect(await echo(parts)).toMatchObject({ code: 77, stderr: containing('mcp-guard: ') });
    }));

  it('scopes are the scopes that a login requests', () =>
    withProvider({ oauth: { scopes: ['openid', 'email'] } }, async ({ guard }) => {
      const { command, url } = await beginLogin(guard);
      expect(new URL(url).searchParams.get('scope')).toBe('openid email');
      command.kill('SIGINT');
      await command.ended;
    }));

  it('claims_to_roles.claim_name is the claim that gives roles', () =>
    withProvider({ oauth: { claims_to_roles: { claim_name: 'sub', mapping: { anna: 'staff' } } } }, async (parts) => {
      expect(await logIn(parts.guard)).toMatchObject({ code: 0 });
      const client = startClient(parts.guard.connect('tiny'));
      await client.initialize();
      expect(await client.request('tools/call', { name: 'pid' })).toMatchObject({ error: { code: 10403 } });
      await client.end();
    }));

  it('clock_tolerance_seconds is how long a token may have expired', () =>
    withProvider({ renewable: false, oauth: { clock_tolerance_seconds: 300 } }, async (parts) => {
      parts.provider.lifetime = 1;
      expect(await logIn(parts.guard)).toMatchObject({ code: 0 });
      await until('the token has run out', async () => (await parts.guard.run('auth', 'status')).code === 1);
      expect(await echo(parts)).toMatchObject({ result: {} });
    }));
});
