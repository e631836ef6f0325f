import { GuardError } from '@mcp-guard/core';
import { proofOf, readTokens, writeTokens, type Fetch, type OAuthSettings, type Tokens } from '@mcp-guard/net/oauth';
import { renewalOf, type Login } from './login.js';
import { ProviderClient } from './provider-client.js';
import { ExpiredToken, UnknownKey } from './verify-token.js';

export interface ProviderLoginOptions {
  readonly settings: OAuthSettings;
  /** Folder of the tokens. */
  readonly folder: string;
  readonly fetch: Fetch;
  /** Gets why a login that still counts could not be renewed. */
  readonly onProblem: (error: GuardError) => void;
}

interface Checked {
  readonly token: string;
  readonly login: Login;
}

/** The login at one provider under one set of settings. Every token is verified before it counts, and renewed in time. */
export class ProviderLogin {
  readonly settings: OAuthSettings;
  readonly #options: ProviderLoginOptions;
  readonly #client: ProviderClient;
  #isClosed = false;
  #checked: Checked | undefined;
  /** The token that the last renewal gave. */
  #renewed: string | undefined;
  /** A refresh token that the provider no longer accepts. */
  #spent: string | undefined;

  constructor(options: ProviderLoginOptions) {
    this.#options = options;
    this.settings = options.settings;
    this.#client = new ProviderClient(options.settings, options.fetch);
  }

  /** The settings have changed: the login counts no more, and work under way comes to nothing. */
  close(): void {
    this.#isClosed = true;
    this.#checked = undefined;
  }

  /** The login that counts now; nothing as soon as it has expired. */
  get current(): Login | undefined {
    const login = this.#checked?.login;
    return login && Date.now() < login.validUntil ? login : undefined;
  }

  /** Reads the stored tokens and renews them if it is time. Throws why there is no login. */
  async find(): Promise<Login> {
    const tokens = this.#read();
    const token = proofOf(this.settings, tokens);
    const kept = this.#checked?.token === token ? this.current : undefined;
    try {
      const login = kept ?? (await this.#accept(token));
      if (Date.now() < renewalOf(login) || !this.#canRenew(tokens)) return login;
    } catch (error) {
      if (!(error instanceof ExpiredToken) || !this.#canRenew(tokens)) throw error;
    }
    return this.#renew(tokens);
  }

  /** The stored tokens. Without them the login ends at this moment. */
  #read(): Tokens {
    this.#insist();
    const { issuer, client_id: id } = this.settings;
    try {
      const tokens = readTokens(this.#options.folder, issuer);
      if (tokens?.clientId === id) return tokens;
    } catch (error) {
      this.#checked = undefined;
      throw error;
    }
    this.#checked = undefined;
    throw new GuardError('UNAUTHENTICATED', 'there is no login; a person must log in', {
      hint: { command: 'mcp-guard auth login' },
    });
  }

  async #accept(token: string): Promise<Login> {
    try {
      const verified = await this.#client.verify(token);
      this.#insist();
      const { issuer, clock_tolerance_seconds: tolerance } = this.settings;
      const login = { ...verified, issuer, validUntil: (verified.expiresAt + tolerance) * 1000 };
      this.#checked = { token, login };
      return login;
    } catch (error) {
      this.#insist();
      // A token that we renewed belongs to the same login: the old one counts while the new one may still prove good.
      const isWaiting = token === this.#renewed && mayPass(GuardError.from(error));
      if (!isWaiting) this.#checked = undefined;
      throw error;
    }
  }

  async #renew(tokens: Tokens): Promise<Login> {
    let renewed: Tokens;
    try {
      renewed = await this.#client.renew(tokens);
    } catch (thrown) {
      this.#insist();
      const error = GuardError.from(thrown);
      if (error.code === 'UNAUTHENTICATED') this.#spent = tokens.refreshToken;
      const login = this.current;
      if (!login) throw error.code === 'UNAUTHENTICATED' ? new ExpiredToken() : error;
      this.#options.onProblem(error); // it still counts, for a while
      return login;
    }
    // A person may have logged in or out meanwhile, and that counts.
    if (this.#read().refreshToken !== tokens.refreshToken) return this.find();
    writeTokens(this.#options.folder, renewed);
    this.#renewed = proofOf(this.settings, renewed);
    // A provider that sends no other ID token renews nothing, however often it is asked.
    if (this.#renewed === proofOf(this.settings, tokens)) this.#spent = renewed.refreshToken;
    return this.#accept(this.#renewed);
  }

  #insist(): void {
    if (this.#isClosed) throw new GuardError('UNAUTHENTICATED', 'the provider has changed; reconnect');
  }

  #canRenew({ refreshToken }: Tokens): boolean {
    return refreshToken !== undefined && refreshToken !== this.#spent;
  }
}

/** The same tokens may be good a little later. */
export const mayPass = (error: GuardError): boolean =>
  error.code === 'UPSTREAM_UNAVAILABLE' || error instanceof UnknownKey;
