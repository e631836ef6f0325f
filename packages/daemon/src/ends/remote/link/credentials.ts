import type { GuardError } from '@mcp-guard/core';
import type { Fetch } from '@mcp-guard/net/oauth';
import type { RemoteServer } from '@mcp-guard/policy';
import { toLoginWords } from './login-words.js';
import { StoredLogin } from './stored-login.js';

/** The proof of identity for a remote server: one for all sessions of the server. */
export interface Credentials {
  /** Value of the Authorization header now; undefined without any login. Renews a login that is about to end. */
  authorization(): Promise<string | undefined>;
  /**
   * After a 401: true if there is a newer token, worth one more try. One renewal serves all sessions. Throws
   * UPSTREAM_UNAVAILABLE if the issuer cannot be asked now.
   * @param rejected what `authorization` gave
   */
  renew(rejected: string | undefined): Promise<boolean>;
  /** The error for the client; what the server asks for is remembered for the next login. */
  refusal(status: 401 | 403, wwwAuthenticate: string | undefined): GuardError;
}

export interface CredentialOptions {
  /** In the configuration. */
  readonly name: string;
  readonly config: Pick<RemoteServer, 'url' | 'headers' | 'upstream_auth_token' | 'oauth'>;
  /** The folder of the home for logins. */
  readonly folder: string;
  /** How the issuer is asked. */
  readonly fetch: Fetch;
  /** Problems that the user should know although a token still counts; the error never holds a token. */
  readonly onProblem: (error: GuardError) => void;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

export function openCredentials({ name, config, now = Date.now, ...options }: CredentialOptions): Credentials {
  const words = toLoginWords(name, config);
  const configured = configuredAuthorization(config);
  if (configured !== undefined) {
    return {
      authorization: async () => configured,
      renew: async () => false,
      refusal: (status, header) => words.refused(status, header),
    };
  }
  const { client_id: id, client_secret: secret } = config.oauth;
  const login = new StoredLogin({ ...options, words, url: config.url, client: { id, secret }, now });
  return {
    authorization: () => login.authorization(),
    renew: (rejected) => login.renew(rejected),
    refusal: (status, header) => login.refuse(status, header),
  };
}

/** A token of the configuration counts instead of any login. */
function configuredAuthorization({
  headers,
  upstream_auth_token: token,
}: CredentialOptions['config']): string | undefined {
  if (token !== null) return `Bearer ${token}`;
  return Object.entries(headers).find(([header]) => header.toLowerCase() === 'authorization')?.[1];
}
