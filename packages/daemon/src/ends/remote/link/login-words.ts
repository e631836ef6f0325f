import { commandLine, GuardError, type Hint } from '@mcp-guard/core';
import { readChallenge, readScopes } from '@mcp-guard/net/logins';
import type { RemoteServer } from '@mcp-guard/policy';

/** The errors for a client whose server does not accept who asks. No token and no text of the server is in them. */
export interface LoginWords {
  /** A request without a login that the server accepts. */
  refused(status: 401 | 403, wwwAuthenticate: string | undefined): GuardError;
  /** The issuer cannot be asked for new tokens now. */
  notRenewed(cause: GuardError): GuardError;
  /** The file of the login may not be used. */
  unreadable(cause: GuardError): GuardError;
}

export function toLoginWords(
  name: string,
  { upstream_auth_token: token, headers }: Pick<RemoteServer, 'upstream_auth_token' | 'headers'>,
): LoginWords {
  const header = Object.keys(headers).find((each) => each.toLowerCase() === 'authorization');
  const key = token !== null ? 'upstream_auth_token' : header === undefined ? undefined : `headers.${header}`;
  const login: Hint = { command: commandLine('mcp-guard auth login', name) };
  const help = key === undefined ? login : `check servers.${name}.${key}`;
  return {
    refused(status, wwwAuthenticate) {
      if (status === 401) {
        return key === undefined
          ? unavailable(`the server ${name} needs the user to log in; ask the user to do that, then try again`, help)
          : unavailable(`the server ${name} refuses the token of the configuration; ask the user to correct it`, help);
      }
      if (!wantedScopes(wwwAuthenticate)) return unavailable(`the server ${name} refuses this request (HTTP 403)`);
      return key === undefined
        ? unavailable(
            `the server ${name} needs more access than the user has granted; ask the user to log in again, then try again`,
            help,
          )
        : unavailable(`the token of the configuration gives too little access to the server ${name}`, help);
    },
    notRenewed: (cause) =>
      unavailable(`the login at the server ${name} cannot be renewed now; try again later`, cause.message, cause),
    unreadable: (cause) => unavailable(`the login at the server ${name} cannot be used`, cause.hint ?? login, cause),
  };
}

const unavailable = (what: string, hint?: Hint, cause?: GuardError): GuardError =>
  new GuardError('UPSTREAM_UNAVAILABLE', what, { cause, hint });

/** The scopes without which a server has refused a request: none unless it says that this is why. */
export function wantedScopes(wwwAuthenticate: string | undefined): readonly string[] | undefined {
  const challenge = readChallenge(wwwAuthenticate);
  return challenge?.error === 'insufficient_scope' ? (readScopes(challenge.scope) ?? []) : undefined;
}
