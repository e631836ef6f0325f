import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CAN_PASS_DESCRIPTORS, descriptorOf } from '@mcp-guard/core';
import { isHungUp, readPeerCredentials } from '../host/native.js';
import { limitWaits, receiveByte } from '../host/receive-byte.js';

/** A client's own input and output. */
export interface HandedOver {
  readonly input: Socket;
  readonly output: Socket;
}

/**
 * Receives the first byte of a connection that was never read, at most until `deadline` (milliseconds of `performance.now`),
 * and gives it back to the socket. Returns the descriptors that came with it, which the caller closes.
 */
export async function receiveFirst(socket: Socket, deadline: number): Promise<readonly number[]> {
  if (!CAN_PASS_DESCRIPTORS) return [];
  // Node reports that bytes have come only by reading them, which would lose the descriptors. The bridge sends at once.
  for (let wait = 1; !socket.destroyed && performance.now() < deadline; wait *= 2) {
    const received = receiveByte(descriptorOf(socket));
    if (received) {
      socket.unshift(received.byte);
      return received.descriptors;
    }
    await delay(Math.min(wait, deadline - performance.now()));
  }
  return [];
}

/** Opens what a bridge has passed. Nothing unless it is an input and an output, each a pipe or a stream socket; the rest is closed. */
export function openHandedOver(passed: readonly number[]): HandedOver | undefined {
  const left = new Set(passed);
  const open = (passedFd: number, access: 'readable' | 'writable'): Socket => {
    const fd = openForUs(passedFd, access);
    left.add(fd);
    const socket = new Socket({ fd, readable: access === 'readable', writable: access === 'writable' });
    left.delete(fd); // now the socket closes it
    return socket.on('error', () => undefined); // its close reports it
  };
  let output: Socket | undefined;
  try {
    const [inputFd, outputFd] = passed;
    if (inputFd === undefined || outputFd === undefined) return undefined;
    output = open(outputFd, 'writable'); // first: an open input is read
    return { input: open(inputFd, 'readable'), output };
  } catch {
    output?.destroy();
    return undefined;
  } finally {
    for (const fd of left) closeSync(fd);
  }
}

/** A descriptor that others cannot make wait. Throws if it is neither a pipe nor a socket, or would never show its end. */
function openForUs(fd: number, access: 'readable' | 'writable'): number {
  const stats = fstatSync(fd);
  if (stats.isFIFO()) return openAgain(fd, access);
  if (!stats.isSocket()) throw new Error('neither a pipe nor a socket');
  // It ends when we close the other end, which may be that of the bridge itself.
  if (readPeerCredentials(fd).pid === process.pid) throw new Error('the other end is ours');
  limitWaits(fd);
  return fd;
}

/** Waiting is a property of the open pipe: this one is ours, and for those who share the other nothing changes. */
function openAgain(fd: number, access: 'readable' | 'writable'): number {
  const flags = access === 'readable' ? constants.O_RDONLY : constants.O_WRONLY;
  const again = openSync(`/proc/self/fd/${fd}`, flags | constants.O_NONBLOCK);
  // A pipe with a name that is opened after its last writer has gone does not tell that it has: the first one does.
  if (!isHungUp(fd)) return again;
  closeSync(again);
  throw new Error('the other end is closed');
}
