import type { Socket } from 'node:net';
import { GuardError } from '@mcp-guard/core';
import { failed } from './judge-addresses.js';

/** Answers before the answer (RFC 9110, 15.2): a server may send any number, and each takes time of all sessions. */
export const MAX_INTERIM = 16;
/** Bytes of the head of a response. */
export const MAX_HEAD = 16_384;
const END = Buffer.from('\r\n\r\n');
const STATUS_LINE = /^HTTP\/\d\.\d (\d{3})[ \r]/;
const BEGINNING = 'HTTP/1.1 200 '.length;

/**
 * Passes on what comes over a connection from the head of its first response on, once that is whole. What comes before it is
 * dropped, so that a client that is not ours (the one of `ws`, say) never has to parse more than one head.
 */
export function passOneHead(socket: Socket, url: URL): Socket {
  const push = socket.push.bind(socket);
  let held = Buffer.alloc(0);
  let interim = 0;
  socket.push = (chunk: unknown, encoding) => {
    if (!Buffer.isBuffer(chunk)) return (held.length === 0 || push(held)) && push(chunk, encoding);
    held = Buffer.concat([held, chunk]);
    try {
      for (;;) {
        const end = endOf(held, url);
        if (end === undefined) return true;
        if (!isInterim(held, url)) {
          Reflect.deleteProperty(socket, 'push');
          // First the head alone, so that whatever comes of it comes before the rest is parsed.
          push(held.subarray(0, end));
          return end === held.length || push(held.subarray(end));
        }
        if (++interim > MAX_INTERIM) throw tooManyInterim(url);
        held = held.subarray(end);
      }
    } catch (error) {
      socket.destroy(GuardError.from(error));
      return false;
    }
  };
  return socket;
}

export const tooManyInterim = (url: URL): GuardError => failed(url, 'never comes to its answer');

/** Finds the end of the head that comes first; nothing if it is not whole. */
function endOf(held: Buffer, url: URL): number | undefined {
  const at = held.indexOf(END);
  if ((at < 0 ? held.length : at) > MAX_HEAD) throw failed(url, 'answers with too many headers');
  if (at >= 0) return at + END.length;
  if (held.length >= BEGINNING) statusOf(held, url);
  return undefined;
}

function isInterim(head: Buffer, url: URL): boolean {
  const status = statusOf(head, url);
  return status < 200 && status !== 101;
}

function statusOf(head: Buffer, url: URL): number {
  const [, status] = STATUS_LINE.exec(head.toString('latin1', 0, BEGINNING)) ?? [];
  if (status === undefined) throw failed(url, 'answers with what is not HTTP');
  return Number(status);
}
