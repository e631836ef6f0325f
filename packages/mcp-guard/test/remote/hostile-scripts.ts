import type { ServerResponse } from 'node:http';
import { answerTo, EVENTS_TYPE, type Script } from '../support/http/scripted-server.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const MEGABYTE = Buffer.alloc(2 ** 20, 'x');
/** More than any guard should read; a server that is never stopped ends by itself. */
const MOST = 300 * 2 ** 20;

const answer =
  (status: number, head: Readonly<Record<string, string>>, body: string | ((id: string) => string)): Script =>
  ({ response, id }) =>
    void response.writeHead(status, head).end(typeof body === 'string' ? body : body(id));

/** Writes on as long as somebody reads, up to so many bytes; then `last`. */
function pour(response: ServerResponse, { first, bytes, last }: { first: string; bytes: number; last: string }): void {
  response.write(first);
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= MEGABYTE.length;
      if (!response.write(MEGABYTE)) return void response.once('drain', more);
    }
    if (!response.destroyed) response.end(last);
  };
  more();
}

const endlessHeaders: Script = ({ request: { socket } }) => {
  socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n');
  const field = `x-more: ${'x'.repeat(1000)}\r\n`;
  let sent = 0;
  const more = (): void => {
    if (socket.destroyed || sent > MOST) return void socket.destroy();
    sent += field.length;
    if (socket.write(field)) setImmediate(more);
    else socket.once('drain', more);
  };
  more();
};

/** An event with a result that fits to its call. */
const largeEvent =
  (bytes: number, end: string): Script =>
  ({ response, id }) => {
    response.writeHead(200, EVENTS_TYPE);
    const first = `data: {"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"`;
    pour(response, { first, bytes, last: `"}]}}${end}` });
  };

export interface Hostile {
  readonly what: string;
  readonly script: Script;
  /** The code of the error under the id of the call. */
  readonly code: string;
}

const unavailable = (what: string, script: Script): Hostile => ({ what, script, code: 'UPSTREAM_UNAVAILABLE' });

/** What a server answers a call with, instead of a message. */
export const HOSTILE: readonly Hostile[] = [
  unavailable('HTML', answer(200, { 'content-type': 'text/html' }, '<!doctype html><title>Sign in</title>')),
  unavailable('an empty 200', answer(200, JSON_TYPE, '')),
  unavailable('an empty 200 without a type', answer(200, {}, '')),
  unavailable('a 202, as for a notification', answer(202, {}, '')),
  unavailable('JSON of another type', answer(200, { 'content-type': 'text/plain' }, answerTo)),
  {
    what: 'JSON that is cut',
    script: answer(200, JSON_TYPE, (id) => answerTo(id).slice(0, -5)),
    code: 'MALFORMED_MESSAGE',
  },
  unavailable('no message', answer(200, JSON_TYPE, '{"hello":"world"}')),
  unavailable('the answer to another call', answer(200, JSON_TYPE, answerTo('"of another"'))),
  unavailable('an encoded body', answer(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, answerTo)),
  unavailable('headers without an end', endlessHeaders),
  unavailable(
    'a stream without the end of its event',
    answer(200, EVENTS_TYPE, (id) => `data: ${answerTo(id)}`),
  ),
  unavailable('a stream without an event', answer(200, EVENTS_TYPE, ': nothing to say\n\n')),
  { what: 'an event of 100 MB', script: largeEvent(100 * 2 ** 20, '\n\n'), code: 'MESSAGE_TOO_LARGE' },
  unavailable('a redirect into the inside', answer(302, { location: 'http://169.254.169.254/' }, '')),
  unavailable('a redirect that keeps the body', answer(307, { location: 'http://169.254.169.254/' }, '')),
  unavailable('a redirect to another port', answer(308, { location: 'http://127.0.0.1:9/' }, '')),
  unavailable('a redirect without a place', answer(307, {}, '')),
  unavailable('a connection that is cut', ({ request }) => void request.socket.destroy()),
];
