import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { GuardError } from '../src/errors.js';
import { parseEscapedKeys } from '../src/wire/json-cursor.js';
import type { JsonValue } from '../src/wire/jsonrpc.js';
import { readStrict, toIdText, toMalformed } from '../src/wire/read-strict.js';
import { JsonScanner } from '../src/wire/scan-json.js';
import { jsonTrees, NUMBER_TEXTS, renderJson, valueOf } from './json-texts.js';
import { character } from './support/character.js';

const MAX_DEPTH = 64;
const read = (line: string | Buffer) => readStrict(Buffer.from(line), MAX_DEPTH);

function readMessage(line: string | Buffer) {
  const message = read(line);
  if (message.kind === 'malformed' || message.kind === 'batch') throw new Error(`read as ${message.kind}`);
  return message;
}

/** What would be forwarded. */
const forwarded = (line: string | Buffer): string => readMessage(line).bytes.toString();

/** What is refused: why, with which number, and who is to hear of it. */
function readRefused(line: string | Buffer) {
  const message = read(line);
  if (message.kind !== 'malformed') throw new Error(`read as ${message.kind}`);
  const { error, id, method } = message;
  expect(error.code).toBe('MALFORMED_MESSAGE');
  return { why: error.message, rpc: error.rpc, id, method };
}

const request = (params: string, id = '1'): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":${params}}`;

describe('the kinds of message', () => {
  it.each([
    ['request', '1', '{"jsonrpc":"2.0","id":1,"method":"ping"}'],
    ['request', '"a"', '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{}}'],
    ['request', '1', '{"jsonrpc":"2.0","id":1,"method":"ping","params":null}'],
    ['notification', undefined, '{"jsonrpc":"2.0","method":"notifications/initialized"}'],
    ['result', '1', '{"jsonrpc":"2.0","id":1,"result":{}}'],
    ['failure', '1', '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}'],
    ['failure', undefined, '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}'],
    ['failure', undefined, '{"jsonrpc":"2.0","error":{"code":-32700,"message":"no"}}'],
  ])('%s %s: %s', (kind, id, line) => {
    const message = readMessage(line);
    expect(message.bytes.toString()).toBe(line);
    expect(message.kind).toBe(kind);
    expect('id' in message ? message.id : undefined).toBe(id);
    expect(message.value).toEqual(JSON.parse(line));
  });

  it.each([
    ['null', 'the line is JSON but not a message'],
    ['42', 'the line is JSON but not a message'],
    ['"x"', 'the line is JSON but not a message'],
    ['[]', 'the batch is empty'],
    ['{}', 'the message is not JSON-RPC 2.0'],
    ['{"jsonrpc":"1.0","method":"m"}', 'the message is not JSON-RPC 2.0'],
    ['{"jsonrpc":2.0,"method":"m"}', 'the message is not JSON-RPC 2.0'],
    ['{"jsonrpc":"2.0"}', 'the message is neither a request nor a response'],
    ['{"jsonrpc":"2.0","method":7}', 'the method is not a string'],
    ['{"jsonrpc":"2.0","method":null}', 'the method is not a string'],
    ['{"jsonrpc":"2.0","method":"m","params":[1]}', 'the params are not an object'],
    ['{"jsonrpc":"2.0","method":"m","params":"{}"}', 'the params are not an object'],
    ['{"jsonrpc":"2.0","result":{}}', 'the message is neither a request nor a response'],
    ['{"jsonrpc":"2.0","id":1,"result":[]}', 'the message is neither a request nor a response'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":1.5,"message":"x"}}', 'the message is neither a request nor a response'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":1}}', 'the message is neither a request nor a response'],
    ['{"jsonrpc":"2.0","id":1,"error":"no"}', 'the message is neither a request nor a response'],
    [
      '{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"x"}}',
      'the response has both a result and an error',
    ],
  ])('%s is refused: %s', (line, why) => {
    expect(readRefused(line)).toMatchObject({ why, rpc: -32600 });
  });

  it('tells who waits for what it refuses, so that nobody hangs', () => {
    expect(readRefused('{"id":7,"method":"tools/list","jsonrpc":"1.0"}')).toMatchObject({
      id: '7',
      method: 'tools/list',
    });
    expect(readRefused('{"jsonrpc":"2.0","id":"a","result":null}')).toMatchObject({ id: '"a"', method: undefined });
    expect(readRefused('{"jsonrpc":"2.0","id":3,"method":[]}')).toMatchObject({ id: '3', method: '' });
    expect(readRefused('{"id":3,"method":"tools/call","params":{"x')).toMatchObject({ id: '3', method: 'tools/call' });
  });
});

