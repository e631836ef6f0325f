import { GuardError } from '@mcp-guard/core';
import { isAnswerTo } from '@mcp-guard/net/oauth';
import { readLogin, readWanted, type ServerLogin } from '@mcp-guard/net/logins';
import type { LoginOffer, ServerLoginAttempt } from '@mcp-guard/net/server-login';
import { takeCallback } from './callback-page.js';
import type { CommandTools } from '../command.js';
import { openBrowser } from '../person/open-browser.js';
import type { ServerPlace } from './server-place.js';
import { readServerReport, type ServerReport } from './server-report.js';

/** Logs in at a remote server with a browser, and keeps the tokens for it alone. */
export async function logInAtServer(place: ServerPlace, tools: CommandTools, browser: boolean): Promise<ServerReport> {
  const { name, config, server, client, fetch, folder, hasToken } = place;
  if (hasToken) {
    throw new GuardError(
      'CONFIG_INVALID',
      `the server ${name} gets the token of the configuration, not that of a login`,
    );
  }
  const { beginServerLogin, discoverLogin, finishServerLogin, keepLogin } = await import('@mcp-guard/net/server-login');
  const offer = await discoverLogin(server, config.headers, fetch);
  const scopes = await showScopes(place, offer, tools);
  let attempt: ServerLoginAttempt | undefined;
  const begin = async (redirectUri: string): Promise<void> => {
    attempt = await beginServerLogin(offer, client, scopes, redirectUri, fetch);
    tools.note(`log in at:\n${attempt.url}`);
    if (browser) openBrowser(attempt.url);
  };
  const isOurs = (query: URLSearchParams): boolean => attempt !== undefined && isAnswerTo(attempt, query);
  await takeCallback(begin, isOurs, async (query) => {
    if (!attempt) throw new GuardError('INTERNAL', 'the login was not started');
    await keepLogin(folder, await finishServerLogin(offer, attempt, query, fetch));
  });
  return readServerReport(place);
}

/** The user sees the issuer and the scopes before the browser opens: scopes do not widen silently. */
async function showScopes(
  { name, folder, server, config }: ServerPlace,
  { authorizationServer: { issuer, metadata }, challenged, supported }: LoginOffer,
  { note }: CommandTools,
): Promise<readonly string[]> {
  const { chooseScopes } = await import('@mcp-guard/net/server-login');
  const last = readIfPossible(folder, server);
  const wanted = readWanted(folder, server);
  const scopes = chooseScopes({
    challenged,
    configured: config.oauth.scopes,
    supported,
    held: wanted.length > 0 ? [...(last?.scopes ?? []), ...wanted] : [],
    offersOffline: metadata.scopes_supported?.includes('offline_access') === true,
  });
  const { host } = new URL(issuer);
  note(`the server ${name} takes logins at ${host}`);
  if (last && last.issuer !== issuer) note(`warning: the last login was at ${new URL(last.issuer).host}`);
  note(scopes.length > 0 ? `it asks for: ${scopes.join(' ')}` : 'it asks for no scopes by name');
  const added = last ? beyondList(scopes, last.scopes) : [];
  if (added.length > 0) note(`warning: beyond the last login it asks for: ${added.join(' ')}`);
  const beyond = config.oauth.scopes ? beyondList(scopes, config.oauth.scopes) : [];
  if (beyond.length > 0) note(`warning: beyond oauth.scopes of the configuration it asks for: ${beyond.join(' ')}`);
  return scopes;
}

/** `offline_access` is our own wish, and often granted without being named. */
const beyondList = (scopes: readonly string[], known: readonly string[]): readonly string[] =>
  scopes.filter((scope) => scope !== 'offline_access' && !known.includes(scope));

/** A file that cannot be read is replaced by the new login. */
function readIfPossible(folder: string, server: string): ServerLogin | undefined {
  try {
    return readLogin(folder, server);
  } catch {
    return undefined;
  }
}

/** Resolves with what became of it. */
export async function logOutAtServer(place: ServerPlace): Promise<string> {
  const { endLogin } = await import('@mcp-guard/net/server-login');
  try {
    const revoked = await endLogin(place);
    if (revoked === 'none') return 'there is no login';
    return revoked === 'revoked'
      ? 'logged out; the issuer was informed'
      : 'logged out; the issuer takes no revocations';
  } catch (error) {
    return `logged out; the issuer could not be informed: ${GuardError.from(error).message}`;
  }
}
