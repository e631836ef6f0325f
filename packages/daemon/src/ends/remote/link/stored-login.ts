import { lstatSync } from 'node:fs';
import { GuardError } from '@mcp-guard/core';
import {
  isOfClient,
  loginPath,
  readLogin,
  readWanted,
  toServerKey,
  writeWanted,
  type ConfiguredClient,
  type ServerLogin,
} from '@mcp-guard/net/logins';
import type { Fetch } from '@mcp-guard/net/oauth';
import { wantedScopes, type LoginWords } from './login-words.js';

/** A token is renewed this many seconds before it ends, or after three quarters of a shorter life. */
const RENEW_BEFORE = 60;
/** How long the file is taken for what it was, in milliseconds; a token that is refused is looked up at once. */
const LOOK_EVERY = 1000;
/** How long an issuer is left alone, in milliseconds, whatever it has answered: the lifetime of a token may be 0. */
const RENEW_EVERY = 5000;
/** A token that is refused so soon after it was issued is not the reason: other tokens would fare no better. In milliseconds. */
const FRESH_FOR = 30_000;

export interface StoredLoginOptions {
  readonly url: string;
  readonly client: ConfiguredClient;
  readonly folder: string;
  readonly fetch: Fetch;
  readonly words: LoginWords;
  readonly onProblem: (error: GuardError) => void;
  readonly now: () => number;
}

/** The last renewal, for all who want one of the same login until the next may begin. */
interface Renewal {
  readonly token: string;
  readonly result: Promise<ServerLogin | undefined>;
  endedAt: number | undefined;
}

/**
 * Reads the login that `mcp-guard auth login` left, again whenever the file changes, and renews it once for all who
 * wait.
 */
export class StoredLogin {
  readonly #options: StoredLoginOptions;
  readonly #server: string;
  #read: { readonly stamp: string; readonly login: ServerLogin | undefined } | undefined;
  #lookedAt = -Infinity;
  #renewing: Renewal | undefined;
  #renewed: { readonly token: string; readonly at: number } | undefined;

  constructor(options: StoredLoginOptions) {
    this.#options = options;
    this.#server = toServerKey(options.url);
  }

  async authorization(): Promise<string | undefined> {
    const age = this.#options.now() - this.#lookedAt;
    const login = this.#read && age >= 0 && age < LOOK_EVERY ? this.#read.login : this.#current();
    if (!login || login.expiresAt === undefined) return login && bearer(login);
    const now = this.#options.now() / 1000;
    const isOver = now >= login.expiresAt;
    const early = Math.min(RENEW_BEFORE, (login.expiresAt - login.obtainedAt) / 4);
    if (now < login.expiresAt - early) return bearer(login);
    if (login.refreshToken === undefined) return isOver ? undefined : bearer(login);
    try {
      const renewed = await this.#renew(login);
      if (renewed) return bearer(renewed);
    } catch (thrown) {
      const error = GuardError.from(thrown);
      if (isOver) throw error;
      this.#options.onProblem(error); // it still counts, for a while
    }
    return isOver ? undefined : bearer(login);
  }

  async renew(rejected: string | undefined): Promise<boolean> {
    const login = this.#current();
    if (!login) return false;
    const isOver = login.expiresAt !== undefined && this.#options.now() / 1000 >= login.expiresAt;
    if (!isOver && bearer(login) !== rejected) return true; // a person has logged in, or another session was faster
    const { token, at } = this.#renewed ?? {};
    if (token === login.accessToken && at !== undefined && this.#options.now() - at < FRESH_FOR) return false;
    const renewed = login.refreshToken === undefined ? undefined : await this.#renew(login);
    return renewed !== undefined && bearer(renewed) !== rejected;
  }

  refuse(status: 401 | 403, wwwAuthenticate: string | undefined): GuardError {
    const { folder, words, onProblem } = this.#options;
    this.#lookedAt = -Infinity; // a person may log in now
    const wanted = status === 403 ? (wantedScopes(wwwAuthenticate) ?? []) : [];
    try {
      const known = wanted.length > 0 ? readWanted(folder, this.#server) : [];
      const all = [...new Set([...known, ...wanted])];
      if (all.length > known.length) writeWanted(folder, this.#server, all);
    } catch (error) {
      onProblem(GuardError.from(error)); // the login that follows asks for less than it could
    }
    return words.refused(status, wwwAuthenticate);
  }

  /** The login in the file now, if it is one of our client. */
  #current(): ServerLogin | undefined {
    const { folder, client, words, now } = this.#options;
    try {
      this.#lookedAt = now();
      const stat = lstatSync(loginPath(folder, this.#server), { bigint: true, throwIfNoEntry: false });
      const stamp = stat ? `${stat.ino}:${stat.mtimeNs}:${stat.mode}:${stat.size}` : '';
      if (this.#read?.stamp === stamp) return this.#read.login;
      const login = stat && readLogin(folder, this.#server);
      this.#read = { stamp, login: login && isOfClient(login, client) ? login : undefined };
      return this.#read.login;
    } catch (error) {
      this.#read = undefined;
      throw words.unreadable(GuardError.from(error));
    }
  }

  /** Returns nothing if a person must log in; throws if the issuer cannot be asked now. */
  #renew({ accessToken }: ServerLogin): Promise<ServerLogin | undefined> {
    const { now } = this.#options;
    const last = this.#renewing;
    const age = last?.endedAt === undefined ? 0 : now() - last.endedAt;
    // Its result is no answer for another login, which a person has made since.
    const isSame = last?.token === accessToken || this.#renewed?.token === accessToken;
    if (last && isSame && age >= 0 && age < RENEW_EVERY) return last.result;
    const result = this.#ask(accessToken).finally(() => (renewal.endedAt = now()));
    const renewal: Renewal = { token: accessToken, result, endedAt: undefined };
    this.#renewing = renewal;
    return result;
  }

  async #ask(rejected: string): Promise<ServerLogin | undefined> {
    const { folder, client, fetch, words, now } = this.#options;
    try {
      const { renewLogin } = await import('@mcp-guard/net/server-login');
      const renewed = await renewLogin({ folder, server: this.#server, client, fetch }, rejected);
      this.#read = undefined;
      if (renewed) this.#renewed = { token: renewed.accessToken, at: now() };
      return renewed;
    } catch (thrown) {
      const cause = GuardError.from(thrown);
      if (cause.code === 'UNAUTHENTICATED') return undefined;
      throw words.notRenewed(cause);
    }
  }
}

const bearer = ({ accessToken }: ServerLogin): string => `Bearer ${accessToken}`;
