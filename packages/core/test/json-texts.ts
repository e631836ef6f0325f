import * as fc from 'fast-check';
import { parseJson, type JsonValue } from '../src/wire/jsonrpc.js';

/** A JSON text in pieces, so that a test can say which of its bytes must stay and which go. */
export type JsonTree =
  | { readonly kind: 'scalar'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly JsonItem[]; readonly inside: string }
  | { readonly kind: 'object'; readonly items: readonly JsonMember[]; readonly inside: string };

export interface JsonItem {
  readonly before: string;
  readonly value: JsonTree;
  readonly after: string;
}

export interface JsonMember extends JsonItem {
  /** As it is written, with quotes and escapes. */
  readonly key: string;
  readonly afterKey: string;
  readonly beforeValue: string;
}

export const renderJson = (tree: JsonTree): string => {
  if (tree.kind === 'scalar') return tree.text;
  const inside =
    tree.kind === 'array'
      ? tree.items.map(({ before, value, after }) => before + renderJson(value) + after)
      : tree.items.map((member) => member.before + renderHead(member) + renderJson(member.value) + member.after);
  const text = tree.items.length === 0 ? tree.inside : inside.join(',');
  return tree.kind === 'array' ? `[${text}]` : `{${text}}`;
};

/** A member up to its value. */
export const renderHead = ({ key, afterKey, beforeValue }: JsonMember): string => `${key}${afterKey}:${beforeValue}`;

/** What a text says. Never `JSON.parse` of an object: it misreads escaped keys (nodejs/node#63785). */
export const valueOf = (tree: JsonTree): JsonValue => {
  if (tree.kind === 'scalar') return parseJson(tree.text);
  if (tree.kind === 'array') return tree.items.map(({ value }) => valueOf(value));
  return Object.fromEntries(tree.items.map(({ key, value }) => [decodeText(key), valueOf(value)]));
};

export const decodeText = (text: string): string => String(JSON.parse(text));

export const NUMBER_TEXTS = [
  '0',
  '-0',
  '1.0',
  '1e400',
  '-1E-7',
  '0.10',
  '9007199254740993',
  '123456789012345678901234567890',
] as const;

const whiteSpace = fc.string({ unit: fc.constantFrom(' ', '\t', '\r', '\n'), maxLength: 3 });

const stringPieces = [
  ...'a id method é 😀 : , { } [ ] \u0085 \u2028 \u2029 \u2027 \u00a8 __proto__'.split(' '),
  ...'\\" \\\\ \\/ \\n \\r \\u0041 \\u2028 \\ud800 \\u0069d'.split(' '),
  ' ',
];
const stringText = fc.string({ unit: fc.constantFrom(...stringPieces), maxLength: 6 }).map((inside) => `"${inside}"`);

const scalar = fc
  .oneof(fc.constantFrom('null', 'true', 'false', ...NUMBER_TEXTS), fc.integer().map(String), stringText)
  .map((text): JsonTree => ({ kind: 'scalar', text }));

const { tree } = fc.letrec<{ tree: JsonTree }>((tie) => {
  const item = { before: whiteSpace, value: tie('tree'), after: whiteSpace };
  const member = fc.record({ ...item, key: stringText, afterKey: whiteSpace, beforeValue: whiteSpace });
  return {
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      scalar,
      fc.record({
        kind: fc.constant('array' as const),
        items: fc.array(fc.record(item), { maxLength: 4 }),
        inside: whiteSpace,
      }),
      fc.record({
        kind: fc.constant('object' as const),
        items: fc.uniqueArray(member, { maxLength: 4, selector: ({ key }) => decodeText(key) }),
        inside: whiteSpace,
      }),
    ),
  };
});

/** Any JSON without duplicate keys: odd white space, raw line ends of other readers, odd escapes, numbers no double can hold. */
export const jsonTrees: fc.Arbitrary<JsonTree> = tree;

/** Cuts `bytes` at the given places, wherever they lie; some chunks are empty. */
export function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

export const eachByte = (bytes: Buffer): Buffer[] => Array.from(bytes, (byte) => Buffer.of(byte));
