import { isDeepStrictEqual } from 'node:util';
import { GuardError } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/core/guarded-fetch';
import {
  proofOf,
  readTokens,
  tokenPath,
  writeTokens,
  type Fetch,
  type OAuthSettings,
  type Tokens,
} from '@mcp-guard/core/oauth';
import { watchFiles } from '../../config/config-watch.js';
import { ProviderClient } from './provider-client.js';
import { ExpiredToken, UnknownKey, type Verified } from './verify-token.js';

/** A login is renewed so long before it runs out, in milliseconds, or after three quarters of a shorter life. */
const RENEW_BEFORE = 60_000;
/** What could not be asked is asked again after so long, in milliseconds; twice as long each time. */
const RETRY_AFTER = 1000;
const MAX_RETRY_AFTER = 60_000;
/** Timers hold no more. */
const MAX_DELAY = 2 ** 31 - 1;

/** Who is logged in, proved. */
export interface Login extends Verified {
  readonly issuer: string;
  /** Unix milliseconds, with the tolerance of the configuration. */
  readonly validUntil: number;
}

export interface KeeperOptions {
  /** Those in force; `null` where there are no logins. */
  readonly settings: () => OAuthSettings | null;
  /** Where the tokens are. */
  readonly folder: string;
  /** Milliseconds between two looks whether they have changed. */
  readonly watchEvery: number;
  /** Hears why a login cannot be used or renewed. */
  readonly onProblem: (error: GuardError) => void;
  readonly fetch?: Fetch;
}

interface Checked {
  readonly token: string;
  readonly login: Login;
}

/**
 * Knows who is logged in. It reads the store whenever that changes, checks every token before
 * it counts, and renews it in time. What cannot be proved is no login.
 */
