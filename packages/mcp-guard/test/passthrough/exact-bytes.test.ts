import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWire as createPlayedWire } from '../support/in-process-wire.ts';
import { createWire, type Wire, type WireOptions, type WireSession } from '../support/wire.ts';

/** What stands between the braces of `params`, of a `result` or of `error.data`. */
const CONTENTS: readonly (readonly [what: string, members: string])[] = [
  ['unknown members', '"new":{"thing":[null,true,"x"]}'],
  ['integers above 2^53', '"n":9007199254740993,"m":[-9007199254740993,123456789012345678901234567890]'],
  ['1.0, -0, 1e400 and other spellings of numbers', '"n":[1.0,-0,-0.0,1e400,-1E+400,1E5,0.10,5e-324]'],
  ['__proto__ as a key', '"__proto__":{"polluted":true},"x":{"__proto__":null,"constructor":{"prototype":1}}'],
  ['Python’s separators and escapes', '"text": "\\u00e9\\ud83d\\ude00", "list": [1, 2, {"a": null}]'],
  ['escapes of the other kind', '"a\\/b":"\\u0041\\b\\f\\n\\r\\t\\\\\\"\\u2028"'],
  ['text of any script', '"text":"é 😀 日本語 \u200f\u202eabc\ufeff\uffff"'],
  ['escaped controls', '"text":"\\u0000\\u001b[2J\\u007f\u007f"'],
  ['lone surrogates, escaped', '"text":"\\ud800 \\udfff"'],
  ['white space', ' "a" :\t1 ,  "b": [ ] , "c": { } '],
  ['an empty key', '"":{"":""}'],
  ['nesting as deep as is allowed', `"deep":${'['.repeat(120)}1${']'.repeat(120)}`],
  ['many members', Array.from({ length: 2000 }, (_, index) => `"k${index}":${index}`).join(',')],
];

/** Whole lines; each asks something. */
const QUESTIONS: readonly (readonly [what: string, line: string])[] = [
  ...CONTENTS.map(
    ([what, members]) => [what, `{"jsonrpc":"2.0","id":$,"method":"x/y","params":{${members}}}`] as const,
  ),
  ['an unknown top-level member', '{"jsonrpc":"2.0","id":$,"method":"ping","trace":{"a":[1.0]},"__proto__":1}'],
  ['members in another order', '{"params":{},"method":"ping","id":$,"jsonrpc":"2.0"}'],
  ['no params', '{"jsonrpc":"2.0","id":$,"method":"ping"}'],
  ['params that are null', '{"jsonrpc":"2.0","id":$,"method":"ping","params":null}'],
  ['an escaped method and key', '{"jsonrpc":"2.0","id":$,"me\\u0074hod":"\\u0070ing"}'],
];

const NOTIFICATIONS: readonly (readonly [what: string, line: string])[] = [
  ...QUESTIONS.map(([what, line]) => [what, line.replace('"id":$,', '')] as const),
  [
    'a progress token above 2^53',
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":9007199254740993}}',
  ],
];

/** Whole lines; each answers something. */
const ANSWERS: readonly (readonly [what: string, line: string])[] = [
  ...CONTENTS.map(
    ([what, members]) => [`a result with ${what}`, `{"jsonrpc":"2.0","id":$,"result":{${members}}}`] as const,
  ),
  ...CONTENTS.map(
    ([what, members]) =>
      [
        `an error with ${what}`,
        `{"jsonrpc":"2.0","id":$,"error":{"code":-32601,"message":"no","data":{${members}}}}`,
      ] as const,
  ),
  ['a result with unknown top-level members', '{"jsonrpc":"2.0","id":$,"result":{},"took":1.0,"__proto__":{}}'],
  [
    'an error with further members',
    '{"jsonrpc":"2.0","id":$,"error":{"code":1,"message":"x","help":{"n":1.0},"__proto__":[]}}',
  ],
  [
    'an error with data that is no object',
    '{"jsonrpc":"2.0","id":$,"error":{"code":-32020,"message":"","data":[1e400]}}',
  ],
  ['an error of the guard’s codes', '{"jsonrpc":"2.0","id":$,"error":{"code":10403,"message":"forbidden"}}'],
];

/** Both spellings of an id stay apart, and keep their text. */
const IDS = ['1', '"1"', '0', '-7', '9007199254740993', '"é\\n\\u0000"', '"__proto__"', `"${'x'.repeat(400)}"`];

