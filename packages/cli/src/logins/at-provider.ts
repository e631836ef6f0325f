import { configuredPaths, GuardError, member, safe } from '@mcp-guard/core';
import { fetchThrough, type guardedFetch } from '@mcp-guard/net/guarded-fetch';
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
import { readProxySettings } from '@mcp-guard/net/proxy-settings';
import type { Loaded } from '@mcp-guard/policy';
import { takeCallback } from './callback-page.js';
import type { CommandTools } from '../command.js';
import { openBrowser } from '../person/open-browser.js';
import { toTime } from './expiry.js';

/* The login of the user at the provider of `auth.oauth`, which says who they are. */

export interface ProviderPlace {
  readonly settings: OAuthSettings;
  /** The folder of the tokens. */
  readonly folder: string;
  readonly isInForce: boolean;
  /** How the provider is asked. */
  readonly fetch: typeof guardedFetch;
}

/** Returns nothing if the configuration names no provider. */
export function findProvider({ config }: Loaded, { entrance, env }: CommandTools): ProviderPlace | undefined {
  const { mode, oauth: settings } = config.auth;
  if (!settings) return undefined;
  const { tokens } = configuredPaths(entrance, config.daemon.home);
  const fetch = fetchThrough(() => readProxySettings(config.daemon.proxy, env));
  return { settings, folder: tokens, isInForce: mode === 'oauth', fetch };
}

/** Logs in with a browser, and keeps the tokens. */
export async function logInAtProvider(
  { note }: CommandTools,
  { settings, folder, fetch }: ProviderPlace,
  browser: boolean,
): Promise<Tokens> {
  const provider = await discoverProvider(settings.issuer, fetch);
  let attempt: LoginAttempt | undefined;
  const begin = (redirectUri: string): void => {
    attempt = beginLogin(provider, settings, redirectUri);
    note(`log in at:\n${attempt.url}`);
    if (browser) openBrowser(attempt.url);
  };
  const isOurs = (query: URLSearchParams): boolean => attempt !== undefined && isAnswerTo(attempt, query);
  return takeCallback(begin, isOurs, async (query) => {
    if (!attempt) throw new GuardError('INTERNAL', 'the login was not started');
    const tokens = await redeemCode(provider, settings, attempt, readCallback(attempt, provider, query), fetch);
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

/** Resolves with what became of it. */
export async function logOutAtProvider({ settings, folder, fetch }: ProviderPlace): Promise<string> {
  let tokens: Tokens | undefined;
  try {
    tokens = readTokens(folder, settings.issuer);
    if (!tokens) return 'there is no login';
  } catch {
    return forget(settings, folder, 'the file could not be read, so the provider was not informed');
  }
  const done = forget(settings, folder, 'the provider was informed');
  try {
    return (await revokeTokens(await discoverProvider(settings.issuer, fetch), settings, tokens, fetch))
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

export interface ProviderReport {
  readonly issuer: string;
  readonly loggedIn: boolean;
  readonly subject: string | null;
  /** Unix seconds. */
  readonly expiresAt: number | null;
  readonly renewable: boolean;
}

/** Reports the claims of the stored tokens; the daemon verifies them. */
export function toProviderReport(settings: OAuthSettings, tokens: Tokens | undefined): ProviderReport {
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

export function describeProvider({ issuer, loggedIn, subject, expiresAt, renewable }: ProviderReport): string {
  if (subject === null || expiresAt === null) return `no login, at ${safe(issuer)}`;
  const renewal = renewable ? 'renewed by itself' : 'not renewed by itself';
  const until = `${loggedIn ? 'until' : 'ran out at'} ${toTime(expiresAt)}`;
  return `${safe(subject)} at ${safe(issuer)}, ${until}, ${renewal}`;
}
