import { commandLine, safe } from '@mcp-guard/core';
import { isOfClient, readLogin, readWanted } from '@mcp-guard/net/logins';
import type { ServerPlace } from './server-place.js';
import { toTime } from './expiry.js';

/** `token`: the configuration holds one; `scopes`: the server has asked for more than was granted. */
type LoginState = 'token' | 'logged_in' | 'scopes' | 'expired' | 'none';

/** The state of the login at a server, as far as it is known without asking the server. */
export interface ServerReport {
  readonly name: string;
  readonly state: LoginState;
  readonly issuer: string | null;
  readonly scopes: readonly string[];
  /** The server has refused requests that lacked these scopes. */
  readonly wantedScopes: readonly string[];
  /** Unix seconds. */
  readonly expiresAt: number | null;
  readonly renewable: boolean;
}

export function readServerReport({ name, folder, server, client, hasToken }: ServerPlace): ServerReport {
  const nothing = { name, issuer: null, scopes: [], wantedScopes: [], expiresAt: null, renewable: false };
  if (hasToken) return { ...nothing, state: 'token' };
  const login = readLogin(folder, server);
  const wantedScopes = readWanted(folder, server);
  // A login as another client cannot be renewed, and is not used.
  const isOurs = login && isOfClient(login, client);
  if (!isOurs) return { ...nothing, wantedScopes, state: 'none' };
  const { issuer, scopes, expiresAt = null, refreshToken } = login;
  const renewable = refreshToken !== undefined;
  const isOver = !renewable && expiresAt !== null && expiresAt * 1000 <= Date.now();
  const state = isOver ? 'expired' : wantedScopes.length > 0 ? 'scopes' : 'logged_in';
  return { name, state, issuer, scopes, wantedScopes, expiresAt, renewable };
}

export const isUsable = ({ state }: ServerReport): boolean => state === 'logged_in' || state === 'token';

export function describeServer(report: ServerReport): string {
  const { name, state, issuer, scopes, wantedScopes, expiresAt, renewable } = report;
  const command = commandLine('mcp-guard auth login', name);
  if (state === 'token') return `${name}: the token of the configuration`;
  if (state === 'none') return `${name}: no login; if it needs one: ${command}`;
  const at = `at ${safe(issuer ?? '')}${scopes.length > 0 ? `, for ${safe(scopes.join(' '))}` : ''}`;
  if (state === 'expired') return `${name}: the login ${at} has run out; renew it: ${command}`;
  const until = renewable ? 'renewed by itself' : expiresAt === null ? 'without an end' : `until ${toTime(expiresAt)}`;
  const more = state === 'scopes' ? `; the server asks for ${safe(wantedScopes.join(' '))} too: ${command}` : '';
  return `${name}: logged in ${at}, ${until}${more}`;
}