/** Pipes and a bridge, with a server as a process; and a server behind HTTP. */
const WIRES: readonly (readonly [string, (options: WireOptions) => Promise<Wire>])[] = [
  ['lines', createWire],
  ['HTTP', (options) => createPlayedWire({ ...options, upstream: 'http' })],
];

describe.each(WIRES)('over %s, it reaches the other end byte for byte:', (_, open) => {
  let wire: Wire;
  let session: WireSession;
  let count = 100;
  beforeAll(async () => {
    wire = await open({ policy: { sampling: { enabled: true } } });
    session = await wire.connect();
  });
  afterAll(() => wire.close());

  describe.each([
    ['from client to server', () => ({ from: session.client, to: session.server })],
    ['from server to client', () => ({ from: session.server, to: session.client })],
  ])('%s', (__, ends) => {
    const carry = async (line: string): Promise<string> => {
      const { from, to } = ends();
      from.send(line);
      return to.next();
    };
    const numbered = (line: string, id: number | string): string => line.replace('"id":$', `"id":${id}`);

    it.each(NOTIFICATIONS)('a notification with %s', async (___, line) => {
      expect(await carry(line)).toBe(line);
    });

    it.each(QUESTIONS)('a request with %s', async (___, line) => {
      const request = numbered(line, count++);
      expect(await carry(request)).toBe(request);
    });

    it.each(ANSWERS)('%s', async (___, line) => {
      const id = count++;
      const { from, to } = ends();
      to.send(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
      await from.next();
      const answer = numbered(line, id);
      expect(await carry(answer)).toBe(answer);
    });

    it.each(IDS)('the id %s of a request and of its response', async (id) => {
      const { from, to } = ends();
      const question = `{"jsonrpc":"2.0","id":${id},"method":"ping"}`;
      expect(await carry(question)).toBe(question);
      const answer = `{"jsonrpc":"2.0","id":${id},"result":{}}`;
      to.send(answer);
      expect(await from.next()).toBe(answer);
    });

    it.each(['null', ''])('an error that belongs to no request (id %j)', async (id) => {
      const member = id === '' ? '' : `"id":${id},`;
      const line = `{"jsonrpc":"2.0",${member}"error":{"code":-32700,"message":"what?","seen":"x"}}`;
      expect(await carry(line)).toBe(line);
    });

    it('a line that ends with CR LF, without its CR, and none for empty lines', async () => {
      const { from, to } = ends();
      from.write('\n\r\n', '{"jsonrpc":"2.0","method":"a/b"}\r\n', '\n');
      expect(await to.next()).toBe('{"jsonrpc":"2.0","method":"a/b"}');
      expect(await carry('{"jsonrpc":"2.0","method":"c/d"}')).toBe('{"jsonrpc":"2.0","method":"c/d"}');
    });

    it('many messages in one chunk, and one message in many chunks', async () => {
      const { from, to } = ends();
      const lines = Array.from({ length: 200 }, (___, index) => `{"jsonrpc":"2.0","method":"x/${index}"}`);
      from.write(lines.map((line) => `${line}\n`).join(''));
      expect(await to.take(200)).toEqual(lines);
      for (const character of '{"jsonrpc":"2.0","method":"é/😀"}\n') from.write(character);
      expect(await to.next()).toBe('{"jsonrpc":"2.0","method":"é/😀"}');
    });
  });
});

describe.each(WIRES)('over %s, when the guard edits a message', (_, open) => {
  it('every number that it keeps has the same text', async () => {
    await using wire = await open({ policy: { permissions: { denied_tools: ['b'] } } });
    const { client, server } = await wire.connect();
    const numbers = '[9007199254740993,1.0,-0,1e400]';
    const item = (name: string) => `{"name":"${name}","inputSchema":{"n":${numbers}},"__proto__":{"n":1.0}}`;
    client.send('{"jsonrpc":"2.0","id":9007199254740993,"method":"tools/list"}');
    await server.next();
    server.send(
      `{"jsonrpc":"2.0","id":9007199254740993,"result":{"tools":[${item('a')},${item('b')},${item('c')}],"n":${numbers}}}`,
    );
    expect(await client.next()).toBe(
      `{"jsonrpc":"2.0","id":9007199254740993,"result":{"tools":[${item('a')},${item('c')}],"n":${numbers}}}`,
    );
  });
});
