import { GuardError } from '@mcp-guard/core';
import type { WebSocket } from 'ws';
import type { Channel, ChannelParts, OpenChannel } from './channel.js';
import { ChannelWords } from './channel-words.js';
import type { SocketLink } from '../link/link.js';
import { keepAlive } from './keep-alive.js';
import { upgradeTo } from './upgrade.js';
import { WholeMessages } from './whole-messages.js';

/** Codes of a close frame (RFC 6455, 7.4.1). */
const NORMAL = 1000;
const UNSUPPORTED_DATA = 1003;

export interface WebsocketOptions {
  /** In the configuration. */
  readonly name: string;
  readonly url: string;
  readonly link: SocketLink;
  /** How often a connection is checked, in milliseconds. Default: 30 seconds. */
  readonly pingEvery?: number;
}

/** A websocket of the subprotocol `mcp`: one text message for each message of MCP. */
export const openWebsocket =
  ({ name, url, link, pingEvery = 30_000 }: WebsocketOptions): OpenChannel =>
  async (parts) => {
    const words = new ChannelWords(name);
    const limit = AbortSignal.timeout(parts.timeout);
    const signal = AbortSignal.any([parts.signal, limit]);
    const attempt = upgradeTo({ url, maxBytes: parts.lines.maxBytes, words, signal, onIdle: parts.inbox.idle });
    const outcome = await link.upgrade(attempt, signal).catch((error: unknown) => {
      throw limit.aborted ? words.notReady(parts.timeout / 1000) : error;
    });
    if ('refused' in outcome) throw words.status(outcome.refused.status);
    return channelOf(outcome.socket, parts, words, pingEvery);
  };

function channelOf(socket: WebSocket, parts: ChannelParts, words: ChannelWords, pingEvery: number): Channel {
  const { inbox, lines, signal, sign, take } = parts;
  const gone = Promise.withResolvers<GuardError>();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  let why: GuardError | undefined;
  const fail = (reason: GuardError): void => {
    why ??= reason;
    socket.terminate();
  };
  const abort = (): void => socket.terminate();
  const flow = inbox.open(socket, new WholeMessages(lines.budget, take), (error) => {
    if (error && !why) fail(GuardError.from(error));
    gone.resolve(why ?? words.closed());
  });
  const stopPings = keepAlive(socket, {
    every: pingEvery,
    isExcused: () => inbox.isPaused || inbox.hasUnheard,
    onDead: () => fail(words.dead()),
  });
  signal.addEventListener('abort', abort, { once: true });
  socket
    .on('message', (data, isBinary) => {
      sign();
      if (Buffer.isBuffer(data) && !isBinary) return flow.take(data);
      why ??= words.binary();
      socket.close(UNSUPPORTED_DATA);
      flow.end();
    })
    .on('ping', sign)
    .on('error', (error) => {
      why ??= isTooLarge(error) ? words.tooLarge(lines.maxBytes) : words.closed(error);
      flow.end(); // nothing more can be read
    })
    .once('close', () => {
      stopPings();
      signal.removeEventListener('abort', abort);
      flow.end();
    });
  return {
    gone: gone.promise,
    send: ({ bytes }) =>
      new Promise((resolve, reject) => {
        socket.send(bytes, { binary: false }, (error) => (error ? reject(why ?? words.closed(error)) : resolve()));
      }),
    async close(grace) {
      const timer = setTimeout(abort, grace);
      socket.close(NORMAL);
      socket.resume(); // the server's own close frame is behind what was not read
      await closed;
      clearTimeout(timer);
    },
  };
}

const isTooLarge = (error: Error): boolean => 'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
