import { closeSync } from 'node:fs';
import koffi from 'koffi';
import { controlBytes, fromControl, messageType, toMessage } from '@mcp-guard/core';

/** Descriptors that one byte may bring. The kernel closes what is more. */
const MAX_DESCRIPTORS = 2;

const libc = koffi.load(null);
const recvmsg = libc.func('recvmsg', 'intptr_t', ['int', koffi.inout(messageType(koffi)), 'int']);
const setsockopt = libc.func('int setsockopt(int fd, int level, int name, void *value, uint32_t length)');
const MSG_CTRUNC = 0x08;
const MSG_DONTWAIT = 0x40;
const MSG_CMSG_CLOEXEC = 0x4000_0000;
const EAGAIN = 11;

export interface ReceivedByte {
  /** Empty if the other end is closed. */
  readonly byte: Buffer;
  /** The caller closes them. None if there were too many. */
  readonly descriptors: readonly number[];
}

/** Receives one byte of a Unix socket with the descriptors that are passed with it. Nothing if none has come yet. */
export function receiveByte(socket: number): ReceivedByte | undefined {
  const [byte, control] = [Buffer.alloc(1), Buffer.alloc(controlBytes(MAX_DESCRIPTORS))];
  const message = toMessage(byte, control);
  const received = Number(recvmsg(socket, message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC));
  if (received < 0 && koffi.errno() === EAGAIN) return undefined;
  const descriptors = fromControl(control);
  if ((message.msg_flags & MSG_CTRUNC) !== 0) for (const fd of descriptors.splice(0)) closeSync(fd);
  return { byte: byte.subarray(0, Math.max(received, 0)), descriptors };
}

/** No call on this socket waits for longer than 10 milliseconds, even if another process makes it wait. Throws if that fails. */
export function limitWaits(socket: number): void {
  const SOL_SOCKET = 1;
  const SO_RCVTIMEO = 20;
  const SO_SNDTIMEO = 21;
  const limit = Buffer.alloc(16); // struct timeval { long tv_sec; long tv_usec; }
  limit.writeBigInt64LE(10_000n, 8);
  for (const name of [SO_RCVTIMEO, SO_SNDTIMEO])
    if (setsockopt(socket, SOL_SOCKET, name, limit, limit.length) !== 0) throw new Error('setsockopt failed');
}
