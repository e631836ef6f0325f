import { configuredPaths, GuardError, member, safe, safeJson } from '@mcp-guard/core';
import {
  beginLogin,
  isAnswerTo,
  checkIdToken,
  discoverProvider,
  proofOf,
  readCallback,
  readClaims,
  readTokens,
  redeemCode,
  removeTokens,
  revokeTokens,
  writeTokens,
  type LoginAttempt,
  type OAuthSettings,
  type Tokens,
} from '@mcp-guard/net/oauth';
import { takeCallback } from '../callback-page.js';
import type { CommandTools, ConfigOption, RegisterCommand } from '../command.js';
import { openBrowser } from '../open-browser.js';

export const auth: RegisterCommand = (program, tools) => {
  const group = program
    .command('auth')
    .description('log in where the configuration says auth.mode: oauth')
    .addHelpText('after', '\nExample:\n  mcp-guard auth login');
  group
    .command('login')
    .description('log in at the provider, in a browser')
    .option('-c, --config <file>', 'the configuration; default ./mcp-guard.yaml, then the one in the home')
    .option('--no-browser', 'only print the address')
    .addHelpText('after', '\nExample:\n  mcp-guard auth login')
    .action(async ({ config, browser }: ConfigOption & { browser: boolean }) => {
      const place = await findProvider(tools, config);
      tools.print(`logged in: ${describe(toReport(place.settings, await login(tools, place, browser)))}`);
      if (!place.isInForce) tools.note('warning: auth.mode is not oauth, so this login does not count yet');
    });
  group
    .command('status')
    .description('show who is logged in; exit 1 without a login')
    .option('-c, --config <file>', 'the configuration; default ./mcp-guard.yaml, then the one in the home')
    .option('--json', 'machine-readable output')
    .addHelpText('after', '\nExample:\n  mcp-guard auth status --json')
    .action(async ({ config, json }: ConfigOption & { json?: true }) => {
      const { settings, folder } = await findProvider(tools, config);
      const report = toReport(settings, readTokens(folder, settings.issuer));
      tools.print(json ? safeJson(report) : describe(report));
      if (!report.loggedIn) tools.setExit(1);
    });
  group
    .command('logout')
    .description('forget the login, and revoke it at the provider')
    .option('-c, --config <file>', 'the configuration; default ./mcp-guard.yaml, then the one in the home')
    .addHelpText('after', '\nExample:\n  mcp-guard auth logout')
    .action(async ({ config }: ConfigOption) => {
      const { settings, folder } = await findProvider(tools, config);
      tools.print(await logout(settings, folder));
    });
};

interface Place {
  readonly settings: OAuthSettings;
  /** Where the tokens are. */
  readonly folder: string;
  readonly isInForce: boolean;
}

async function findProvider({ findConfig, load, entrance }: CommandTools, named: string | undefined): Promise<Place> {
  const path = findConfig(named);
  const { config } = await load(path);
  const { mode, oauth: settings } = config.auth;
  if (!settings) throw new GuardError('CONFIG_INVALID', `${path} names no provider under auth.oauth`);
  const { tokens } = configuredPaths(entrance, config.daemon.home);
  return { settings, folder: tokens, isInForce: mode === 'oauth' };
}

async function login({ note }: CommandTools, { settings, folder }: Place, browser: boolean): Promise<Tokens> {
  const provider = await discoverProvider(settings.issuer);
  let attempt: LoginAttempt | undefined;
  const begin = (redirectUri: string): void => {
    attempt = beginLogin(provider, settings, redirectUri);
    note(`log in at:\n${attempt.url}`);
    if (browser) openBrowser(attempt.url);
  };
  const isOurs = (query: URLSearchParams): boolean => attempt !== undefined && isAnswerTo(attempt, query);
  return takeCallback(begin, isOurs, async (query) => {
    if (!attempt) throw new GuardError('INTERNAL', 'the login was not started');
    const tokens = await redeemCode(provider, settings, attempt, readCallback(attempt, provider, query));
    if (tokens.idToken !== undefined) checkIdToken(tokens.idToken, settings, attempt.nonce);
    if (!readClaims(proofOf(settings, tokens))) {
      throw new GuardError('UNAUTHENTICATED', 'the access token is not a JWT, so its audience is unknown', {
        hint: 'auth.oauth.audience: null makes the ID token count',
      });
    }
    writeTokens(folder, tokens);
    return tokens;
  });
}

async function logout(settings: OAuthSettings, folder: string): Promise<string> {
  let tokens: Tokens | undefined;
  try {
    tokens = readTokens(folder, settings.issuer);
    if (!tokens) return 'there is no login';
  } catch {
    return forget(settings, folder, 'the file could not be read, so the provider was not informed');
  }
  const done = forget(settings, folder, 'the provider was informed');
  try {
    return (await revokeTokens(await discoverProvider(settings.issuer), settings, tokens))
      ? done
      : 'logged out; the provider takes no revocations';
  } catch (error) {
    return `logged out; the provider could not be informed: ${GuardError.from(error).message}`;
  }
}

/** The file is removed first: the later steps may fail. */
function forget({ issuer }: OAuthSettings, folder: string, words: string): string {
  removeTokens(folder, issuer);
  return `logged out; ${words}`;
}

interface Report {
  readonly issuer: string;
  readonly loggedIn: boolean;
  readonly subject: string | null;
  /** Unix seconds. */
  readonly expiresAt: number | null;
  readonly renewable: boolean;
}

/** What the stored tokens claim; the daemon verifies it. */
function toReport(settings: OAuthSettings, tokens: Tokens | undefined): Report {
  const claims = tokens && readClaims(proofOf(settings, tokens));
  const [subject, expiresAt] = claims ? [member(claims, 'sub'), member(claims, 'exp')] : [];
  const isOurs = tokens?.clientId === settings.client_id;
  return {
    issuer: settings.issuer,
    loggedIn: isOurs && typeof expiresAt === 'number' && expiresAt * 1000 > Date.now(),
    subject: typeof subject === 'string' ? subject : null,
    expiresAt: typeof expiresAt === 'number' ? expiresAt : null,
    renewable: isOurs && tokens.refreshToken !== undefined,
  };
}

function describe({ issuer, loggedIn, subject, expiresAt, renewable }: Report): string {
  if (subject === null || expiresAt === null) return `nobody, at ${safe(issuer)}`;
  const renewal = renewable ? 'renewed by itself' : 'not renewed by itself';
  const until = `${loggedIn ? 'until' : 'ran out at'} ${toTime(expiresAt)}`;
  return `${safe(subject)} at ${safe(issuer)}, ${until}, ${renewal}`;
}

/** A provider may name any number; a date holds less. */
const toTime = (unixSeconds: number): string =>
  Math.abs(unixSeconds) < 8e12 ? new Date(unixSeconds * 1000).toISOString() : 'the end of time';
