import { userInfo } from 'node:os';
import { GuardError } from '@mcp-guard/core';
import type { PeerCredentials } from './peer-credentials.js';

/** Who is at the client's end, as the system says; never as the client says. */
export interface Actor {
  readonly uid: number;
  readonly user: string;
  /** Process at the other end of the socket, where the system tells it. */
  readonly pid: number | undefined;
  /** Roles of the configuration in force. */
  readonly roles: readonly string[];
}

/** In os mode the user is whoever owns the process at the other end. Only our own user may be that. */
export function identifyByOs({ uid, pid }: PeerCredentials): Actor {
  const own = userInfo();
  if (uid !== own.uid) throw new GuardError('UNAUTHENTICATED', 'this guard belongs to another user');
  return { uid, user: own.username, pid, roles: ['default'] };
}
