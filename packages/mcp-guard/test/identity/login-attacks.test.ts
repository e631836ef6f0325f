import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { guardPaths } from '@mcp-guard/core';
import { tokenPath } from '@mcp-guard/net/oauth';
import { describe, expect, it } from 'vitest';
import { shellOf, startCommand } from '../support/command.ts';
import { containing } from '../support/matchers.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { browse } from './browser.ts';
import { beginLogin, logIn, withProvider, type OAuthTest } from './login.ts';

interface Begun extends OAuthTest {
  readonly command: Awaited<ReturnType<typeof beginLogin>>['command'];
  /** What the browser is to open. */
  readonly url: string;
  readonly redirectUri: string;
  readonly state: string;
  /** Brings an answer to the login that is open. */
  answer(query: Readonly<Record<string, string>>): Promise<number>;
}

/** A login that waits for its answer. */
const withLogin = (test: (begun: Begun) => Promise<void>): Promise<void> =>
  withProvider({}, async (parts) => {
    const { command, url } = await beginLogin(parts.guard);
    const asked = (name: string): string => new URL(url).searchParams.get(name) ?? '';
    const [redirectUri, state] = [asked('redirect_uri'), asked('state')] as const;
    const answer = async (query: Readonly<Record<string, string>>): Promise<number> =>
      (await fetch(`${redirectUri}?${new URLSearchParams(query).toString()}`)).status;
    try {
      await test({ ...parts, command, url, redirectUri, state, answer });
    } finally {
      command.kill('SIGKILL');
      await command.ended;
    }
  });

const nobody = { code: 1, stdout: containing('no login, at ') };

describe.concurrent('a response that is not the provider’s ends the login with nothing:', () => {
  it.each<[string, (begun: Begun) => Readonly<Record<string, string>>, string]>([
    ['another iss: mix-up', ({ state }) => ({ state, iss: 'https://evil.example', code: 'c' }), '(iss)'],
    ['no iss, from a provider that always says it', ({ state }) => ({ state, code: 'c' }), '(iss)'],
    ['no code', ({ state, provider: { issuer: iss } }) => ({ state, iss }), 'the response has no code'],
    ['a made-up code', ({ state, provider: { issuer: iss } }) => ({ state, iss, code: 'c' }), 'says "invalid_grant"'],
    [
      'an error with words for the terminal',
      ({ state, provider: { issuer: iss } }) => ({
        state,
        iss,
        error: 'access_denied',
        error_description: '\u001b[2Jgone\u202e',
      }),
      'the provider says "access_denied": "\\u001b[2Jgone\\u{202e}"',
    ],
  ])('%s', (_, toQuery, words) =>
    withLogin(async (begun) => {
      expect(await begun.answer(toQuery(begun))).toBe(400);
      const { code, stdout, stderr } = await begun.command.ended;
      expect({ code, stdout, stderr }).toEqual({ code: 77, stdout: '', stderr: containing(words) });
      expect(await begun.guard.run('auth', 'status')).toMatchObject(nobody);
    }),
  );

  it('a code of another login, which has another verifier', () =>
    withLogin(async ({ guard, provider, url, command, redirectUri }) => {
      // The attacker logs in himself, and gives his code to the victim's login under the victim's state.
      const theirs = new URL(url);
      theirs.searchParams.set('code_challenge', 'A'.repeat(43));
      const { url: back } = await browse(theirs.href, (at) => at.startsWith(redirectUri));
      expect((await fetch(back)).status).toBe(400);
      expect(await command.ended).toMatchObject({ code: 77, stderr: containing('says "invalid_grant"') });
      expect(await guard.run('auth', 'status')).toMatchObject(nobody);
      expect(provider.asked).toContain('/token');
    }));
});

describe.concurrent('the page that waits for the response', () => {
  const get = (url: string, headers: Readonly<Record<string, string>>, method = 'GET'): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(url, { headers, method }, (answer) => void text(answer).then(() => resolve(answer.statusCode), reject))
        .on('error', reject)
        .end();
    });

  it('is on this machine only, repeats nothing of the request, and runs nothing', () =>
    withLogin(async ({ redirectUri, state, provider: { issuer: iss }, command }) => {
      expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/u);
      const query = new URLSearchParams({
        state,
        iss,
        error: '<script>alert(1)</script>',
        error_description: 'canary',
      });
      const response = await fetch(`${redirectUri}?${query.toString()}`);
      const page = await response.text();
      expect(page).toContain('The login failed');
      expect(page).not.toMatch(/canary|script|alert/u);
      const headers = Object.fromEntries(response.headers);
      expect(headers).toMatchObject({
        'content-security-policy': containing("default-src 'none'"),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(await command.ended).toMatchObject({ code: 77 });
    }));

  it('does not exist under another name, path or method, and the login goes on', () =>
    withLogin(async ({ redirectUri, state, provider: { issuer: iss }, command, url }) => {
      const back = `${redirectUri}?${new URLSearchParams({ state, iss, code: 'c' }).toString()}`;
      expect(await get(back, { host: 'rebind.example' })).toBe(404);
      expect(await get(back.replace('/callback', '/'), {})).toBe(404);
      expect(await get(back, {}, 'POST')).toBe(404);
      expect((await browse(url)).page).toContain('You are logged in');
      expect(await command.ended).toMatchObject({ code: 0 });
    }));

  it.each<[string, (state: string) => string]>([
    ['a guessed state', () => 'state=guess&code=c'],
    ['no state', () => 'code=c'],
    ['an error without a state', () => 'error=access_denied'],
    ['the state twice', (state) => `state=${state}&state=guess&code=c`],
  ])('does not count the answer of a stranger with %s, and the login goes on', (_, query) =>
    withLogin(async ({ redirectUri, state, command, url }) => {
      expect(await get(`${redirectUri}?${query(state)}`, { origin: 'https://evil.example' })).toBe(404);
      expect((await browse(url)).page).toContain('You are logged in');
      expect(await command.ended).toMatchObject({ code: 0 });
    }),
  );

  it('is gone after one response', () =>
    withLogin(async ({ redirectUri, state, command, answer }) => {
      await answer({ state });
      await command.ended;
      await expect(fetch(redirectUri)).rejects.toThrow('fetch failed');
    }));
});

