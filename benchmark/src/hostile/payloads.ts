/** What hostile ends send. Sizes are those at which a guard without bounds was stopped. */

const KB = 1000;
const MB = 1000 * KB;
/** A letter and a mark that only counts in a text that is written from right to left: 42,000 times. */
const MARKED = 'a\u061c';
const fill = (unit: string, bytes: number): string => unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)));

/** Lines that are written without pause, by a client or a server. */
export const FLOODS = {
  garbage: 'x\n',
  empty: '\n',
  malformed: '{"id":1,"method":"a"}\n',
  answers: '{"jsonrpc":"2.0","id":99,"result":{}}\n',
  notices: '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"hi"}}\n',
  clientNotices: '{"jsonrpc":"2.0","method":"notifications/x"}\n',
  requests: '{"jsonrpc":"2.0","id":$,"method":"sampling/createMessage","params":{}}\n',
  calls: '{"jsonrpc":"2.0","id":$,"method":"tools/call","params":{"name":"no-such-tool"}}\n',
} as const;

/** What another user of the machine writes to the port of the page, again and again. */
export const PAGE_FLOODS: Readonly<
  Record<'requests' | 'bad requests' | 'heads' | 'bodies' | 'idle' | 'connections', PageFlood>
> = {
  requests: { unit: 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n' },
  'bad requests': { unit: 'GET / HTTP/1.1\r\n\r\n' },
  heads: { unit: 'GET / HTTP/1.1\r\nHost: x\r\na:' },
  bodies: { unit: 'POST /enter HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n' },
  idle: { unit: '' },
  connections: { unit: '', endsAtOnce: true },
};

interface PageFlood {
  /** Repeated in each block; empty: nothing is written. */
  readonly unit: string;
  /** Each connection is closed as soon as it is open. */
  readonly endsAtOnce?: boolean;
}

/** What a server writes to its standard error without pause. */
export const STDERR: Readonly<Record<'short' | 'lines' | 'cards' | 'endless', string>> = {
  short: 'x\n',
  lines: 'lorem ipsum dolor sit amet consectetur 123456\n',
  cards: `${'4111 1111 1111 1111 '.repeat(200)}\n`,
  endless: 'a1b2 '.repeat(13_000),
};

const text = (of: string): string => JSON.stringify({ content: [{ type: 'text', text: of }] });

/** As much as one message may be without being large, in a nesting as deep as one may be. */
function nest(leaf: string, keyLength: number): string {
  const bytes = 124 * KB;
  const depth = 118;
  const head = keyLength > 0 ? `{"${'k'.repeat(keyLength)}":` : '[';
  const count = Math.floor((bytes - depth * (head.length + 1) - 40) / (leaf.length + 1));
  const leaves = Array.from({ length: count }, () => leaf).join(',');
  return `{"structuredContent":${head.repeat(depth)}[${leaves}]${(keyLength > 0 ? '}' : ']').repeat(depth)}}`;
}

/** Results that a server answers calls with. */
export const RESULTS: Readonly<Record<'marks' | 'mails' | 'cards' | 'ids' | 'large', () => string>> = {
  marks: () => text(fill(MARKED, 127 * KB)),
  mails: () => nest('"a@b.co"', 200),
  cards: () => nest('"4111111111111111"', 1),
  ids: () => nest('"123-45-6789"', 0),
  large: () => text(fill(MARKED, 900 * KB)),
};

const keys = (bytes: number): string =>
  Array.from({ length: Math.floor(bytes / 12) }, (_, index) => `"é${index.toString(36)}":1`).join(',');
const notice = (params: string): string => `{"jsonrpc":"2.0","method":"notifications/message","params":${params}}`;
const call = (id: string, args: string): string =>
  `{"jsonrpc":"2.0","id":"${id}","method":"tools/call","params":{"name":"text","arguments":${args}}}`;

export type HostileLine = 'markedElement' | 'textElement' | 'keysElement' | 'objectsElement' | 'smallElements';

/** Single lines. White space behind a bracket hides how an element begins. */
export const LINES: Readonly<Record<HostileLine, () => string>> = {
  markedElement: () => `[ ${notice(`{"level":"info","data":"${fill(MARKED, 2 * MB)}"}`)}]\n`,
  textElement: () => `[ ${call('b', `{"pad":"${fill('lorem ipsum dolor sit amet, ', 31 * MB)}"}`)}]\n`,
  keysElement: () => `[ ${notice(`{${keys(22 * MB)}}`)}]\n`,
  objectsElement: () => `[ ${notice(`{"x":[${fill('{},', 24 * MB).slice(0, -1)}]}`)}]\n`,
  smallElements: () => {
    const one = call('s', `{"x":[${fill('{},', 129 * KB).slice(0, -1)}]}`);
    return `[${call('big', `{"x":"${fill('lorem ipsum ', 240 * KB)}"}`)},${Array.from({ length: 180 }, () => one).join(',')}]\n`;
  },
};

/** A batch of which one element is never answered, and the others are refused. */
export const refusedBatch = (number: number): string => {
  const id = 'A'.repeat(470);
  const kept = `{"jsonrpc":"2.0","id":"keep${number}","method":"tools/call","params":{"name":"never"}}`;
  const refused = Array.from({ length: 215 }, (_, index) => `{"id":"${id}${index}","method":"m"}`);
  return `[${[kept, ...refused].join(',')}]\n`;
};

/** The beginning of a message that is never ended. */
export const UNFINISHED: string = `{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":"${'a'.repeat(31 * MB)}`;
