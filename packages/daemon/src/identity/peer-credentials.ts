import type { Socket } from 'node:net';
import { GuardError } from '@mcp-guard/core';
import { readPeerCredentials } from '../native.js';

export interface PeerCredentials {
  readonly uid: number;
  readonly pid: number | undefined;
}

/** Throws UNAUTHENTICATED when the system does not say who is at the other end. */
export function peerCredentials(socket: Socket): PeerCredentials {
  const handle: unknown = Reflect.get(socket, '_handle'); // Node offers no public way to the descriptor of a socket
  const fd: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
  try {
    if (typeof fd !== 'number' || fd < 0) throw new Error('the socket has no descriptor');
    return readPeerCredentials(fd);
  } catch (cause) {
    throw new GuardError('UNAUTHENTICATED', 'the system does not tell whose process this is', { cause });
  }
}
