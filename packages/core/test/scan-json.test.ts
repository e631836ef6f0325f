import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { JsonScanner } from '../src/wire/scan-json.js';
import { cut, decodeText, eachByte, jsonTrees, renderJson, type JsonTree } from './json-texts.js';

function scan(...chunks: readonly Buffer[]) {
  const scanner = new JsonScanner();
  for (const chunk of chunks) scanner.feed(chunk);
  const { maxDepth, colons, breaksLines, escapesKeys, id, method } = scanner;
  return { maxDepth, colons, breaksLines, escapesKeys, id, method };
}

const scanText = (text: string) => scan(Buffer.from(text));
const spaces = ' '.repeat(3000);
const long = 'x'.repeat(3000);

describe('what the outermost object says of itself', () => {
  it.each([
    ['first', '{"id":1,"method":"ping"}', '1', '"ping"'],
    ['last', '{"params":{"a":[1,{}]},"method":"ping","jsonrpc":"2.0","id":"x"}', '"x"', '"ping"'],
    ['after a large value', `{"params":"${long}","id":7,"method":"m"}`, '7', '"m"'],
    ['behind an escaped key', '{"\\u0069d":1,"m\\u0065thod":"ping"}', '1', '"ping"'],
    ['in white space', '\t { "id" : 1 ,\r"method"\t: "ping" } ', '1', '"ping"'],
    [
      'in more white space than any token is long',
      `${spaces}{${spaces}"id"${spaces}:${spaces}1${spaces}}`,
      '1',
      undefined,
    ],
    ['with more digits than a number holds', '{"id":9007199254740993}', '9007199254740993', undefined],
    ['with quotes, commas and braces in it', '{"id":"\\",}:{","method":"a"}', '"\\",}:{"', '"a"'],
    ['as an object', '{"id":{"id":5}}', '{"id":5}', undefined],
    ['twice: the last counts, as for the parser', '{"id":1,"id":2,"method":"a","method":"b"}', '2', '"b"'],
    ['twice, once escaped', '{"\\u0069d":1,"id":2}', '2', undefined],
    ['after a byte order mark', '\ufeff{"id":1,"method":"a"}', '1', '"a"'],
    ['after words', 'log: {"id":1}', '1', undefined],
    ['where the text breaks off', '{"id":1,"method":"a","params":{"x', '1', '"a"'],
    ['only in a longer key', '{"idx":1,"methods":"a","Id":2}', undefined, undefined],
    ['only in a nested object', '{"params":{"id":1,"method":"a"}}', undefined, undefined],
    ['only in a batch', '[{"id":1,"method":"a"}]', undefined, undefined],
    ['only in a string', '"{\\"id\\":1}"', undefined, undefined],
    ['nowhere', '', undefined, undefined],
  ])('is found %s', (_, text, id, method) => {
    expect(scanText(text)).toMatchObject({ id, method });
  });

  it('is not kept when it is too long to be answered, and the id before it does not stand in for it', () => {
    const { id, method } = scanText(`{"id":1,"id":"${long}","method":"${long}"}`);
    expect(id?.length).toBe(1024);
    expect(method?.length).toBe(1024);
  });
});

describe('line ends of other readers', () => {
  it.each(['{"a":1,\r"b":2}', '{\n}', '["\u0085"]', '["\u2028"]', '["a\u2029"]'])('sees the one in %j', (text) => {
    expect(scanText(text).breaksLines).toBe(true);
  });

  it.each(['["\\r\\n\\u2028"]', '["\u2027\u202a\u00a8\u0105\u0a28"]', '{"a": 1}\t'])('sees none in %j', (text) => {
    expect(scanText(text).breaksLines).toBe(false);
  });
});

const TEXTS = [
  '{"id":12,"method":"tools/call","params":{"a":[{"b":1}]}}',
  ' {\t"\\u0069d" :\r"a\\"b\\\\" , "m\\u0065thod": "x\\u2028" } ',
  '{"a":"\u2028","id":1,"id":2}',
  '["\u0085"]',
  'x\ufeff {"id":1}{"id":2,"method":3}}}{{"id":4}',
  `{"id":"${'i'.repeat(1020)}\\"é","method":"${'m'.repeat(2000)}"}`,
  `{"${'k'.repeat(1100)}":1,"id"${' '.repeat(1100)}:5}`,
  '{"id":[1,{"id":2},"]"],"method":{"}":","}}',
];

