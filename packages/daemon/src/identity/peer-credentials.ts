import type { Socket } from 'node:net';
import { descriptorOf, GuardError } from '@mcp-guard/core';
import { isHungUp, readPeerCredentials } from '../host/native.js';

export interface PeerCredentials {
  readonly uid: number;
  readonly pid: number | undefined;
}

/**
 * The process of our own user at the other end, as the kernel reports it. Throws UNAUTHENTICATED
 * for any other user, whatever else they can prove.
 */
export function ownPeer(socket: Socket): PeerCredentials {
  let peer: PeerCredentials;
  try {
    peer = readPeerCredentials(descriptorOf(socket));
  } catch (cause) {
    throw new GuardError('UNAUTHENTICATED', 'the system does not show which user runs this process', { cause });
  }
  if (peer.uid !== process.getuid?.()) throw new GuardError('UNAUTHENTICATED', 'this guard belongs to another user');
  return peer;
}

/** The other end is closed. Node does not report it for a socket whose input has ended. */
export function isPeerGone(socket: Socket): boolean {
  try {
    return isHungUp(descriptorOf(socket));
  } catch {
    return true;
  }
}
