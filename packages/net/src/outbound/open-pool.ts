import type { Socket } from 'node:net';
import { Client, Pool, type Dispatcher } from 'undici';
import { HttpExchange } from './exchange.js';
import { MAX_HEAD } from '../one-head.js';
import { watchConnection } from './watch-connection.js';

/** Callers bound them by `count`; see `OutboundOptions`. */
const MAX_CONNECTIONS = 8192;
/** Until a connection that is not used is closed, in milliseconds: a server's own limit is often five seconds. */
const IDLE = 4000;
/** A server may promise more. */
const MAX_IDLE = 30_000;

type Connect = (signal: AbortSignal | undefined) => Promise<Socket>;
type Connected = (...result: [Error, null] | [null, Socket]) => void;

/** Connections to one origin, used again while they are good. */
export const openPool = (origin: string, connect: Connect): Pool =>
  new Pool(origin, {
    connections: MAX_CONNECTIONS,
    factory: (_, options) => new Connection(origin, options, connect),
  });

/** Serves one exchange after the other; undici would replace it at once when an exchange is aborted. */
class Connection extends Client {
  readonly #serves: { current?: HttpExchange | undefined };

  constructor(origin: string, options: object, connect: Connect) {
    const serves: { current?: HttpExchange | undefined } = {};
    super(origin, {
      ...options,
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: MAX_HEAD,
      keepAliveTimeout: IDLE,
      keepAliveMaxTimeout: MAX_IDLE,
      connect(_, done) {
        if (serves.current?.isOver) return done(new Error('the exchange is over'), null);
        const watched = connect(serves.current?.signal).then((socket) => watchConnection(socket, () => serves.current));
        void settle(watched, done);
      },
    });
    this.#serves = serves;
  }

  override dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    this.#serves.current = 'opaque' in request && request.opaque instanceof HttpExchange ? request.opaque : undefined;
    return super.dispatch(request, handler);
  }
}

async function settle(connecting: Promise<Socket>, done: Connected): Promise<void> {
  let socket: Socket;
  try {
    socket = await connecting;
  } catch (error) {
    return done(error instanceof Error ? error : new Error('no connection', { cause: error }), null);
  }
  done(null, socket);
}