describe('where the chunks end', () => {
  it.each(TEXTS.map((text) => [text.slice(0, 50), text] as const))(
    'makes no difference at any place of %j',
    (_, text) => {
      const bytes = Buffer.from(text);
      const whole = scan(bytes);
      for (let at = 0; at <= bytes.length; at++) {
        expect(scan(bytes.subarray(0, at), Buffer.alloc(0), bytes.subarray(at)), `cut at ${at}`).toEqual(whole);
      }
      expect(scan(...eachByte(bytes))).toEqual(whole);
    },
  );

  it('makes no difference for any JSON, nor for what is none', () => {
    const pieces = ['{', '}', '[', ']', '"', ':', ',', '\\', ' ', '\r', '"id"', '"method"', '1', '\u2028', '\u0085'];
    const noise = fc.string({ unit: fc.constantFrom(...pieces), maxLength: 40 });
    fc.assert(
      fc.property(fc.oneof(jsonTrees.map(renderJson), noise), fc.array(fc.nat(), { maxLength: 6 }), (text, places) => {
        const bytes = Buffer.from(text);
        const whole = scan(bytes);
        expect(scan(...cut(bytes, places))).toEqual(whole);
        expect(scan(...eachByte(bytes))).toEqual(whole);
      }),
    );
  });

  it('makes no difference in long texts, whose strings are skipped', () => {
    const run = 'x'.repeat(40);
    const pieces = [
      run,
      `${run}\\`,
      `${run}"`,
      `${run}\\"`,
      `${run}\u2028`,
      '"',
      '\\',
      ',',
      ':',
      '{"id":',
      '}',
      '"method"',
    ];
    const noise = fc.array(fc.constantFrom(...pieces), { minLength: 12, maxLength: 60 });
    fc.assert(
      fc.property(noise, (parts) => {
        const bytes = Buffer.from(parts.join(''));
        expect(scan(bytes)).toEqual(scan(...eachByte(bytes)));
      }),
    );
  });

  it('makes no difference when the reader uses its buffer again', () => {
    const buffer = Buffer.from('{"id":12345');
    const scanner = new JsonScanner();
    scanner.feed(buffer);
    scanner.feed(Buffer.from(buffer.fill('9').subarray(0, 1)));
    scanner.feed(Buffer.from('}'));
    expect(scanner.id).toBe('123459');
  });
});

describe('escapes in keys', () => {
  it.each(['{"\\u0061":1}', '[{"a":1},{"b\\"":2}]', '{"a":{"\\\\":1}}', '{"a\\n" :1}'])('are seen in %s', (text) => {
    expect(scanText(text).escapesKeys).toBe(true);
  });

  it.each(['{"a":"\\n"}', '{"a":"\\n","b":1}', '["\\n",{"a":1}]', '"\\u0061:"'])('are not seen in %s', (text) => {
    expect(scanText(text).escapesKeys).toBe(false);
  });
});

describe('counting', () => {
  const depthOf = (tree: JsonTree): number =>
    tree.kind === 'scalar' ? 0 : 1 + Math.max(0, ...tree.items.map(({ value }) => depthOf(value)));
  const keysOf = (tree: JsonTree): number =>
    tree.kind === 'scalar'
      ? 0
      : tree.items.reduce((sum, { value }) => sum + keysOf(value), tree.kind === 'object' ? tree.items.length : 0);

  it('finds the depth, every key, and the last id of any JSON', () => {
    fc.assert(
      fc.property(jsonTrees, (tree) => {
        const last = tree.kind === 'object' ? tree.items.findLast(({ key }) => decodeText(key) === 'id') : undefined;
        expect(scanText(renderJson(tree))).toMatchObject({
          maxDepth: depthOf(tree),
          colons: keysOf(tree),
          id: last && renderJson(last.value),
        });
      }),
    );
  });

  it('counts a depth that a recursive reader would die of', () => {
    expect(scanText('['.repeat(1_000_000)).maxDepth).toBe(1_000_000);
    expect(scanText(`{"id":3,"params":${'{"a":'.repeat(100_000)}`)).toMatchObject({ maxDepth: 100_001, id: '3' });
  });
});
