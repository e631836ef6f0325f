import { readFile, stat } from 'node:fs/promises';
import { guardPaths } from '@mcp-guard/core';
import { openCredentials, type Credentials } from '@mcp-guard/daemon/testing';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { loginPath, readLogin, toServerKey, type ServerLogin } from '@mcp-guard/net/logins';
import { describe, expect, it } from 'vitest';
import { shellOf, startCommand, type RunningCommand } from '../support/command.ts';
import { createGuard, type CommandResult, type TestGuard } from '../support/guard.ts';
import { containing } from '../support/matchers.ts';
import { until } from '../support/until.ts';
import { browse } from './browser.ts';
import { startLoginWorld, type LoginWorld } from './login-world.ts';

interface Parts {
  readonly guard: TestGuard;
  readonly world: LoginWorld;
  readonly credentials: Credentials;
  readonly stored: () => ServerLogin | undefined;
  /** Lets the credentials see a later time. */
  readonly wait: (milliseconds: number) => void;
}

async function withWorld(test: (parts: Parts) => Promise<void>): Promise<void> {
  await using world = await startLoginWorld();
  await using guard = await createGuard({ servers: { docs: { url: world.url } } });
  const { tokens: folder } = guardPaths(guard.home);
  const oauth = { client_id: null, client_secret: null, scopes: null };
  const config = { url: world.url, headers: {}, upstream_auth_token: null, oauth };
  let waited = 0;
  const credentials = openCredentials({
    name: 'docs',
    config,
    folder,
    fetch: guardedFetch,
    onProblem: () => undefined,
    now: () => Date.now() + waited,
  });
  const stored = (): ServerLogin | undefined => readLogin(folder, toServerKey(world.url));
  await test({ guard, world, credentials, stored, wait: (milliseconds) => void (waited += milliseconds) });
}

async function begin(guard: TestGuard): Promise<{ command: RunningCommand; url: string }> {
  const command = startCommand(shellOf(guard), 'auth', 'login', 'docs', '--no-browser');
  const url = await until('the address is printed', () => {
    return /^http\S+$/mu.exec(command.stderr)?.[0] ?? (/^mcp-guard: /mu.test(command.stderr) ? 'failed' : undefined);
  });
  return { command, url };
}

async function logIn(guard: TestGuard): Promise<CommandResult> {
  const { command, url } = await begin(guard);
  if (url !== 'failed') await browse(url);
  return command.ended;
}

describe.concurrent('a login at a remote server', () => {
  it('gives the daemon tokens that are renewed, widened when the user agrees, and revoked', () =>
    withWorld(async ({ guard, world, credentials, stored, wait }) => {
      const first = await logIn(guard);
      expect(first).toMatchObject({ code: 0, stdout: containing(`docs: logged in at ${world.issuer}, for read`) });
      expect(first.stderr).toContain('it asks for: read offline_access\n');
      const path = loginPath(guardPaths(guard.home).tokens, toServerKey(world.url));
      expect((await stat(path)).mode & 0o777).toBe(0o600);

      const token = await credentials.authorization();
      expect(await world.show(token)).toMatchObject({ status: 200 });
      const { refreshToken } = stored() ?? {};
      expect(await credentials.renew(token)).toBe(true);
      expect(stored()?.refreshToken).not.toBe(refreshToken);
      expect(await world.show(await credentials.authorization())).toMatchObject({ status: 200 });

      world.needed = 'write';
      const { status, challenge } = await world.show(await credentials.authorization());
      expect([status, credentials.refusal(403, challenge)]).toMatchObject([
        403,
        { hint: { command: 'mcp-guard auth login docs' } },
      ]);
      const second = await logIn(guard);
      expect(second.stderr).toContain('warning: beyond the last login it asks for: write\n');
      expect(await world.show(await credentials.authorization())).toMatchObject({ status: 200 });

      const status2 = await guard.run('auth', 'status', '--json');
      expect([status2.code, JSON.parse(status2.stdout)]).toMatchObject([
        0,
        { servers: [{ name: 'docs', state: 'logged_in', issuer: world.issuer, renewable: true }] },
      ]);
      const secrets = [stored()?.accessToken, stored()?.refreshToken].map(String);
      const shown = [first, second, status2].map(({ stdout, stderr }) => stdout + stderr).join('');
      expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
      const last = await credentials.authorization();
      expect(await guard.run('auth', 'logout', 'docs')).toMatchObject({
        stdout: 'logged out; the issuer was informed\n',
      });
      await expect(readFile(path)).rejects.toThrow('ENOENT');
      wait(1000); // what was read counts for a second
      expect([await credentials.authorization(), await world.show(last)]).toMatchObject([undefined, { status: 401 }]);
    }));

  it('needs a server of the configuration, and help names it', () =>
    withWorld(async ({ guard }) => {
      expect(await guard.run('auth', 'login', 'dosc')).toMatchObject({
        code: 69,
        stderr: containing('did you mean docs?'),
      });
      expect(await guard.run('auth', 'login')).toMatchObject({
        code: 78,
        stderr: containing('mcp-guard auth login docs'),
      });
    }));
});