export class LoginKeeper {
  readonly #options: KeeperOptions;
  readonly #fetch: Fetch;
  /** Of the settings in force; work that began under others comes to nothing. */
  #client: ProviderClient | undefined;
  #checked: Checked | undefined;
  #checking: Promise<Login> | undefined;
  /** The token that the last renewal gave. */
  #renewed: string | undefined;
  /** A refresh token that the provider does not take any more. */
  #spent: string | undefined;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #unwatch: () => void = () => undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#fetch = options.fetch ?? guardedFetch;
  }

  /** The login that counts now; nothing as soon as it has run out. */
  get current(): Login | undefined {
    const login = this.#checked?.login;
    return login && Date.now() < login.validUntil ? login : undefined;
  }

  /** Takes over the settings in force. Where they say something else of tokens, the old ones prove nothing any more. */
  reconfigure(): void {
    const { folder, watchEvery } = this.#options;
    const settings = this.#options.settings();
    const before = this.#client?.settings;
    if (isDeepStrictEqual(settings && toProof(settings), before ? toProof(before) : null)) return;
    this.#unwatch();
    clearTimeout(this.#timer);
    this.#client = settings ? new ProviderClient(settings, this.#fetch) : undefined;
    this.#checked = this.#checking = this.#renewed = this.#spent = undefined;
    this.#failures = 0;
    if (!settings) return;
    this.#unwatch = watchFiles([tokenPath(folder, settings.issuer)], watchEvery, () => this.#recheck());
    this.#recheck();
  }

  close(): void {
    this.#unwatch();
    clearTimeout(this.#timer);
  }

  /** Looks at the store, and renews what is there when it is time. Throws why nobody is logged in. */
  check(): Promise<Login> {
    if (this.#checking) return this.#checking;
    const checking = this.#checkOnce().finally(() => {
      if (this.#checking === checking) this.#checking = undefined;
    });
    return (this.#checking = checking);
  }

  /** Once more after a check under way, which may have seen the store as it was. Its problems are told by `onProblem`. */
  #recheck(): void {
    const before = this.#checking ?? Promise.resolve();
    void before.catch(() => undefined).then(() => this.check().catch(() => undefined));
  }

  async #checkOnce(): Promise<Login> {
    const client = this.#client;
    if (!client) throw new GuardError('UNAUTHENTICATED', 'people are not known by a login here; connect again');
    try {
      const login = await this.#find(client);
      this.#failures = 0;
      this.#wake(nextLook(login));
      return login;
    } catch (thrown) {
      if (client !== this.#client) throw thrown;
      const error = GuardError.from(thrown);
      this.#options.onProblem(error);
      if (mayPass(error)) this.#wake(Math.min(RETRY_AFTER * 2 ** this.#failures++, MAX_RETRY_AFTER));
      const login = this.current;
      if (!login) throw error;
      return login;
    }
  }

  async #find(client: ProviderClient): Promise<Login> {
    const tokens = this.#read(client);
    const token = proofOf(client.settings, tokens);
    const kept = this.#checked?.token === token ? this.current : undefined;
    try {
      const login = kept ?? (await this.#accept(client, token));
      if (Date.now() < renewalOf(login) || !this.#canRenew(tokens)) return login;
    } catch (error) {
      if (!(error instanceof ExpiredToken) || !this.#canRenew(tokens)) throw error;
    }
    return this.#renew(client, tokens);
  }

  /** The stored tokens. Without them nobody is logged in from this moment on. */
  #read(client: ProviderClient): Tokens {
    this.#insist(client);
    const { issuer, client_id: id } = client.settings;
    try {
      const tokens = readTokens(this.#options.folder, issuer);
      if (tokens?.clientId === id) return tokens;
    } catch (error) {
      this.#checked = undefined;
      throw error;
    }
    this.#checked = undefined;
    throw nobody('nobody is logged in');
  }

  async #accept(client: ProviderClient, token: string): Promise<Login> {
    try {
      const verified = await client.verify(token);
      this.#insist(client);
      const { issuer, clock_tolerance_seconds: tolerance } = client.settings;
      const login = { ...verified, issuer, validUntil: (verified.expiresAt + tolerance) * 1000 };
      this.#checked = { token, login };
      return login;
    } catch (error) {
      this.#insist(client);
      // What we have renewed ourselves is the same login: the old token counts as long as the new one may turn out good.
      const isWaiting = token === this.#renewed && mayPass(GuardError.from(error));
      if (!isWaiting) this.#checked = undefined;
      throw error;
    }
  }

  async #renew(client: ProviderClient, tokens: Tokens): Promise<Login> {
    let renewed: Tokens;
    try {
      renewed = await client.renew(tokens);
    } catch (thrown) {
      this.#insist(client);
      const error = GuardError.from(thrown);
      if (error.code === 'UNAUTHENTICATED') this.#spent = tokens.refreshToken;
      const login = this.current;
      if (!login) throw error.code === 'UNAUTHENTICATED' ? new ExpiredToken() : error;
      this.#options.onProblem(error); // it still counts, for a while
      return login;
    }
    // Somebody may have logged in or out meanwhile, and that counts.
    if (this.#read(client).refreshToken !== tokens.refreshToken) return this.#find(client);
    writeTokens(this.#options.folder, renewed);
    this.#renewed = proofOf(client.settings, renewed);
    // A provider that sends no other ID token renews nothing, however often it is asked.
    if (this.#renewed === proofOf(client.settings, tokens)) this.#spent = renewed.refreshToken;
    return this.#accept(client, this.#renewed);
  }

  /** Throws where the settings have changed while something was asked. */
  #insist(client: ProviderClient): void {
    if (client !== this.#client) throw new GuardError('UNAUTHENTICATED', 'the provider has changed; connect again');
  }

  #canRenew({ refreshToken }: Tokens): boolean {
    return refreshToken !== undefined && refreshToken !== this.#spent;
  }

  #wake(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#recheck(), Math.max(RETRY_AFTER, Math.min(after, MAX_DELAY))).unref();
  }
}

/** Whether the same tokens may be good a little later. */
const mayPass = (error: GuardError): boolean => error.code === 'UPSTREAM_UNAVAILABLE' || error instanceof UnknownKey;

/** What decides whether a token proves something; roles do not. */
const toProof = (settings: OAuthSettings): object => ({ ...settings, claims_to_roles: null, scopes: null });

/** Unix milliseconds. */
const renewalOf = ({ issuedAt, expiresAt }: Login): number =>
  expiresAt * 1000 - Math.min(RENEW_BEFORE, ((expiresAt - issuedAt) * 1000) / 4);

/** Milliseconds until it is to be renewed, or where that has failed, until it is tried again. */
function nextLook(login: Login): number {
  const now = Date.now();
  return now < renewalOf(login) ? renewalOf(login) - now : (login.validUntil - now) / 4;
}

const nobody = (why: string): GuardError =>
  new GuardError('UNAUTHENTICATED', `${why}; a person must log in`, { hint: 'mcp-guard auth login' });