describe('what must pass unharmed', () => {
  it.each(NUMBER_TEXTS)('the number %s keeps its text', (number) => {
    const call = request(`{"name":"t","arguments":{"n":${number}}}`);
    const result = `{"jsonrpc":"2.0","id":1,"result":{"n":[${number}]}}`;
    expect([forwarded(call), forwarded(result)]).toEqual([call, result]);
  });

  it.each([
    ['an unknown param', request('{"name":"t","vendor":{"a":1}}')],
    ['an unknown top-level member', '{"jsonrpc":"2.0","id":1,"method":"ping","vendor":true}'],
    ['an unknown member of an error', '{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x","vendor":[]}}'],
    ['an unknown method', '{"jsonrpc":"2.0","id":1,"method":"vendor/x"}'],
    ['white space', ' { "jsonrpc" : "2.0" , "method" : "m" }\t'],
    ['Python’s escapes', '{"jsonrpc": "2.0", "id": "\\u00e9", "method": "m", "params": {"a": "\\ud83d\\ude00"}}'],
    ['any member order', '{"params":{},"method":"m","id":1,"jsonrpc":"2.0"}'],
    ['the same key in different objects', request('{"a":{"x":1},"b":{"x":1},"x":[{"x":1},{"x":1}]}')],
    ['colons in strings', request('{"a:b":"{\\"a\\":1}"}')],
    ['an embedded lone surrogate', request('{"a":"\\ud800"}')],
    ['nesting up to the limit', request(`${'{"a":'.repeat(MAX_DEPTH - 1)}1${'}'.repeat(MAX_DEPTH - 1)}`)],
  ])('%s', (_, line) => {
    expect(forwarded(line)).toBe(line);
  });

  it('__proto__ and constructor are keys like others, and reach no prototype', () => {
    const { value } = readMessage(
      request('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    );
    expect(Object.getPrototypeOf(value['params'])).toBe(Object.prototype);
    expect(JSON.stringify(value['params'])).toContain('"__proto__":{"polluted":true}');
    expect('polluted' in {}).toBe(false);
    expect(readRefused('{"__proto__":{"jsonrpc":"2.0","method":"m"}}').why).toBe('the message is not JSON-RPC 2.0');
  });

  it('any JSON in params and results, byte for byte but for line ends of other readers', () => {
    const plain = jsonTrees.map(renderJson).filter((text) => !/[\r\n\u0085\u2028\u2029]/.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        const call = request(`{"arguments":${text}}`);
        const result = `{"jsonrpc":"2.0","id":1,"result":{"structuredContent":${text}}}`;
        expect([forwarded(call), forwarded(result)]).toEqual([call, result]);
      }),
    );
  });
});

