import { scan } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';
import { PRODUCTS_TABLE } from '../../src/families/products-table.js';
import { linesOf } from '../../src/rules/data-table.js';
import { checkTable, parseProduct } from '../../src/rules/product-table.js';
import { OPAQUE, type Product } from '../../src/rules/product.js';
import { draw, drawNumbers } from '../support/draw.js';

const ROWS: readonly Product[] = linesOf(PRODUCTS_TABLE).map(parseProduct);
const NAMED = ROWS.flatMap(({ id, names = [], value, isWord, begun, alone }) =>
  value
    ? names.map((name) => ({ id, name, value, isWord, begun, isAlone: alone?.includes(name) ?? isWord !== true }))
    : [],
);

const NAMES_A_SECRET = / (?:access|api|key|token)$/;

const typesOf = (text: string): readonly string[] => scan(text, { threshold: 0.8 }).map(({ type }) => type);
const toVariable = (name: string): string => name.toUpperCase().replaceAll(' ', '_');

/** What has a digit, as nearly every key has: others may be words. */
function drawSecret(value: RegExp, seed: number): string {
  const random = drawNumbers(seed);
  for (;;) {
    const text = value === OPAQUE ? draw(/[A-Za-z0-9]{32}/, random) : draw(value, random);
    if (/\d[^\d]/.test(text)) return text;
  }
}

type Named = (typeof NAMED)[number];

/** The names that are found otherwise than they should be. */
const failing = (named: readonly Named[], isAsWished: (product: Named) => boolean): readonly string[] =>
  named.filter((product) => !isAsWished(product)).map(({ id, name }) => `${id} as ${name}`);

// One test for all names: there are 800.
describe('each product', () => {
  it('is found by each of its names', () => {
    const isFound = ({ id, name, value }: Named): boolean => {
      const found = [1, 2, 3].map((seed) => typesOf(`${toVariable(name)}_API_KEY=${drawSecret(value, seed)}\n`));
      return found.filter((types) => types.includes(id)).length >= 2;
    };
    expect(failing(NAMED, isFound)).toEqual([]);
  });

  it('is not found in prose', () => {
    const prose = (name: string): readonly string[] => [
      `the ${name} key: internationalization-of-everything`,
      `${name} token is set by the administrator`,
    ];
    expect(failing(NAMED, ({ id, name }) => !prose(name).flatMap(typesOf).includes(id))).toEqual([]);
  });

  it('whose name is a word is not found without one for a secret', () => {
    const words = NAMED.filter(
      ({ name, value, isAlone }) => value === OPAQUE && !isAlone && !NAMES_A_SECRET.test(name),
    );
    const isMissed = ({ id, name, value }: Named): boolean => !typesOf(`${name}: ${drawSecret(value, 5)}`).includes(id);
    expect(words.length).toBeGreaterThan(0);
    expect(failing(words, isMissed)).toEqual([]);
  });

  it('whose name is no word is found by it alone', () => {
    const alone = NAMED.filter(({ value, isAlone }) => value === OPAQUE && isAlone);
    const isFound = ({ id, name, value }: Named): boolean =>
      typesOf(`${name}: ${drawSecret(value, 5)}`).includes(id) &&
      !typesOf(`/ ${name}: latest ${drawSecret(value, 5)}`).includes(id);
    expect(alone.length).toBeGreaterThan(0);
    expect(failing(alone, isFound)).toEqual([]);
  });

  it('that is a common word is no part of another', () => {
    const common = NAMED.filter(({ isWord, name, begun }) => isWord && !begun && !name.includes(' '));
    const isMissed = ({ id, name, value }: Named): boolean =>
      !typesOf(`in${name}_token=${drawSecret(value, 7)}`).includes(id) &&
      !typesOf(`{"${name}_size_key": "${drawSecret(value, 8)}"}`).includes(id);
    expect(common.length).toBeGreaterThan(0);
    expect(failing(common, isMissed)).toEqual([]);
  });
});

describe('a line of the table', () => {
  const [head = ''] = PRODUCTS_TABLE.split('\n');
  const line = ['some_key', 'a key', 'some', 'opaque', '', '', '', 'https://some.example', 'one', 'two'].join('\t');
  const change = (column: number, text: string): string =>
    line
      .split('\t')
      .map((each, index) => (index === column ? text : each))
      .join('\t');

  it.each([
    ['with too few columns', line.split('\t').slice(0, 9).join('\t'), '9 columns'],
    ['with an id that is none', change(0, 'Some-Key'), '"Some-Key" is no id'],
    ['with an id that another has', line, 'stands above'],
    ['without a source', change(7, 'a page'), 'its source is no URL'],
    ['with an unknown flag', change(6, 'word, loud'), 'a flag is unknown: word, loud'],
    ['with an expression that cannot be read', change(3, '[a-z'), 'cannot be read: [a-z'],
    ['with an expression without an end', change(3, '[a-z]+'), 'has no upper end: [a-z]+'],
    ['with a prefix alone', change(4, 'some_'), 'a prefix needs a rest'],
  ])('%s is refused with its file and line', (_, bad, reason) => {
    const other = bad === line ? bad : bad.replace(/^some_key\t/, 'another_key\t');
    expect(() => checkTable(`${head}\n${line}\n${other}\n`, 'some.tsv')).toThrow(`some.tsv:3: `);
    expect(() => checkTable(`${head}\n${line}\n${other}\n`, 'some.tsv')).toThrow(reason);
  });
});

describe('a secret whose form is unknown', () => {
  const value = 'q7Zr2kV9xW4mTnB8cL3p';

  it.each([
    `BUGSNAG_API_KEY=${value}`,
    `bugsnag:\n  apiKey: ${value}`,
    `{"bugsnagApiKey": "${value}"}`,
    `the Bugsnag key is ${value}.`,
  ])('is found in %j', (text) => {
    expect(typesOf(text)).toContain('bugsnag_key');
  });

  it.each([
    `BUGSNAG_API_KEY_ID=${value}`,
    `BUGSNAG_PUBLIC_KEY=${value}`,
    `BUGSNAG_KEY_HASH=${value}`,
    `bugsnag: ${value}`,
    `{"hunter": "${value}"}`,
    'BUGSNAG_API_KEY=your-bugsnag-api-key-goes-here',
    'BUGSNAG_API_KEY=process.env.BUGSNAG_API_KEY',
    'BUGSNAG_API_KEY=/run/secrets/bugsnag_api_key_v2',
    `BUGSNAG_API_KEY=${'x'.repeat(24)}`,
  ])('is not found in %j', (text) => {
    expect(typesOf(text)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:bugsnag|hunter)_key$/)]));
  });
});
