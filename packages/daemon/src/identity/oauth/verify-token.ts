import { GuardError, isObject, member, type JsonObject } from '@mcp-guard/core';
import { isForClient, MAX_ANSWER_BYTES, type Fetch, type OAuthSettings } from '@mcp-guard/core/oauth';

/** Signatures by a key that only the provider holds: neither `none` nor HMAC, whose key a public one could be taken for. */
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
/** An unknown key id makes us ask for the keys again, but not more often than this, in milliseconds. */
const KEYS_COOLDOWN = 2000;
/** After this long the keys are asked for again anyway, in milliseconds. */
const KEYS_MAX_AGE = 600_000;

/** What a token proves. */
export interface Verified {
  readonly subject: string;
  readonly claims: JsonObject;
  /** Unix seconds. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Checks a token as a whole; throws UNAUTHENTICATED, or why it cannot be checked. */
export type VerifyToken = (token: string) => Promise<Verified>;

/** A token was good once. */
export class ExpiredToken extends GuardError {
  constructor() {
    super('UNAUTHENTICATED', 'the login has run out; a person must log in again', { hint: 'mcp-guard auth login' });
  }
}

/** The provider may have a new key, and we have asked for its keys a moment ago. */
export class UnknownKey extends GuardError {
  constructor(cause: unknown) {
    super('UNAUTHENTICATED', 'the provider does not name the key of this login; a person must log in again', {
      cause,
      hint: 'mcp-guard auth login',
    });
  }
}

/** Checks tokens of one provider, with its keys; they are kept, and asked for again when they rotate. */
export async function createVerifier(settings: OAuthSettings, keysUrl: string, fetch: Fetch): Promise<VerifyToken> {
  const { createRemoteJWKSet, customFetch, errors, jwtVerify } = await import('jose'); // seldom needed
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
      if (error instanceof GuardError) throw error; // the keys could not be had
      const why = error instanceof errors.JOSEError ? error.code : 'unexpected';
      throw refused(`the token of this login is not good (${why})`, error);
    }
    const claims = isObject(payload) ? payload : {};
    const [subject, issuedAt, expiresAt] = ['sub', 'iat', 'exp'].map((name) => member(claims, name));
    if (typeof subject !== 'string' || subject === '') throw refused('the token of this login names nobody');
    if (typeof issuedAt !== 'number' || typeof expiresAt !== 'number')
      throw refused('the token of this login has no times');
    if (issuedAt > Date.now() / 1000 + tolerance) throw refused('the token of this login is from the future');
    if (audience === null && !isForClient(claims, client))
      throw refused('the token of this login is for another client');
    return { subject, claims, issuedAt, expiresAt };
  };
}

const refused = (why: string, cause?: unknown): GuardError =>
  new GuardError('UNAUTHENTICATED', `${why}; a person must log in again`, { cause, hint: 'mcp-guard auth login' });
