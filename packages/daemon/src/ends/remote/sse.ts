import { GuardError, type Received } from '@mcp-guard/core';
import type { Channel, OpenChannel } from './channel.js';
import { toChannelWords } from './channel-words.js';
import { EventStream } from './event-stream.js';
import { drain, typeOf, type HttpLink, type LinkResponse } from './link.js';
import type { SentMessage } from './sent-message.js';
import { toWords } from './words.js';

/** Bytes of the address for messages. */
const MAX_ENDPOINT = 4096;

export interface SseOptions {
  /** In the configuration. */
  readonly name: string;
  readonly url: string;
  readonly link: HttpLink;
}

/** HTTP with server-sent events (revision 2024-11-05): one stream from the server, which names the place that messages are posted to. */
export const openSse =
  ({ name, url, link }: SseOptions): OpenChannel =>
  async (parts) => {
    const words = { ...toWords(name), ...toChannelWords(name) };
    const abort = new AbortController();
    const signal = AbortSignal.any([abort.signal, parts.signal]);
    const endpoint = Promise.withResolvers<string>();
    const isLate = setTimeout(() => {
      endpoint.reject(words.notReady(parts.timeout / 1000));
      abort.abort();
    }, parts.timeout);
    endpoint.promise.catch(() => undefined); // it may be known before it is waited for
    try {
      const response = await openStream().catch((error: unknown) => {
        throw abort.signal.aborted ? words.notReady(parts.timeout / 1000) : error;
      });
      const gone = readStream(response);
      return channelTo(await endpoint.promise, gone);
    } catch (error) {
      abort.abort();
      throw error;
    } finally {
      clearTimeout(isLate);
    }

    async function openStream(): Promise<LinkResponse> {
      const response = await link.exchange({
        method: 'GET',
        headers: { accept: 'text/event-stream' },
        signal,
        isLong: true,
      });
      const isStream = typeOf(response) === 'text/event-stream';
      if (response.status === 200 && isStream) return response;
      await drain(response.body);
      throw response.status === 200 ? words.type(typeOf(response)) : words.status(response.status);
    }

    /** Resolves once all of it was delivered, with why it ended. */
    function readStream({ body }: LinkResponse): Promise<GuardError> {
      body.on('data', parts.sign);
      const stream = new EventStream({
        lines: parts.lines,
        onIdle: parts.inbox.idle,
        onEvent: ({ type, data }) => {
          if (data && type === 'message') return parts.take(data);
          if (data && type === 'endpoint') settleEndpoint(data);
          else if (data?.kind === 'kept') data.release?.();
          parts.inbox.idle();
        },
      });
      const why = (error: unknown): GuardError => (error instanceof GuardError ? error : words.closed(error));
      const gone = parts.inbox.read(body, stream).then(() => words.closed(), why);
      void gone.then((reason) => endpoint.reject(reason));
      return gone;
    }

    /** Only the first one counts: messages of a session go to one place. */
    function settleEndpoint(data: Received): void {
      const text = data.kind === 'kept' && data.bytes.length <= MAX_ENDPOINT ? data.bytes.toString().trim() : '';
      if (data.kind === 'kept') data.release?.();
      const place = text === '' ? null : URL.parse(text, url);
      if (!place) endpoint.reject(words.endpoint('an address that cannot be read'));
      else if (place.origin !== new URL(url).origin || place.username || place.password)
        endpoint.reject(words.endpoint('another origin'));
      else endpoint.resolve(place.href);
    }

    function channelTo(place: string, gone: Promise<GuardError>): Channel {
      return {
        gone,
        send: (message, sent) => post(place, message, sent),
        close: async () => abort.abort(),
      };
    }

    async function post(place: string, message: SentMessage, sent: AbortSignal): Promise<void> {
      const { status, body } = await link.exchange({
        method: 'POST',
        url: place,
        headers: { 'content-type': 'application/json' },
        body: message.bytes,
        signal: sent,
        // The very call that holds a place may wait for a notification or a response of the client.
        isLong: message.ids.length === 0,
      });
      await drain(body);
      if (status < 200 || status > 299) throw words.status(status);
    }
  };
