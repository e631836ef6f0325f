import { GuardError, type Hint, userName } from '@mcp-guard/core';
import { orDefault, rolesOfUser } from '@mcp-guard/policy';
import { toError, type Actor, type ClientOrigin } from '@mcp-guard/rules';
import { findKey, hashKey, keyName, readKeys, type KeyEntry } from './api-key.js';
import type { Login } from './oauth/login.js';
import type { LoginKeeper } from './oauth/login-keeper.js';
import type { PeerCredentials } from './peer-credentials.js';
import { rolesOfClaims } from './claims.js';
import type { AuthSettings } from './settings.js';

/** The proof that a session opened with. It stays the same; the configuration in force decides what it is worth. */
type Proof =
  | { readonly mode: 'os'; readonly user: string }
  | { readonly mode: 'api_key'; readonly hash: Buffer }
  | { readonly mode: 'oauth'; readonly issuer: string; readonly subject: string };

/** The user at the other end of an open session, asked for every message. Costs nothing while nothing has changed. */
export type Identity = () => Actor;

/** Its `auth` is the same object as long as the section is the same. */
export interface ConfigurationInForce {
  readonly current: { readonly auth: AuthSettings };
}

/** Finds out who connects, and which roles the configuration in force gives them. */
export class Identities {
  readonly #configuration: ConfigurationInForce;
  readonly #keeper: Pick<LoginKeeper, 'check' | 'current'>;
  #keys: { readonly of: AuthSettings; readonly entries: readonly KeyEntry[] } | undefined;

  constructor(configuration: ConfigurationInForce, keeper: Pick<LoginKeeper, 'check' | 'current'>) {
    this.#configuration = configuration;
    this.#keeper = keeper;
  }

  /** Throws the error for the bridge. In every mode the kernel must report a process of our own user. */
  async identify(peer: PeerCredentials, credential: string | undefined): Promise<Identity> {
    const identity = this.#follow(await this.#prove(credential), { kind: 'local', ...peer });
    const { refusal } = identity();
    if (refusal) throw toError(refusal);
    return identity;
  }

  async #prove(credential: string | undefined): Promise<Proof> {
    const { auth } = this.#configuration.current;
    switch (auth.mode) {
      case 'os':
        return { mode: 'os', user: userName() };
      case 'oauth': {
        const { issuer, subject } = await this.#keeper.check();
        return { mode: 'oauth', issuer, subject };
      }
      case 'api_key': {
        const hint = 'set MCP_GUARD_API_KEY in the env of the client’s entry';
        const rule = 'auth.api_keys';
        if (credential === undefined) throw new GuardError('UNAUTHENTICATED', 'no API key was given', { hint, rule });
        const hash = hashKey(credential);
        if (findKey(this.#keysOf(auth), hash)) return { mode: 'api_key', hash };
        throw new GuardError('UNAUTHENTICATED', 'the API key is unknown to this guard', { hint, rule });
      }
    }
  }

  #follow(proof: Proof, origin: ClientOrigin): Identity {
    const user = nameOf(proof);
    let seen: { readonly auth: AuthSettings; readonly login: Login | undefined; readonly actor: Actor } | undefined;
    return () => {
      const { auth } = this.#configuration.current;
      const login = proof.mode === 'oauth' ? this.#keeper.current : undefined;
      if (seen?.auth === auth && seen.login === login) return seen.actor;
      const actor = { origin, user, ...this.#judge(proof, auth, login) };
      seen = { auth, login, actor };
      return actor;
    };
  }

  #judge(proof: Proof, auth: AuthSettings, login: Login | undefined): Pick<Actor, 'roles' | 'refusal'> {
    if (proof.mode !== auth.mode) return refused('auth.mode', 'the authentication mode has changed; reconnect');
    switch (proof.mode) {
      case 'os':
        return granted(rolesOfUser(auth, proof.user));
      case 'api_key': {
        const entry = findKey(this.#keysOf(auth), proof.hash);
        return entry ? granted(entry.roles) : refused('auth.api_keys', 'the API key is no longer valid');
      }
      case 'oauth': {
        if (auth.oauth?.issuer !== proof.issuer) {
          return refused('auth.oauth.issuer', 'people log in at another provider now; reconnect');
        }
        const words = 'the login has expired; a person must log in again';
        if (!login) return refused('auth.mode', words, { command: 'mcp-guard auth login' });
        if (login.issuer === proof.issuer && login.subject === proof.subject) {
          return granted(rolesOfClaims(auth.oauth.claims_to_roles, login.claims));
        }
        return refused('auth.mode', 'another person has logged in; reconnect');
      }
    }
  }

  #keysOf(auth: AuthSettings): readonly KeyEntry[] {
    if (this.#keys?.of !== auth) this.#keys = { of: auth, entries: readKeys(auth.api_keys) };
    return this.#keys.entries;
  }
}

const granted = (roles: readonly string[]): Pick<Actor, 'roles' | 'refusal'> => ({ roles, refusal: undefined });

const refused = (rule: string, message: string, hint?: Hint): Pick<Actor, 'roles' | 'refusal'> => ({
  roles: orDefault([]),
  refusal: { message, hint, rule },
});

function nameOf(proof: Proof): string {
  if (proof.mode === 'os') return proof.user;
  return proof.mode === 'api_key' ? keyName(proof.hash) : `oauth:${toSafeName(proof.subject)}`;
}

const MAX_NAME = 128;

/** A provider chooses its subjects: controls and invisible characters are escaped, and the length is bounded. */
function toSafeName(subject: string): string {
  const shown = subject.replaceAll(/[\p{C}\p{Z}\p{Variation_Selector}\\]/gu, toEscape);
  return shown.length <= MAX_NAME ? shown : `${shown.slice(0, MAX_NAME)}…${hashKey(subject).toString('hex', 0, 6)}`;
}

const toEscape = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
