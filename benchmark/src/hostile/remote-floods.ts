/** What a remote server says once, and then without pause. */
export interface RemoteFlood {
  readonly first: string;
  readonly unit: string;
  /** What is answered so: a call, a handshake, the first message after a handshake, or the daemon's telemetry. */
  readonly to: 'call' | 'upgrade' | 'open websocket' | 'telemetry';
}

const EVENTS = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n';
const CHUNKED = `${EVENTS}Transfer-Encoding: chunked\r\n\r\n`;
const INTERIM = 'HTTP/1.1 103 Early Hints\r\nL: x\r\n\r\n';

export const REMOTE_FLOODS: Readonly<Record<string, RemoteFlood>> = {
  'interim answers': { to: 'call', first: '', unit: INTERIM },
  headers: { to: 'call', first: EVENTS, unit: 'a: b\r\n' },
  trailers: { to: 'call', first: `${CHUNKED}0\r\n`, unit: 'a: b\r\n' },
  'extensions of chunks': { to: 'call', first: `${CHUNKED}4;`, unit: 'a=b;' },
  'chunks of one byte': { to: 'call', first: CHUNKED, unit: '1\r\n \r\n' },
  'lines of retry': { to: 'call', first: `${EVENTS}\r\n`, unit: 'retry: 5\n' },
  'interim answers to a websocket': { to: 'upgrade', first: '', unit: INTERIM },
  pings: { to: 'open websocket', first: '', unit: '\x89\0' },
  pongs: { to: 'open websocket', first: '', unit: '\x8a\0' },
  'parts of one byte': { to: 'open websocket', first: '\x01\x01 ', unit: '\0\x01 ' },
  'interim answers of a collector': { to: 'telemetry', first: '', unit: INTERIM },
};
