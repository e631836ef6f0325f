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
/** How long an issuer that failed is left alone, in milliseconds. */
const RETRY_AFTER = 5000;
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

/** What `mcp-guard auth login` left, read again whenever the file changes, and renewed once for all who wait. */
export class StoredLogin {
  readonly #options: StoredLoginOptions;
  readonly #server: string;
  #read: { readonly stamp: string; readonly login: ServerLogin | undefined } | undefined;
  #lookedAt = -Infinity;
  #renewing: Promise<ServerLogin | undefined> | undefined;
  #failed: { readonly at: number; readonly error: GuardError } | undefined;
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

  /** Nothing if a person must log in; throws if the issuer cannot be asked now. */
  #renew({ accessToken }: ServerLogin): Promise<ServerLogin | undefined> {
    const failed = this.#failed;
    if (failed && this.#options.now() - failed.at < RETRY_AFTER) return Promise.reject(failed.error);
    this.#renewing ??= this.#ask(accessToken).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #ask(rejected: string): Promise<ServerLogin | undefined> {
    const { folder, client, fetch, words, now } = this.#options;
    try {
      const { renewLogin } = await import('@mcp-guard/net/server-login');
      const renewed = await renewLogin({ folder, server: this.#server, client, fetch }, rejected);
      this.#failed = this.#read = undefined;
      if (renewed) this.#renewed = { token: renewed.accessToken, at: now() };
      return renewed;
    } catch (thrown) {
      const cause = GuardError.from(thrown);
      if (cause.code === 'UNAUTHENTICATED') return undefined;
      const error = words.notRenewed(cause);
      this.#failed = { at: now(), error };
      throw error;
    }
  }
}

const bearer = ({ accessToken }: ServerLogin): string => `Bearer ${accessToken}`;
