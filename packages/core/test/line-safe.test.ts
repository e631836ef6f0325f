import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { parseEscapedKeys } from '../src/wire/json-cursor.js';
import { lineSafe } from '../src/line-safe.js';
import { jsonTrees, NUMBER_TEXTS, renderJson, valueOf, type JsonTree } from './json-texts.js';

const makeSafe = (text: string): string => lineSafe(Buffer.from(text)).toString();

const escapeLineEnds = (text: string): string =>
  text.replaceAll(/[\u0085\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** What is left of a text: every byte but white space and raw line ends. */
function compact(tree: JsonTree): JsonTree {
  if (tree.kind === 'scalar') return { kind: 'scalar', text: escapeLineEnds(tree.text) };
  const items = tree.items.map((item) => ({ ...item, before: '', after: '', value: compact(item.value) }));
  if (tree.kind === 'array') return { kind: 'array', items, inside: '' };
  const members = tree.items.map((member, index) => ({
    ...member,
    ...items[index],
    key: escapeLineEnds(member.key),
    afterKey: '',
    beforeValue: '',
  }));
  return { kind: 'object', items: members, inside: '' };
}

describe('lineSafe', () => {
  it.each([
    ['{"a":1,\r\n\t "b": 2}', '{"a":1,"b":2}'],
    ['"a\u2028b\u2029c\u0085d"', '"a\\u2028b\\u2029c\\u0085d"'],
    ['" \t\\" \\\\"', '" \t\\" \\\\"'],
    ['"\\\u2028"', '"\\\u2028"'],
    ['"\u2027\u202a\u00a8é😀"', '"\u2027\u202a\u00a8é😀"'],
    ['\r\n', ''],
    ['', ''],
  ])('makes %j to %j', (text, safe) => {
    expect(makeSafe(text)).toBe(safe);
  });

  it.each(NUMBER_TEXTS)('keeps the digits of %s', (number) => {
    expect(makeSafe(`[\r${number}\r,\n{"a" : ${number} }]`)).toBe(`[${number},{"a":${number}}]`);
  });

  it('leaves one line to every line reader, and every byte that is neither white space nor a line end', () => {
    fc.assert(
      fc.property(jsonTrees, (tree) => {
        const text = renderJson(tree);
        const safe = makeSafe(text);
        expect(safe).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(parseEscapedKeys(safe)).toEqual(valueOf(tree));
        expect(safe).toBe(renderJson(compact(tree)));
        expect(makeSafe(safe)).toBe(safe);
      }),
    );
  });

  it('is read as one line by Node’s readline, where the text before was three', async () => {
    const text = '{"a":\r"x\u2028y"}';
    const readLines = async (bytes: Buffer): Promise<string[]> => {
      const lines: string[] = [];
      const reader = createInterface({ input: Readable.from([bytes, Buffer.from('\n')]) });
      reader.on('line', (line) => lines.push(line));
      await once(reader, 'close');
      return lines;
    };
    expect(await readLines(Buffer.from(text))).toHaveLength(3);
    expect(await readLines(lineSafe(Buffer.from(text)))).toEqual(['{"a":"x\\u2028y"}']);
  });

  it('costs a message of line ends a few times its bytes, not a piece of memory for each (exhaustion)', () => {
    const before = process.memoryUsage();
    expect(lineSafe(Buffer.alloc(8_000_000, '\r')).length).toBe(0);
    expect(lineSafe(Buffer.from(`"${'\u0085'.repeat(1_000_000)}"`)).length).toBe(6_000_002);
    const after = process.memoryUsage();
    expect(after.heapUsed - before.heapUsed).toBeLessThan(50_000_000);
  });

  it('throws on nothing, not even on what is no JSON', () => {
    const pieces = ['"', '\\', ' ', '\r', '\u2028', '\u0085', '{', 'a'];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...pieces) }), fc.uint8Array({ maxLength: 8 }), (text, tail) => {
        const bytes = Buffer.concat([Buffer.from(text), tail]);
        expect(lineSafe(bytes).length).toBeLessThanOrEqual(bytes.length * 3);
      }),
    );
  });
});
