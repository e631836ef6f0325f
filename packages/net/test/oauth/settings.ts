import type { Fetch, OAuthSettings, Provider } from '../../src/oauth/index.ts';

export const ISSUER = 'https://login.example.com';

export const settings: OAuthSettings = {
  issuer: ISSUER,
  client_id: 'guard',
  client_secret: null,
  audience: null,
  jwks_uri: null,
  scopes: ['openid', 'profile'],
  claims_to_roles: { claim_name: 'roles', mapping: {} },
  clock_tolerance_seconds: 30,
};

export const provider: Provider = {
  issuer: ISSUER,
  authorizationEndpoint: `${ISSUER}/authorize`,
  tokenEndpoint: `${ISSUER}/token`,
  revocationEndpoint: `${ISSUER}/revoke`,
  jwksUri: `${ISSUER}/keys`,
  namesItself: true,
  secretInBody: false,
};

export interface Asked {
  readonly url: string;
  readonly form: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
}

/** A provider that says one thing to everybody, and what it was asked. */
export function answering(answer: unknown, status = 200): { fetch: Fetch; asked: Asked[] } {
  const asked: Asked[] = [];
  const fetch: Fetch = async (url, options) => {
    const { body = '', headers = {} } = options ?? {};
    const form = Object.fromEntries(new URLSearchParams(String(body)));
    asked.push({ url: String(url), form, authorization: headers['authorization'] });
    return { status, headers: {}, body: Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer)) };
  };
  return { fetch, asked };
}

export const unsigned = (claims: object): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
