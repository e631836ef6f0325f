import { GuardError } from '@mcp-guard/core';
import {
  discoverProvider,
  refreshTokens,
  type Fetch,
  type OAuthSettings,
  type Provider,
  type Tokens,
} from '@mcp-guard/net/oauth';
import { createVerifier, type Verified, type VerifyToken } from './verify-token.js';

/** The metadata of a provider is fetched again after this long, in milliseconds. */
const METADATA_MAX_AGE = 3_600_000;

interface Known {
  readonly since: number;
  readonly provider: Promise<Provider>;
  verify: Promise<VerifyToken> | undefined;
}

/** One provider under one set of settings. Its metadata is fetched when it is needed, and kept for a while. */
export class ProviderClient {
  readonly settings: OAuthSettings;
  readonly #fetch: Fetch;
  #known: Known | undefined;

  constructor(settings: OAuthSettings, fetch: Fetch) {
    this.settings = settings;
    this.#fetch = fetch;
  }

  async verify(token: string): Promise<Verified> {
    const known = this.#learn();
    known.verify ??= this.#createVerifier(known);
    return (await this.#unlessBad(known, known.verify))(token);
  }

  async renew(tokens: Tokens): Promise<Tokens> {
    const known = this.#learn();
    return refreshTokens(await this.#unlessBad(known, known.provider), this.settings, tokens, this.#fetch);
  }

  async #createVerifier({ provider }: Known): Promise<VerifyToken> {
    const url = this.settings.jwks_uri ?? (await provider).jwksUri;
    if (url === undefined) throw new GuardError('UPSTREAM_UNAVAILABLE', 'the provider names no keys');
    return createVerifier(this.settings, url, this.#fetch);
  }

  #learn(): Known {
    const now = performance.now();
    if (!this.#known || now - this.#known.since > METADATA_MAX_AGE) {
      const provider = discoverProvider(this.settings.issuer, this.#fetch);
      provider.catch(() => undefined); // reported where it is awaited
      this.#known = { since: now, provider, verify: undefined };
    }
    return this.#known;
  }

  /** Parts that could not be fetched are fetched again the next time. */
  async #unlessBad<T>(known: Known, part: Promise<T>): Promise<T> {
    try {
      return await part;
    } catch (error) {
      if (this.#known === known) this.#known = undefined;
      throw error;
    }
  }
}
