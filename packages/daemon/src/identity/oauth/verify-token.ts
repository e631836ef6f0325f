import { GuardError, isObject, member, type JsonObject } from '@mcp-guard/core';
import { isForClient, MAX_ANSWER_BYTES, type Fetch, type OAuthSettings } from '@mcp-guard/net/oauth';

/** Signatures by a key that only the provider holds: neither `none` nor HMAC, for which a public key could be taken as the secret. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** After an unknown key id the keys are fetched again, but not more often than this, in milliseconds. */
const KEYS_COOLDOWN = 2000;
/** After this long the keys are fetched again anyway, in milliseconds. */
const KEYS_MAX_AGE = 600_000;

/** A token proves this. */
export interface Verified {
  readonly subject: string;
  readonly claims: JsonObject;
  /** Unix seconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Checks a token as a whole; throws UNAUTHENTICATED, or why it cannot be checked. */
export type VerifyToken = (token: string) => Promise<Verified>;

/** The token was valid and has expired. */
export class ExpiredToken extends GuardError {
  constructor() {
    super('UNAUTHENTICATED', 'the login has expired; a person must log in again', {
      hint: { command: 'mcp-guard auth login' },
    });
  }
}

/** The provider may have a new key, but its keys were fetched a moment ago. */
export class UnknownKey extends GuardError {
  constructor(cause: unknown) {
    super('UNAUTHENTICATED', 'the provider does not name the key of this login; a person must log in again', {
      cause,
      hint: { command: 'mcp-guard auth login' },
    });
  }
}

/** Checks tokens of one provider with its keys, which are kept and fetched again when they rotate. */
export async function createVerifier(settings: OAuthSettings, keysUrl: string, fetch: Fetch): Promise<VerifyToken> {
  const { createRemoteJWKSet, customFetch, errors, jwtVerify } = await import('jose'); // rarely needed
  const keys = createRemoteJWKSet(new URL(keysUrl), {
    cooldownDuration: KEYS_COOLDOWN,
    cacheMaxAge: KEYS_MAX_AGE,
    async [customFetch](url: string) {
      const { status, body } = await fetch(url, { maxBytes: MAX_ANSWER_BYTES });
      return new Response(Uint8Array.from(body), { status });
    },
  });
  const { issuer, audience, client_id: client, clock_tolerance_seconds: tolerance } = settings;

  return async (token) => {
    let payload: unknown;
    try {
      const options = { issuer, audience: audience ?? client, algorithms: ALGORITHMS, clockTolerance: tolerance };
      ({ payload } = await jwtVerify(token, keys, { ...options, requiredClaims: ['sub', 'exp', 'iat'] }));
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new ExpiredToken();
      if (error instanceof errors.JWKSNoMatchingKey) throw new UnknownKey(error);
      if (error instanceof GuardError) throw error; // the keys could not be fetched
      const why = error instanceof errors.JOSEError ? error.code : 'unexpected';
      throw refused(`the token of this login is not valid (${why})`, error);
    }
    const claims = isObject(payload) ? payload : {};
    const [subject, issuedAt, expiresAt] = ['sub', 'iat', 'exp'].map((name) => member(claims, name));
    if (typeof subject !== 'string' || subject === '') throw refused('the token of this login has no subject');
    if (typeof issuedAt !== 'number' || typeof expiresAt !== 'number')
      throw refused('the token of this login lacks its times');
    if (issuedAt > Date.now() / 1000 + tolerance) throw refused('the token of this login was issued in the future');
    if (audience === null && !isForClient(claims, client))
      throw refused('the token of this login is for another client');
    return { subject, claims, issuedAt, expiresAt };
  };
}

const refused = (why: string, cause?: unknown): GuardError =>
  new GuardError('UNAUTHENTICATED', `${why}; a person must log in again`, {
    cause,
    hint: { command: 'mcp-guard auth login' },
  });
