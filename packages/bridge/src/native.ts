import { createRequire } from 'node:module';
import type koffi from 'koffi';
import { messageType, toControl, toMessage } from '@mcp-guard/core';

// Only a bridge that hands over its input and output loads this, and only the native part: all of koffi takes twice as long,
// and the client waits.
const part = `@koromix/koffi-${process.platform}-${process.arch}`;
const resolved = createRequire(import.meta.filename).resolve('koffi');
// oxlint-disable-next-line typescript/no-unsafe-assignment -- it is what koffi exports
const native: Pick<typeof koffi, 'load' | 'struct' | 'pointer'> = createRequire(resolved)(part);
const sendmsg = native.load(null).func('sendmsg', 'intptr_t', ['int', messageType(native), 'int']);
const dup = native.load(null).func('dup', 'int', ['int']);
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;

/** Sends one byte through a Unix socket, and passes descriptors with it; returns whether that was possible. */
export function sendByte(socket: number, byte: Buffer, descriptors: readonly number[]): boolean {
  return Number(sendmsg(socket, toMessage(byte, toControl(descriptors)), MSG_DONTWAIT | MSG_NOSIGNAL)) === 1;
}

/** `dup(2)`: another descriptor of the same; throws if there is none. */
export function duplicate(descriptor: number): number {
  const other = Number(dup(descriptor));
  if (other < 0) throw new Error('dup failed');
  return other;
}
