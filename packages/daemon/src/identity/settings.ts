import type { OAuthSettings } from '@mcp-guard/net/oauth';

/** The part of the section `auth` of the configuration that decides who a user is. */
export interface AuthSettings {
  readonly mode: 'os' | 'api_key' | 'oauth';
  /** Roles by key, or by `sha256:HEX` of it. */
  readonly api_keys: Readonly<Record<string, { readonly roles: readonly string[] }>>;
  readonly oauth: OAuthSettings | null;
  readonly roles: Readonly<Record<string, { readonly users: readonly string[] }>>;
}
