import { isDeepStrictEqual } from 'node:util';
import { GuardError } from '@mcp-guard/core';
import { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import { tokenPath, type Fetch, type OAuthSettings } from '@mcp-guard/net/oauth';
import { lookAt } from '@mcp-guard/policy';
import { watchFiles } from '../../config/config-watch.js';
import { nextCheck, type Login } from './login.js';
import { mayPass, ProviderLogin } from './provider-login.js';

/** A provider that could not be reached is asked again after this long, in milliseconds; twice as long each time. */
const RETRY_AFTER = 1000;
const MAX_RETRY_AFTER = 60_000;
/** Timers hold no more. */
const MAX_DELAY = 2 ** 31 - 1;

export interface KeeperOptions {
  /** The settings in force; `null` if people do not log in. */
  readonly settings: () => OAuthSettings | null;
  /** Folder of the tokens. */
  readonly folder: string;
  /** Milliseconds between two checks whether they have changed. */
  readonly watchEvery: number;
  /** Gets why a login cannot be used or renewed. */
  readonly onProblem: (error: GuardError) => void;
  readonly fetch?: Fetch;
}

/** Keeps the login of the settings in force: checks it when the stored tokens change, and renews it in time. */
export class LoginKeeper {
  readonly #options: KeeperOptions;
  #login: ProviderLogin | undefined;
  #checking: Promise<Login> | undefined;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #unwatch: () => void = () => undefined;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** The login that counts now; nothing as soon as it has expired. */
  get current(): Login | undefined {
    return this.#login?.current;
  }

  /** Takes over the settings in force. If they differ in what a token proves, the old login ends. */
  reconfigure(): void {
    const { folder, watchEvery, onProblem, fetch = guardedFetch } = this.#options;
    const settings = this.#options.settings();
    const before = this.#login?.settings;
    if (isDeepStrictEqual(settings && toProof(settings), before ? toProof(before) : null)) return;
    this.#login?.close();
    this.close();
    this.#login = settings ? new ProviderLogin({ settings, folder, fetch, onProblem }) : undefined;
    this.#checking = undefined;
    this.#failures = 0;
    if (!settings) return;
    this.#unwatch = watchFiles(lookAt([tokenPath(folder, settings.issuer)]), watchEvery, () => this.#recheck());
    this.#recheck();
  }

  close(): void {
    this.#unwatch();
    clearTimeout(this.#timer);
  }

  /** Reads the stored tokens and renews them if it is time. Throws why there is no login. */
  check(): Promise<Login> {
    if (this.#checking) return this.#checking;
    const checking = this.#checkOnce().finally(() => {
      if (this.#checking === checking) this.#checking = undefined;
    });
    return (this.#checking = checking);
  }

  /** Checks once more after a check under way, which may have read the old tokens. Its problems go to `onProblem`. */
  #recheck(): void {
    const before = this.#checking ?? Promise.resolve();
    void before.catch(() => undefined).then(() => this.check().catch(() => undefined));
  }

  async #checkOnce(): Promise<Login> {
    const login = this.#login;
    if (!login) throw new GuardError('UNAUTHENTICATED', 'this guard does not use logins; reconnect');
    try {
      const found = await login.find();
      this.#failures = 0;
      this.#wake(nextCheck(found));
      return found;
    } catch (thrown) {
      if (login !== this.#login) throw thrown;
      const error = GuardError.from(thrown);
      this.#options.onProblem(error);
      if (mayPass(error)) this.#wake(Math.min(RETRY_AFTER * 2 ** this.#failures++, MAX_RETRY_AFTER));
      if (!login.current) throw error;
      return login.current;
    }
  }

  #wake(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#recheck(), Math.max(RETRY_AFTER, Math.min(after, MAX_DELAY))).unref();
  }
}

/** The settings that decide what a token proves; roles do not. */
const toProof = (settings: OAuthSettings): object => ({ ...settings, claims_to_roles: null, scopes: null });
