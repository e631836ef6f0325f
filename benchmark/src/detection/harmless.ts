/*
 * Texts in which nothing is to be found, made again each time in the same way: what tools send all day and what looks
 * like something else.
 */

/** Numbers from 0 to 1 that are the same in every run. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    // https://en.wikipedia.org/wiki/Linear_congruential_generator, with the constants of Numerical Recipes
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Random = () => number;

const text =
  (alphabet: string, length: number) =>
  (random: Random): string =>
    Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join('');
const digits = (length: number) => text('0123456789', length);
const hex = (length: number) => text('0123456789abcdef', length);
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** By what they are: ways to write one. */
const KINDS: Readonly<Record<string, (random: Random) => string>> = {
  'Unix times': (random) => `{"createdAt":17${digits(8)(random)},"updatedAt":17${digits(11)(random)}}`,
  'order numbers': (random) => `Order no. ${digits(10)(random)} was shipped with invoice INV-${digits(8)(random)}.`,
  UUIDs: (random) => `id: ${hex(8)(random)}-${hex(4)(random)}-4${hex(3)(random)}-a${hex(3)(random)}-${hex(12)(random)}`,
  'commit hashes': (random) => `commit ${hex(40)(random)}\nindex ${hex(7)(random)}..${hex(7)(random)} 100644`,
  checksums: (random) => `"integrity": "sha512-${text(BASE64, 86)(random)}=="`,
  versions: (random) => `"typescript": "^${digits(1)(random)}.${digits(2)(random)}.${digits(2)(random)}-rc.1"`,
  coordinates: (random) =>
    `lat=5${digits(1)(random)}.${digits(6)(random)}&lon=1${digits(1)(random)}.${digits(6)(random)}`,
  ISBNs: (random) => `ISBN 978-${digits(1)(random)}-${digits(4)(random)}-${digits(4)(random)}-${digits(1)(random)}`,
  paths: (random) => String.raw`C:\Users\new\table${digits(2)(random)}\x86\readme.txt`,
  images: (random) => `![](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA${text(BASE64, 400)(random)})`,
  'addresses of pages': (random) =>
    `https://docs.example.org/a%20page/${digits(4)(random)}?q=one%2Ctwo#part-${digits(1)(random)}`,
  tables: (random) => Array.from({ length: 12 }, () => digits(2)(random)).join(' | '),
  colours: (random) => `--accent: #${hex(6)(random)}; --shadow: rgba(0, 0, 0, 0.${digits(2)(random)});`,
  code: (random) =>
    `export const getElementsByClassName${digits(1)(random)} = (a, b) => a.filter((x) => x !== b && x > 0x${hex(4)(random)});`,
  prose: (random) =>
    `One of the ${digits(2)(random)} people at the dot product lecture asked for two or three examples.`,
  'other scripts': (random) => `Привет, мир ${digits(2)(random)}! Καλημέρα. 你好，世界。 안녕하세요 مرحبا 👩‍💻`,
};

/** @param each how many of a kind */
export function createHarmless(each: number): readonly { readonly kind: string; readonly text: string }[] {
  const random = createRandom(1);
  return Object.entries(KINDS).flatMap(([kind, write]) =>
    Array.from({ length: each }, () => ({ kind, text: write(random) })),
  );
}