describe.concurrent('a login', () => {
  it('is kept in a file of this user alone, shown by status, and forgotten and revoked by logout', () =>
    withProvider({}, async ({ guard, provider }) => {
      expect(await guard.run('auth', 'status')).toMatchObject(nobody);
      expect(await logIn(guard)).toMatchObject({
        code: 0,
        stdout: containing(`logged in: anna at ${provider.issuer}, until `),
      });
      const path = tokenPath(guardPaths(guard.home).tokens, provider.issuer);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const { code, stdout } = await guard.run('auth', 'status', '--json');
      const { issuer } = provider;
      expect([code, JSON.parse(stdout)]).toMatchObject([
        0,
        { issuer, loggedIn: true, subject: 'anna', renewable: true },
      ]);
      expect(stdout).not.toMatch(/eyJ/u);

      expect(await guard.run('auth', 'logout')).toMatchObject({
        code: 0,
        stdout: 'logged out; the provider was informed\n',
      });
      await expect(stat(path)).rejects.toThrow('ENOENT');
      expect(provider.asked).toContain('/token/revocation');
      expect(await guard.run('auth', 'logout')).toMatchObject({ code: 0, stdout: 'there is no login\n' });
      expect(await guard.run('auth', 'status')).toMatchObject(nobody);
    }));

  it('is forgotten although the provider is down', () =>
    withProvider({}, async ({ guard, provider }) => {
      await logIn(guard);
      provider.isDown = true;
      expect(await guard.run('auth', 'logout')).toMatchObject({
        code: 0,
        stdout: containing('logged out; the provider could not be informed: '),
      });
      expect(await guard.run('auth', 'status')).toMatchObject(nobody);
    }));

  it('is neither used nor shown if others can read it', () =>
    withProvider({}, async ({ guard, provider }) => {
      await logIn(guard);
      const path = tokenPath(guardPaths(guard.home).tokens, provider.issuer);
      await chmod(path, 0o644);
      const refused = { code: 78, stderr: containing(`${path} can be read by others`) };
      expect(await guard.run('auth', 'status')).toMatchObject(refused);
      expect(await startCommand(shellOf(guard), 'connect', '-s', 'tiny').ended).toMatchObject(refused);
      expect(await guard.run('auth', 'logout')).toMatchObject({ code: 0 });
      expect(await logIn(guard)).toMatchObject({ code: 0 });
    }));

  it('needs a provider that responds', () =>
    withProvider({}, async ({ guard, provider }) => {
      provider.isDown = true;
      const { host } = new URL(provider.issuer);
      expect(await guard.run('auth', 'login')).toMatchObject({
        code: 69,
        stderr: containing(`${host} answers with status 503`),
      });
    }));

  it('needs a provider in the configuration', () =>
    withGuard({ servers: { tiny: tinyServer() } }, async (guard) => {
      for (const command of ['login', 'status', 'logout']) {
        expect(await guard.run('auth', command)).toMatchObject({
          code: 78,
          stderr: containing('names no provider under auth.oauth'),
        });
      }
    }));

  it.runIf(process.platform === 'linux')('opens the browser with the address as one argument, and no shell', () =>
    withProvider({}, async ({ guard }) => {
      const folder = join(guard.home, 'programs');
      await mkdir(folder);
      const program =
        '#!/bin/sh\nprintf "%s\\n" "$#" "$1" > "$(dirname "$0")/draft"; mv "$(dirname "$0")/draft" "$(dirname "$0")/opened"\n';
      await writeFile(join(folder, 'xdg-open'), program, { mode: 0o700 });
      const { cwd, env } = shellOf(guard);
      const command = startCommand({ cwd, env: { ...env, PATH: `${folder}:${env['PATH'] ?? ''}` } }, 'auth', 'login');
      const opened = await until('the browser is opened', () =>
        readFile(join(folder, 'opened'), 'utf8').catch(() => ''),
      );
      const [count, url = ''] = opened.split('\n');
      expect([count, command.stderr]).toEqual(['1', containing(url)]);
      await browse(url);
      expect(await command.ended).toMatchObject({ code: 0 });
    }),
  );
});
