import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { GuardError } from '@mcp-guard/core';
import type { Provider } from './discovery.js';
import type { OAuthSettings } from './settings.js';

/** One way to the provider's page and back; its secrets are used once and never written down. */
export interface LoginAttempt {
  /** The URL that the browser opens. */
  readonly url: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce: string;
  /** The verifier of PKCE: only the program that began the login can finish it. */
  readonly verifier: string;
}

const random = (): string => randomBytes(32).toString('base64url');

/** An authorization request with PKCE S256, `state` and `nonce`. */
export function beginLogin(provider: Provider, settings: OAuthSettings, redirectUri: string): LoginAttempt {
  const attempt = { redirectUri, state: random(), nonce: random(), verifier: random() };
  const url = new URL(provider.authorizationEndpoint);
  const parameters: Readonly<Record<string, string>> = {
    response_type: 'code',
    client_id: settings.client_id,
    redirect_uri: redirectUri,
    scope: settings.scopes.join(' '),
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: createHash('sha256').update(attempt.verifier).digest('base64url'),
    code_challenge_method: 'S256',
    // OpenID Connect Core, section 11: without consent there is no offline access.
    ...(settings.scopes.includes('offline_access') && { prompt: 'consent' }),
    ...audienceOf(settings),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { ...attempt, url: url.href };
}

/** Audience of the access token: `resource` of RFC 8707 takes a URL, other providers read `audience`. */
export const audienceOf = ({ audience }: OAuthSettings): Readonly<Record<string, string>> => {
  if (audience === null) return {};
  return /^https?:\/\//.test(audience) ? { audience, resource: audience } : { audience };
};

/** A response belongs to this attempt: only its provider and its browser know the state. */
export function isAnswerTo({ state }: Pick<LoginAttempt, 'state'>, query: URLSearchParams): boolean {
  const [given = '', ...more] = query.getAll('state');
  return more.length === 0 && isSame(given, state);
}

/** The code in the provider's response. Throws if the response does not match our request, or is an error. */
export function readCallback(
  attempt: Pick<LoginAttempt, 'state'>,
  provider: Pick<Provider, 'issuer' | 'namesItself'>,
  query: URLSearchParams,
): string {
  const one = (name: string): string | undefined => {
    const values = query.getAll(name);
    if (values.length > 1) throw refused(`the response has ${name} more than once`);
    return values[0];
  };
  if (!isSame(one('state') ?? '', attempt.state)) throw refused('the response belongs to another login (state)');
  const issuer = one('iss');
  if (issuer === undefined ? provider.namesItself : issuer !== provider.issuer) {
    throw refused('the response comes from another provider (iss)');
  }
  const error = one('error');
  if (error !== undefined) throw refused(`the provider says ${quote(error)}: ${quote(one('error_description') ?? '')}`);
  const code = one('code');
  if (!code) throw refused('the response has no code');
  return code;
}

const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const refused = (why: string): GuardError => new GuardError('UNAUTHENTICATED', why);

/** Foreign text: one line, of limited length. */
export const quote = (text: string): string => JSON.stringify(text.slice(0, 300));
