import { scan } from '../../src/engine/scan.js';
import type { Json } from '../../src/json.js';
import { mask } from '../../src/masking.js';
import type { Case } from '../support/doubling.ts';

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';

const list = <Item>(length: number, create: (index: number) => Item): Item[] =>
  Array.from({ length }, (_, index) => create(index));

function nest(depth: number, key: string, leaf: Json): Json {
  let value = leaf;
  for (let level = 0; level < depth; level++) value = key === '' ? [value] : { [key]: value };
  return value;
}

const inValue = (name: string, size: number, create: (count: number) => Json): Case => ({
  name,
  size,
  prepare: (count) => {
    const value = create(count);
    return () =>
      void scan(value, { threshold: 0.5, hidden: true, longNumbers: () => ({ at: () => '4111111111111111111' }) });
  },
});

const LEVELS = 118;

/** Many keys, strings, numbers, findings and levels. */
export const cases: readonly Case[] = [
  inValue('findings in one text', 64, (count) => ({ text: `${KEY} `.repeat(count) })),
  inValue('texts with a finding', 64, (count) => list(count, () => KEY)),
  inValue('keys that are findings', 64, (count) =>
    Object.fromEntries(list(count, (index) => [`u${index}@lovelace.name`, index])),
  ),
  inValue('keys', 256, (count) => Object.fromEntries(list(count, (index) => [`key${index}`, index]))),
  inValue('keys in another script', 256, (count) => Object.fromEntries(list(count, (index) => [`ключ${index}`, '1']))),
  inValue('short texts that follow each other', 256, (count) => list(count, (index) => `t${index}`)),
  inValue('single characters', 256, (count) => list(count, () => 'a')),
  inValue('pieces of a key', 64, (count) => list(count, (index) => (index % 2 === 0 ? KEY.slice(0, 9) : KEY.slice(9)))),
  inValue('members of equal objects', 64, (count) =>
    list(count, (index) => ({ a: KEY.slice(index % 9), b: 'x', c: index })),
  ),
  inValue('names and values', 64, (count) => list(count, (index) => ({ name: `NAME_${index}`, value: `v${index}` }))),
  inValue('options', 64, (count) => list(count, (index) => (index % 2 === 0 ? '--token' : `v${index}`))),
  inValue('numbers', 256, (count) => list(count, (index) => index)),
  inValue('bytes', 256, (count) => list(count, (index) => KEY.charCodeAt(index % KEY.length))),
  inValue('bytes by their number', 256, (count) =>
    Object.fromEntries(list(count, (index) => [index, KEY.charCodeAt(index % KEY.length)])),
  ),
  inValue('long numbers', 64, (count) => list(count, () => 4e18)),
  inValue('findings far within lists', 64, (count) =>
    nest(
      LEVELS,
      '',
      list(count, () => 'ada@lovelace.name'),
    ),
  ),
  inValue('texts far within long keys', 64, (count) =>
    nest(
      LEVELS,
      'k'.repeat(200),
      list(count, () => 'ada@lovelace.name'),
    ),
  ),
  inValue('objects far within', 64, (count) =>
    nest(
      LEVELS,
      'k',
      list(count, () => ({ a: 'x', b: 'y' })),
    ),
  ),
  inValue('pieces of numbers', 64, (count) => list(count, (index) => (index % 3 === 0 ? 'AB 4539' : '14 88'))),
  inValue('pieces of addresses', 64, (count) => list(count, (index) => (index % 9 === 0 ? 'a@b' : 'c.de'))),
  inValue('characters of one address', 64, (count) => Array.from(`ada@${'b'.repeat(count)}.name`)),
  inValue('JSON as a text', 64, (count) =>
    JSON.stringify(list(count, () => ({ password: KEY, parts: ['AKIA', 'x'] }))),
  ),
  inValue('JSON lines as a text', 64, (count) => '{"account_number":"483920"}\n'.repeat(count)),
  inValue('JSON lines that none closes', 64, (count) => '{"account_number":"483920"\n'.repeat(count)),
  inValue('levels of JSON as a text', 64, (count) => JSON.stringify(nest(count, 'password', KEY))),
  inValue('findings in one string of JSON as a text', 64, (count) => JSON.stringify([`\n${KEY}`.repeat(count), '1'])),
  inValue('levels', 64, (count) => nest(count, 'k', KEY)),
  inValue('lists within lists', 64, (count) => nest(count, '', KEY)),
  inValue('stray marks', 64, (count) => list(count, () => 'Super\u200bcali')),
  {
    name: 'findings that are masked',
    size: 64,
    prepare: (count) => {
      const text = `${KEY} `.repeat(count);
      return () => void mask(text);
    },
  },
];
