import type { WebSocket } from 'ws';

export interface KeepAliveOptions {
  /** Milliseconds. */
  readonly every: number;
  /** We do not read now, so a pong could not be seen. */
  readonly isExcused: () => boolean;
  /** Called if nothing has come since the last ping. */
  readonly onDead: () => void;
}

/** Pings a server, so that nothing on the way takes an idle connection for a dead one. Returns what ends that. */
export function keepAlive(socket: WebSocket, { every, isExcused, onDead }: KeepAliveOptions): () => void {
  let isPinged = false;
  const live = (): void => void (isPinged = false);
  socket.on('pong', live).on('ping', live).on('message', live);
  const timer = setInterval(() => {
    if (isExcused()) isPinged = false;
    else if (isPinged) onDead();
    else {
      isPinged = true;
      socket.ping(() => undefined);
    }
  }, every).unref();
  return () => clearInterval(timer);
}
