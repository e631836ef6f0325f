import { GuardError } from '@mcp-guard/core';
import type { Outbound } from '@mcp-guard/net/outbound';
import type { RemoteServer } from '@mcp-guard/policy';
import { Breaker, type Attempt, type BreakerView } from './breaker.js';
import type { Credentials } from './credentials.js';
import { outcomeOf, toAskError, toLeftAloneError } from './link-errors.js';
import { discard, headerOf, type LinkRequest, type LinkResponse, type Upgrade, type UpgradeAttempt } from './link.js';
import type { RemoteServerLink } from './remote-server-link.js';
import { Room } from './room.js';
import { toStatusError } from './status-errors.js';

export interface ServerLinkOptions {
  /** In the configuration. */
  readonly name: string;
  readonly config: Pick<RemoteServer, 'url' | 'headers' | 'timeout' | 'max_concurrent' | 'circuit_breaker'>;
  readonly credentials: Credentials;
  /** Called for the first request, and again if that failed. */
  readonly open: () => Promise<Outbound>;
  /** The server is left alone from now on. */
  readonly onOpen: (view: BreakerView) => void;
  /** Milliseconds of a steady clock. */
  readonly now?: () => number;
}

/** All sessions of one remote server share this: connections, login, and whether it answers. */
export class ServerLink {
  readonly #options: ServerLinkOptions;
  readonly #breaker: Breaker;
  readonly #room: Room;
  readonly #now: () => number;
  #outbound: Promise<Outbound> | undefined;
  #isClosed = false;

  constructor(options: ServerLinkOptions) {
    const { name, config, now = () => performance.now() } = options;
    const { failures, open_seconds: seconds } = config.circuit_breaker;
    this.#options = options;
    this.#now = now;
    this.#breaker = new Breaker({ failures, openFor: seconds * 1000 }, now);
    this.#room = new Room(name, config.max_concurrent);
  }

  get state(): BreakerView {
    return this.#breaker.view;
  }

  /** The link as one session has it. */
  session(): RemoteServerLink {
    const session = {};
    const breaker = this.#breaker;
    return {
      exchange: (request) => this.#exchange(session, request),
      upgrade: (attempt, signal) => this.#upgrade(attempt, signal),
      get state() {
        return breaker.view;
      },
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const outbound = await this.#outbound?.catch(() => undefined);
    await outbound?.close();
  }

  async #exchange(session: object, request: LinkRequest): Promise<LinkResponse> {
    const leave = await this.#room.enter(session, request);
    try {
      const { method, url, body, signal } = request;
      const response = await this.#ask(
        request.headers,
        signal,
        async (outbound, headers) => outbound.request({ method, url, headers, body, signal }),
        request.isExtra,
      );
      response.body.once('close', leave).once('error', (error) => {
        if (isFlood(error) && !request.isExtra) this.#tell(() => this.#breaker.trip());
      });
      if (response.body.closed) leave();
      return response;
    } catch (error) {
      leave();
      throw error;
    }
  }

  async #upgrade<Socket>(attempt: UpgradeAttempt<Socket>, signal: AbortSignal): Promise<Upgrade<Socket>> {
    const { url } = this.#options.config;
    const { upgraded } = await this.#ask({}, signal, async (outbound, headers) => {
      const connection = await outbound.connect(url, signal);
      try {
        const outcome = await attempt({ connection, headers });
        if ('socket' in outcome) return { ...SWITCHED, upgraded: outcome };
        connection.destroy();
        return { ...outcome.refused, upgraded: outcome };
      } catch (error) {
        connection.destroy();
        throw error;
      }
    });
    return upgraded;
  }

  /** One request with everything that is the same for all kinds of it; once more with a newer token. */
  async #ask<Answer extends Omit<LinkResponse, 'body'> & { body?: LinkResponse['body'] }>(
    given: Readonly<Record<string, string>>,
    signal: AbortSignal | undefined,
    send: (outbound: Outbound, headers: Readonly<Record<string, string>>) => Promise<Answer>,
    isExtra = false,
  ): Promise<Answer> {
    const settle = this.#admit(isExtra);
    try {
      const { credentials, config, name } = this.#options;
      const outbound = await this.#open();
      const attempt = async (authorization: string | undefined): Promise<Answer> => {
        const login = authorization === undefined ? undefined : { authorization };
        const answer = await this.#send(
          () => send(outbound, { ...lowerCase(config.headers), ...login, ...given }),
          settle,
          signal,
        );
        settle(answer.status >= 500 ? 'failure' : isExtra && answer.status >= 400 ? 'none' : 'success');
        return answer;
      };
      const authorization = await credentials.authorization();
      let answer = await attempt(authorization);
      if (answer.status === 401) {
        const challenge = headerOf(answer, 'www-authenticate');
        const isRenewed = await credentials.renew(authorization);
        if (!isRenewed) throw this.#refused(answer, credentials.refusal(401, challenge));
        discard(answer);
        answer = await attempt(await credentials.authorization());
      }
      const { status } = answer;
      const challenge = headerOf(answer, 'www-authenticate');
      if (status === 401 || status === 403) throw this.#refused(answer, credentials.refusal(status, challenge));
      const error = toStatusError(name, answer, Date.now());
      if (error) throw this.#refused(answer, error);
      return answer;
    } finally {
      settle('none');
    }
  }

  #refused(answer: { body?: LinkResponse['body'] }, error: GuardError): GuardError {
    discard(answer);
    return error;
  }

  async #send<Answer>(send: () => Promise<Answer>, settle: Attempt, signal: AbortSignal | undefined): Promise<Answer> {
    const began = this.#now();
    try {
      return await send();
    } catch (error) {
      // A client that gives up after all the time that a server has shows that the server is silent.
      const isSilent = this.#now() - began >= this.#options.config.timeout * 1000 * 0.9;
      settle(signal?.aborted ? (isSilent ? 'failure' : 'none') : outcomeOf(error));
      signal?.throwIfAborted();
      throw toAskError(this.#options.name, error);
    }
  }

  #admit(isExtra: boolean): Attempt {
    const attempt = isExtra ? this.#breaker.watch() : this.#breaker.admit();
    if (attempt) return (outcome) => this.#tell(() => attempt(outcome));
    throw toLeftAloneError(this.#options.name, this.#breaker.view);
  }

  /** Tells that the breaker opens where `change` opens it. */
  #tell(change: () => void): void {
    const before = this.#breaker.view.state;
    change();
    const { view } = this.#breaker;
    if (view.state === 'open' && before !== 'open') this.#options.onOpen(view);
  }

  async #open(): Promise<Outbound> {
    const { name } = this.#options;
    if (this.#isClosed) throw new GuardError('UPSTREAM_UNAVAILABLE', `the server ${name} is not used any more`);
    this.#outbound ??= this.#options.open();
    try {
      return await this.#outbound;
    } catch (error) {
      this.#outbound = undefined;
      throw toAskError(name, error);
    }
  }
}

/** A body ends with an error of our own only if the server sends much that brings nothing. */
const isFlood = (error: unknown): boolean => error instanceof GuardError;

const SWITCHED = { status: 101, headers: {} };
const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
