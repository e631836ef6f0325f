import { setTimeout as delay } from 'node:timers/promises';
import { AnswerReader } from '../answer-reader.js';
import type { HttpConversation } from '../http-conversation.js';
import { drain, type LinkResponse } from '../../link/link.js';
import { toHeaders } from '../request-headers.js';
import type { SentMessage } from '../../sent-message.js';

/** How long other requests of the session may take to be turned away as well, in milliseconds. */
const SETTLING = 2000;
const CHECK = 10;
/** How long the handshake may take, in milliseconds. */
const HANDSHAKE = 30_000;

export interface ReopeningOptions {
  readonly parts: HttpConversation;
  /** How many requests of the session have not been turned away. */
  readonly openRequests: () => number;
  readonly onBegin: () => void;
  /** Called with whether there is a session now that holds all that the lost one held. */
  readonly onEnd: (isThere: boolean) => void;
  readonly signal: AbortSignal;
}

/** Opens a session that the server has lost once more, by the handshake of the client, whose response it has already. */
export class Reopening {
  readonly #options: ReopeningOptions;
  #running: Promise<boolean> | undefined;

  constructor(options: ReopeningOptions) {
    this.#options = options;
  }

  /** Resolves with whether there is another session in place of this one. */
  async instead(gone: string): Promise<boolean> {
    const { parts, signal } = this.#options;
    const { id } = parts.session;
    if (!this.#running && id !== undefined && id !== gone) return true; // another request has noticed before
    if (signal.aborted) return false;
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #run(): Promise<boolean> {
    const { onBegin, onEnd } = this.#options;
    onBegin();
    const isThere = await this.#isRestored();
    onEnd(isThere);
    return isThere;
  }

  async #isRestored(): Promise<boolean> {
    const { parts, openRequests } = this.#options;
    const { session, note } = parts;
    const { handshake } = session;
    for (const until = performance.now() + SETTLING; openRequests() > 0 && performance.now() < until;)
      await delay(CHECK);
    if (!handshake || session.isStateful || openRequests() > 0) return false;
    try {
      await this.#replay(handshake);
      note('the server had lost the session; it was opened again');
      return true;
    } catch {
      return false;
    }
  }

  async #replay([initialize, initialized]: readonly [SentMessage, SentMessage]): Promise<void> {
    const { parts, signal: end } = this.#options;
    parts.session.forget();
    const signal = AbortSignal.any([end, AbortSignal.timeout(HANDSHAKE)]);
    const response = await this.#post(initialize, signal);
    if (!parts.session.replace(response, await this.#read(response, initialize))) throw new Error('it has changed');
    await drain((await this.#post(initialized, signal)).body);
  }

  async #post(message: SentMessage, signal: AbortSignal): Promise<LinkResponse> {
    const headers = toHeaders(message, this.#options.parts);
    const response = await this.#options.parts.link.exchange({
      method: 'POST',
      headers,
      body: message.bytes,
      signal,
      isLong: true,
      isExtra: true,
    });
    if (response.status >= 200 && response.status < 300) return response;
    await drain(response.body);
    throw new Error('it was turned away');
  }

  /** The response to `initialize`; what else comes with it is for no one. */
  async #read(response: LinkResponse, { ids }: SentMessage): Promise<Buffer> {
    const { inbox, lines } = this.#options.parts;
    let answer: Buffer | undefined;
    const silent = {
      read: inbox.read.bind(inbox),
      deliver: () => undefined,
      idle: () => undefined,
    };
    const reader = new AnswerReader({ inbox: silent, lines }, ids, (bytes) => {
      answer ??= Buffer.from(bytes);
      if (reader.isAnswered) response.body.destroy();
    });
    await reader.read(response, () => undefined).catch(() => undefined);
    if (!answer || reader.waiting.length > 0) throw new Error('it was not answered');
    return answer;
  }
}