describe('what can be read in two ways', () => {
  it.each([
    ['duplicate keys', request('{"name":"a","name":"b"}')],
    ['duplicate keys, one of them escaped', request('{"name":"a","n\\u0061me":"b"}')],
    ['duplicate keys far down', request('{"a":[{"b":{"c":1,"d":2,"c":3}}]}')],
    ['two ids', '{"jsonrpc":"2.0","id":1,"method":"m","id":1}'],
    ['a duplicate __proto__', request('{"__proto__":1,"__proto__":2}')],
    ['a duplicate in an answer', '{"jsonrpc":"2.0","id":1,"result":{"a":1,"a":1}}'],
  ])('%s: refused', (_, line) => {
    expect(readRefused(line)).toMatchObject({
      why: 'an object of the message has two equal keys',
      rpc: -32600,
      id: '1',
    });
  });

  // JSON.parse of Node 24 took the escaped key for the one of the message before: nodejs/node#63785
  it.each([
    ['n\\u0', 'n\\u0061me'],
    ['\\u00', '\\u006e\\u0061\\u006d\\u0065'],
    ['nam\\', 'nam\\u0065'],
  ])('a duplicate that the message before hid with the key %s: refused', (hiding, name) => {
    for (let count = 0; count < 3; count++) {
      expect(read(request(JSON.stringify({ name: 'read_file', [hiding]: 1 }))).kind).toBe('request');
      expect(readRefused(request(`{"name":"read_file","${name}":"delete_file"}`)).why).toBe(
        'an object of the message has two equal keys',
      );
    }
  });

  const named = Buffer.from(request('{"name":"a"}'));
  it.each<[string, string | Buffer, string]>([
    ['an overlong slash', Buffer.concat([named, Buffer.of(0xc0, 0xaf)]), 'the message is not valid UTF-8'],
    ['Latin-1', Buffer.from(request('{"name":"é"}'), 'latin1'), 'the message is not valid UTF-8'],
    ['a surrogate in UTF-8', Buffer.concat([named, Buffer.of(0xed, 0xa0, 0x80)]), 'the message is not valid UTF-8'],
    ['a byte order mark', `\ufeff${request('{}')}`, 'the line is not JSON'],
    ['a raw control in a string', request('{"a":"\u0001"}'), 'the line is not JSON'],
    ['a raw NUL', request('{"a":"\0"}'), 'the line is not JSON'],
    ['a comment', request('{/**/}'), 'the line is not JSON'],
    ['a trailing comma', request('{"a":1,}'), 'the line is not JSON'],
    ['NaN', request('{"a":NaN}'), 'the line is not JSON'],
    ['an octal', request('{"a":01}'), 'the line is not JSON'],
    ['a second text', `${request('{}')}{}`, 'the line is not JSON'],
    ['white space of other alphabets', `${request('{}')}\u00a0`, 'the line is not JSON'],
    ['a cut text', request('{"a":'), 'the line is not JSON'],
  ])('%s: refused with -32700 under the id', (_, line, why) => {
    expect(readRefused(line)).toEqual({ why, rpc: -32700, id: '1', method: 'tools/call' });
  });

  it('a banner: refused with -32700 and no id', () => {
    expect(readRefused('Server listening on stdio')).toEqual({
      why: 'the line is not JSON',
      rpc: -32700,
      id: undefined,
      method: undefined,
    });
  });

  it.each([MAX_DEPTH, 10_000, 200_000])(
    '%i nested arrays in params: refused before anything recursive sees them',
    (n) => {
      const nested = request(`{"a":${'['.repeat(n)}${']'.repeat(n)}}`);
      expect(readRefused(nested)).toMatchObject({
        why: `the message is nested deeper than ${MAX_DEPTH} levels`,
        id: '1',
      });
    },
  );

  it.each([
    [
      'the params',
      2 ** 14,
      (members: string) => members,
      'the message, its params or _meta have more than 16,384 members',
    ],
    [
      'the metadata',
      2 ** 14,
      (members: string) => `"_meta":{${members}}`,
      'the message, its params or _meta have more than 16,384 members',
    ],
    [
      'the arguments',
      2 ** 17,
      (members: string) => `"arguments":{${members}}`,
      'the arguments have more than 131,072 members',
    ],
  ])('%s of a request have too many members to be looked through on the main thread', (_, most, within, why) => {
    const members = (n: number): string => within(Array.from({ length: n }, (_value, at) => `"k${at}":0`).join());
    expect(read(request(`{${members(most)}}`))).toMatchObject({ kind: 'request' });
    expect(readRefused(request(`{${members(most + 1)}}`)).why).toBe(why);
  });

  // Parsed, an empty array takes some forty bytes, and a key of its own more than a hundred.
  it.each(['[]', '0', '{"k":1}'])(
    'more than a million of %s: refused before they take fifty times their memory',
    (value) => {
      const many = (n: number): string => request(`{"a":[${`${value},`.repeat(n)}0]}`);
      const each = value.match(/[[{]/gu)?.length ?? 0;
      const most = Math.floor((2 ** 20 - 6) / (1 + each));
      expect(readStrict(Buffer.from(many(most)), MAX_DEPTH)).toMatchObject({ kind: 'request' });
      expect(readRefused(many(most + 4))).toMatchObject({
        why: 'the message has more than 1,048,576 values',
        id: '1',
      });
    },
  );
});

// Threat 2
describe('keys that other parsers fold', () => {
  const FOLDED = 'the message has keys that can be taken for others';
  const FOLDED_PARAMS = 'the params have keys that can be taken for others';

  it.each([
    '{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","paramſ":{"name":"rm"}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","ID":2}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","id\\u0000":2}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","\\u200bparams":{}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","ｐarams":{}}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","vendor":1,"Vendor":2}',
    '{"jsonrpc":"2.0","id":1,"result":{},"Error":{}}',
  ])('in the envelope: %s', (line) => {
    expect(readRefused(line)).toMatchObject({ why: FOLDED, id: '1' });
  });

  it.each([
    '{"name":"a","Name":"b"}',
    '{"NAME":"b"}',
    '{"name":"a","name\\u0000":"b"}',
    '{"name\\u0000x":"b"}',
    '{"name":"a","n\\u0061me ":"b"}',
    '{"name":"a","name\u00ad":"b"}',
    '{"name":"a","argumentſ":{}}',
    '{"uri":"a","URI":"b"}',
    '{"vendor":1,"VENDOR":2}',
    '{"_meta":{"progressToken":1,"progresstoken":2}}',
    '{"_meta":{"io.modelcontextprotocol/ProtocolVersion":"x"}}',
    '{"ref":{"type":"ref/prompt","name":"a","Name":"b"}}',
    '{"notifications":{"resourceSubscriptions":[],"ResourceSubscriptions":["file:///x"]}}',
    '{"requestState":"a","request\u200bState":"b"}',
  ])('in the params: %s', (params) => {
    expect(readRefused(request(params))).toMatchObject({ why: FOLDED_PARAMS, id: '1', method: 'tools/call' });
  });

  it('but not in arguments, where no rule of this version looks', () => {
    const line = request('{"name":"t","arguments":{"path":"a","Path":"b"}}');
    expect(forwarded(line)).toBe(line);
  });

  it.each(['"result":{}', '"error":{"code":1,"message":"x"}', '"result":null', '"error":null'])(
    'a question that is also the answer %s',
    (answer) => {
      expect(readRefused(`{"jsonrpc":"2.0","id":1,"method":"ping",${answer}}`)).toMatchObject({
        why: 'the message is both a request and a response',
        id: '1',
      });
    },
  );
});

// Threat 1
describe('line ends of other readers inside one line', () => {
  it.each([
    ['{"jsonrpc":"2.0",\r"id":1,\r"method":"ping"}', '{"jsonrpc":"2.0","id":1,"method":"ping"}'],
    ['{"jsonrpc":"2.0",\n"id":1,"method":"ping"}', '{"jsonrpc":"2.0","id":1,"method":"ping"}'],
    [
      '{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":"\u2028","n":1.0}}',
      '{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":"\\u2028","n":1.0}}',
    ],
    ['{"jsonrpc":"2.0","id":"\u0085","method":"m"}', '{"jsonrpc":"2.0","id":"\\u0085","method":"m"}'],
    ['{"jsonrpc":"2.0","id":1,"result":{"\u2029":-0}}', '{"jsonrpc":"2.0","id":1,"result":{"\\u2029":-0}}'],
  ])('%j is forwarded as %s', (line, safe) => {
    expect(forwarded(line)).toBe(safe);
    expect(readMessage(line).value).toEqual(JSON.parse(line));
  });

  it('leave the elements of a batch, too', () => {
    expect(read('[{"a":"\u2028"},\r{"b" :1}]')).toEqual({
      kind: 'batch',
      elements: [Buffer.from('{"a":"\\u2028"}'), Buffer.from('{"b":1}')],
    });
  });
});

// Threat 11
describe('ids', () => {
  it.each([
    ['0', '0'],
    ['-1', '-1'],
    ['9007199254740993', '9007199254740993'],
    ['9007199254740992', '9007199254740992'],
    ['"1"', '"1"'],
    ['""', '""'],
    ['"\\u0061/"', '"a/"'],
    ['"a\\/"', '"a/"'],
    ['"\\ud800"', '"\\ud800"'],
    ['"é"', '"é"'],
  ])('%s is paired as %s', (id, text) => {
    expect(read(request('{}', id))).toMatchObject({ kind: 'request', id: text });
    expect(read(`{"id":${id} ,"jsonrpc":"2.0","result":{}}`)).toMatchObject({ kind: 'result', id: text });
  });

  it.each(['1.0', '1e0', '-0', '1.5', '1e400', 'true', 'null', '{}', '[1]', `"${'x'.repeat(600)}"`, '1'.repeat(600)])(
    '%s is refused: it has no spelling that can be paired exactly',
    (id) => {
      const why = 'the id is neither a string nor an integer in plain digits';
      expect(readRefused(request('{}', id))).toMatchObject({ why, id: undefined });
      expect(readRefused(`{"jsonrpc":"2.0","id":${id},"result":{}}`)).toMatchObject({ why, id: undefined });
    },
  );

  it.each<[JsonValue | undefined, string | undefined]>([
    [1, '1'],
    [-7, '-7'],
    ['1', '"1"'],
    [2 ** 53, undefined],
    [1.5, undefined],
    [null, undefined],
    [undefined, undefined],
    [[1], undefined],
  ])('the parsed id %j is paired as %s', (id, text) => {
    expect(toIdText(id)).toBe(text);
  });

  it('are paired alike whether they were read as text or as a value', () => {
    const ids = fc.oneof(fc.maxSafeInteger(), fc.string({ unit: character, maxLength: 20 }));
    fc.assert(
      fc.property(ids, (id) => {
        const line = `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":"m"}`;
        expect(read(line)).toMatchObject({ id: toIdText(id) });
      }),
    );
  });
});

describe('batches', () => {
  it.each([
    ['[1]', ['1']],
    [' [ {"a":1} , {"b":[2,{}]} ] ', ['{"a":1}', '{"b":[2,{}]}']],
    ['["a,b]\\"",[[],[1,2]]]', ['"a,b]\\""', '[[],[1,2]]']],
    ['[[]]', ['[]']],
  ])('%s has the elements %j', (line, elements) => {
    expect(read(line)).toEqual({ kind: 'batch', elements: elements.map((text) => Buffer.from(text)) });
  });

  it('of any JSON fall into their elements', () => {
    fc.assert(
      fc.property(fc.array(jsonTrees, { minLength: 1, maxLength: 5 }), (trees) => {
        const batch = read(`[${trees.map(renderJson).join(',')}]`);
        const elements = batch.kind === 'batch' ? batch.elements : [];
        expect(elements.map((bytes) => parseEscapedKeys(bytes.toString()))).toEqual(trees.map(valueOf));
      }),
    );
  });

  it('have a bound', () => {
    expect(read(`[${'1,'.repeat(999)}1]`).kind).toBe('batch');
    expect(readRefused(`[${'1,'.repeat(1000)}1]`).why).toBe('the batch has more than 1000 messages');
  });

  it('with duplicate keys in one element are no fault of the others', () => {
    const batch = readStrict(Buffer.from('[{"a":1},{"b":1,"b":2}]'), 8);
    expect(batch).toMatchObject({ kind: 'batch' });
    expect(batch.kind === 'batch' && batch.elements.map(String)).toEqual(['{"a":1}', '{"b":1,"b":2}']);
    expect(readRefused('{"b":1,"b":2}').why).toBe('an object of the message has two equal keys');
  });
});

describe('a line that was too large to keep', () => {
  it('is refused under its id, of which no usable part may be missing', () => {
    const scan = new JsonScanner();
    scan.feed(Buffer.from(`{"params":"${'x'.repeat(5000)}","method":"tools/call",`));
    scan.feed(Buffer.from('"id":"a"}'));
    const error = new GuardError('MESSAGE_TOO_LARGE', 'the message is larger than 10 bytes');
    expect(toMalformed(scan, error)).toEqual({
      kind: 'malformed',
      error,
      id: '"a"',
      method: 'tools/call',
      isAnswer: false,
    });
    for (const id of [`"${'x'.repeat(5000)}"`, '1'.repeat(5000)]) {
      const cutOff = new JsonScanner();
      cutOff.feed(Buffer.from(`{"id":${id}}`));
      expect(toMalformed(cutOff, error).id).toBeUndefined();
    }
  });
});

describe('any bytes', () => {
  it('are read or refused, never thrown at the session', () => {
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\\',
      '"jsonrpc":"2.0"',
      '"id":1',
      '"method":"m"',
      '"result":{}',
    ];
    const noise = fc.string({ unit: fc.constantFrom(...pieces), maxLength: 12 }).map((text) => Buffer.from(text));
    const bytes = fc.uint8Array({ maxLength: 30 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.oneof(noise, bytes), (line) => {
        const message = read(line);
        if (message.kind === 'malformed' || message.kind === 'batch') return;
        expect(parseEscapedKeys(message.bytes.toString())).toEqual(message.value);
      }),
    );
  });

  it('hold no refusal that repeats what they say', () => {
    const secret = 'AKIAIOSFODNN7EXAMPLE';
    const lines = [secret, `{"${secret}":1`, request(`{"name":"${secret}","Name":1}`), `{"jsonrpc":"${secret}"}`];
    for (const line of lines) expect(readRefused(line).why).not.toContain(secret);
  });
});

// Threats 2 and 22
it.each(['TaskId', 'taskid', 'taskId\u0000', 'taskId\u200b'])('a related task is named once: not beside %j', (key) => {
  const related = { 'io.modelcontextprotocol/related-task': { taskId: 'mine', [key]: 'foreign' } };
  const line = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x', _meta: related } });
  expect(readStrict(Buffer.from(line), 20)).toMatchObject({ kind: 'malformed' });
});
