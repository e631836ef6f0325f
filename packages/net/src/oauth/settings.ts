import type { guardedFetch } from '../guarded-fetch.js';

/** `auth.oauth` of the configuration. */
export interface OAuthSettings {
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string | null;
  /** Audience of access tokens; `null`: the ID token counts. */
  readonly audience: string | null;
  readonly jwks_uri: string | null;
  readonly scopes: readonly string[];
  readonly claims_to_roles: {
    readonly claim_name: string;
    readonly mapping: Readonly<Record<string, string | readonly string[]>>;
  };
  readonly clock_tolerance_seconds: number;
}

export type Fetch = typeof guardedFetch;
