import { mkdir, writeFile } from 'node:fs/promises';
import { guardPaths } from '@mcp-guard/core';
import { tokenPath } from '@mcp-guard/net/oauth';
import { startWith } from '../../../cli/test/run-here.ts';
import { PROGRAMS } from '../support/bin.ts';
import { shellOf, startCommand, type RunningCommand } from '../support/command.ts';
import type { CommandResult, TestConfig, TestGuard } from '../support/guard.ts';
import { tinyServer } from '../support/tiny-server.ts';
import { until } from '../support/until.ts';
import { withGuard } from '../support/in-process-guard.ts';
import { browse } from './browser.ts';
import { CLIENT, startProvider, type ProviderOptions, type TestProvider } from './provider.ts';

export interface OAuthTest {
  readonly guard: TestGuard;
  readonly provider: TestProvider;
}

/** A configuration in oauth mode: `staff` may use two tools only, `admin` everything. */
export const oauthConfig = ({ issuer }: Pick<TestProvider, 'issuer'>, changed: object = {}): TestConfig => ({
  servers: { tiny: tinyServer() },
  auth: {
    mode: 'oauth',
    oauth: {
      issuer,
      client_id: CLIENT,
      claims_to_roles: { mapping: { staff: 'staff', admin: 'admin' } },
      clock_tolerance_seconds: 0,
      ...changed,
    },
    roles: { staff: { permissions: { allowed_tools: ['echo', 'releaseBySignal'] } }, admin: {} },
  },
});

/** A guard and a provider for one test; afterwards nothing of them is left. */
export async function withProvider(
  options: ProviderOptions & { readonly oauth?: object },
  test: (parts: OAuthTest) => Promise<void>,
): Promise<void> {
  await using provider = await startProvider(options);
  await withGuard(oauthConfig(provider, options.oauth), (guard) => test({ guard, provider }));
}

/** Begins `auth login` and waits for the address that a browser is to open. */
export async function beginLogin(guard: TestGuard): Promise<{ command: RunningCommand; url: string }> {
  const command = startCommand(shellOf(guard), ...LOGIN);
  return { command, url: await untilPrinted(command) };
}

const LOGIN = ['auth', 'login', '--no-browser'];

const untilPrinted = (said: { readonly stderr: string }): Promise<string> =>
  until('the address is printed', () => {
    return /^http\S+$/mu.exec(said.stderr)?.[0] ?? (/^mcp-guard: /mu.test(said.stderr) ? 'failed' : undefined);
  });

/** Logs in as a person would, by the command in this process. */
export async function logIn(guard: TestGuard): Promise<CommandResult> {
  const { said, ended } = startWith(PROGRAMS, shellOf(guard), ...LOGIN);
  await browse(await untilPrinted(said));
  return ended;
}

/** Puts tokens where a login would. */
export async function plantTokens(guard: TestGuard, issuer: string, tokens: object): Promise<string> {
  const { tokens: folder } = guardPaths(guard.home);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = tokenPath(folder, issuer);
  const whole = { issuer, clientId: CLIENT, accessToken: 'none', ...tokens };
  await writeFile(path, JSON.stringify(whole), { mode: 0o600 });
  return path;
}
