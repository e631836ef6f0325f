import type { Socket } from 'node:net';
import type { Dispatcher, Pool as UndiciPool } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import { Exchange } from './exchange.js';
import { MAX_HEAD } from './one-head.js';
import { watchConnection } from './watch-connection.js';

/** Who asks bounds them by `count`; see `OutboundOptions`. */
const MAX_CONNECTIONS = 8192;
/** Until a connection that is not used is closed, in milliseconds: a server's own limit is often five seconds. */
const IDLE = 4000;
/** A server may promise more. */
const MAX_IDLE = 30_000;

type Connected = (...result: [Error, null] | [null, Socket]) => void;

/** Connections to one origin, used again while they are good. */
export function openPool(origin: string, connect: (signal: AbortSignal | undefined) => Promise<Socket>): UndiciPool {
  return new Pool(origin, {
    connections: MAX_CONNECTIONS,
    factory: (_, options) => openClient(origin, options, connect),
  });
}

/** A connection for one exchange after the other; undici would replace it at once when an exchange is aborted. */
function openClient(
  origin: string,
  options: object,
  connect: (signal: AbortSignal | undefined) => Promise<Socket>,
): Dispatcher {
  let current: Exchange | undefined;
  const client = new Client(origin, {
    ...options,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: MAX_HEAD,
    keepAliveTimeout: IDLE,
    keepAliveMaxTimeout: MAX_IDLE,
    connect(_, done) {
      if (current?.isOver) return done(new Error('the exchange is over'), null);
      const watched = connect(current?.signal).then((socket) => watchConnection(socket, () => current));
      void settle(watched, done);
    },
  });
  const dispatch = client.dispatch.bind(client);
  client.dispatch = (request, handler) => {
    current = 'opaque' in request && request.opaque instanceof Exchange ? request.opaque : undefined;
    return dispatch(request, handler);
  };
  return client;
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
