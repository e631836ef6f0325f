import { GuardError, type Received } from '@mcp-guard/core';
import type { Channel, ChannelParts, OpenChannel } from './channel.js';
import { ChannelWords } from './channel-words.js';
import { EventStream } from '../stream/event-stream.js';
import { drain, typeOf, type HttpLink, type LinkResponse } from '../link/link.js';
import type { SentMessage } from '../sent-message.js';

/** Bytes of the address for messages. */
const MAX_ENDPOINT = 4096;

export interface SseOptions {
  /** In the configuration. */
  readonly name: string;
  readonly url: string;
  readonly link: HttpLink;
}

/** HTTP with server-sent events (revision 2024-11-05): one stream from the server, which names the place to post messages to. */
export const openSse =
  (options: SseOptions): OpenChannel =>
  async (parts) => {
    const channel = new SseChannel(options, parts);
    await channel.open();
    return channel;
  };

class SseChannel implements Channel {
  readonly gone: Promise<GuardError>;
  readonly #options: SseOptions;
  readonly #parts: ChannelParts;
  readonly #words: ChannelWords;
  readonly #gone = Promise.withResolvers<GuardError>();
  readonly #abort = new AbortController();
  readonly #endpoint = Promise.withResolvers<string>();
  #place = '';

  constructor(options: SseOptions, parts: ChannelParts) {
    this.#options = options;
    this.#parts = parts;
    this.#words = new ChannelWords(options.name);
    this.gone = this.#gone.promise;
    this.#endpoint.promise.catch(() => undefined); // it may be known before it is waited for
  }

  /** Resolves once the place for messages is known. */
  async open(): Promise<void> {
    const { timeout, signal } = this.#parts;
    const late = this.#words.notReady(timeout / 1000);
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#endpoint.reject(late);
      this.#abort.abort();
    }, timeout);
    try {
      this.#read(await this.#ask(AbortSignal.any([this.#abort.signal, signal])));
      this.#place = await this.#endpoint.promise;
    } catch (error) {
      this.#abort.abort();
      throw isLate ? late : error;
    } finally {
      clearTimeout(timer);
    }
  }

  async send(message: SentMessage, signal: AbortSignal): Promise<void> {
    const { status, body } = await this.#options.link.exchange({
      method: 'POST',
      url: this.#place,
      headers: { 'content-type': 'application/json' },
      body: message.bytes,
      signal,
      // The very call that holds a place may wait for a notification or a response of the client.
      isLong: message.ids.length === 0,
    });
    await drain(body);
    if (status < 200 || status > 299) throw this.#words.status(status);
  }

  async close(): Promise<void> {
    this.#abort.abort();
  }

  async #ask(signal: AbortSignal): Promise<LinkResponse> {
    const headers = { accept: 'text/event-stream' };
    const response = await this.#options.link.exchange({ method: 'GET', headers, signal, isLong: true });
    const type = typeOf(response);
    if (response.status === 200 && type === 'text/event-stream') return response;
    await drain(response.body);
    throw response.status === 200 ? this.#words.type(type) : this.#words.status(response.status);
  }

  #read({ body }: LinkResponse): void {
    const { inbox, lines, sign, take } = this.#parts;
    const end = (why: GuardError): void => {
      this.#endpoint.reject(why);
      this.#gone.resolve(why);
    };
    const stream = new EventStream({
      lines,
      onIdle: inbox.idle,
      onEvent: ({ type, data }) => {
        if (data && type === 'message') return take(data);
        if (data && type === 'endpoint') this.#settleEndpoint(data);
        else if (data?.kind === 'kept') data.release?.();
        inbox.idle();
      },
    });
    body.on('data', sign);
    inbox.read(body, stream).then(
      () => end(this.#words.closed()),
      (error: unknown) => end(error instanceof GuardError ? error : this.#words.closed(error)),
    );
  }

  /** Only the first one counts: the messages of a session, and its login, go to one place of the configured origin. */
  #settleEndpoint(data: Received): void {
    const { url } = this.#options;
    const text = data.kind === 'kept' && data.bytes.length <= MAX_ENDPOINT ? data.bytes.toString().trim() : '';
    if (data.kind === 'kept') data.release?.();
    const place = text === '' ? null : URL.parse(text, url);
    if (!place) this.#endpoint.reject(this.#words.endpoint('an address that cannot be read'));
    else if (place.origin !== new URL(url).origin || place.username || place.password) {
      this.#endpoint.reject(this.#words.endpoint('another origin'));
    } else this.#endpoint.resolve(place.href);
  }
}
