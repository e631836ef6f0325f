import { connect, type Socket } from 'node:net';
import { FAREWELL_MARK, GuardError, MAX_HELLO_BYTES, parseFarewell, parseWelcome, type Welcome } from '@mcp-guard/core';
import type { SendHello } from './hand-over.js';

/** An open session, and the file that its server's standard error goes to. */
export interface Greeting extends Welcome {
  /** Paused. */
  readonly socket: Socket;
  /** Bytes of the daemon that arrived after the welcome. */
  readonly first: Buffer;
}

/** Sends the hello. Nothing if no daemon listens or it ends before its response; throws its refusal. */
export function greet(path: string, hello: string, send: SendHello): Promise<Greeting | undefined> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const socket = connect({ path, allowHalfOpen: true }, () => send(socket, hello));
    const onData = (chunk: Buffer): void => {
      read = Buffer.concat([read, chunk]);
      const end = read.indexOf(0x0a);
      if (end < 0 && read.length <= MAX_HELLO_BYTES) return;
      socket.off('data', onData).off('close', onClose).pause();
      if (read[0] === FAREWELL_MARK) reject(toError(read.subarray(0, end)));
      const welcome = parseWelcome(read.toString('utf8', 0, end));
      if (welcome) resolve({ ...welcome, socket, first: read.subarray(end + 1) });
      else
        reject(
          new GuardError(
            'DAEMON_UNAVAILABLE',
            'another version of mcp-guard, or another program, listens at the socket',
          ),
        );
    };
    const onClose = (): void => resolve(undefined);
    socket
      .on('error', () => undefined)
      .once('close', onClose)
      .on('data', onData);
  });
}

export function toError(farewell: Buffer): GuardError {
  const ending = parseFarewell(farewell.toString('utf8', 1));
  if (!ending) return new GuardError('DAEMON_UNAVAILABLE', 'the daemon ended the session without a reason');
  const { code, message, hint, auditId } = ending;
  return new GuardError(code, message, { hint, ...(auditId !== undefined && { data: { audit_id: auditId } }) });
}
