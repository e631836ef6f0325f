import { GuardError } from '@mcp-guard/core';
import type { WebSocket } from 'ws';
import type { ChannelWords } from './channel-words.js';
import { IdleFrames } from './idle-frames.js';
import type { Upgrade, UpgradeWay } from '../link/link.js';

const SUBPROTOCOL = 'mcp';

export interface UpgradeOptions {
  readonly url: string;
  /** A longer message ends the connection. */
  readonly maxBytes: number;
  readonly words: ChannelWords;
  readonly signal: AbortSignal;
  /** A frame has come that brings no message. */
  readonly onIdle: () => void;
}

/** Makes an attempt to open a websocket of the subprotocol `mcp` on a connection. Loads `ws` when it is made. */
export const upgradeTo =
  ({ url, maxBytes, words, signal, onIdle }: UpgradeOptions) =>
  async ({ connection, headers }: UpgradeWay): Promise<Upgrade<WebSocket>> => {
    const { WebSocket } = await import('ws');
    signal.throwIfAborted();
    const socket = new WebSocket(url, [SUBPROTOCOL], {
      createConnection: () => connection,
      headers: { 'user-agent': 'mcp-guard', ...headers },
      maxPayload: maxBytes,
      followRedirects: false,
      perMessageDeflate: false,
      allowSynchronousEvents: false, // else the messages of one read come in one go, and no pause holds them
      skipUTF8Validation: true, // the strict reader refuses a message, and the connection lives
    });
    const cut = (): void => socket.terminate();
    signal.addEventListener('abort', cut, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        let isConfirmed = true;
        socket
          .once('upgrade', (response) => (isConfirmed = response.headers['sec-websocket-protocol'] === SUBPROTOCOL))
          .once('open', () => {
            socket.pause(); // until someone listens
            const frames = new IdleFrames(onIdle);
            connection.on('data', (chunk: Buffer) => frames.read(chunk));
            resolve({ socket });
          })
          .once('unexpected-response', (request, { statusCode = 0, headers: sent }) => {
            request.destroy();
            resolve({ refused: { status: statusCode, headers: sent } });
          })
          .on('error', (error) => {
            connection.destroy();
            if (error instanceof GuardError) reject(error);
            else reject(isConfirmed ? words.upgrade(error) : words.subprotocol());
          });
      });
    } finally {
      signal.removeEventListener('abort', cut);
    }
  };
