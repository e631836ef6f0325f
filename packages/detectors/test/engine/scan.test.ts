import { scan, type Json } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';
const CARD = '4539148803436467';
const options = { threshold: 0.8 };
const found = (value: Json, more: object = {}) =>
  scan(value, { ...options, ...more }).map(({ type, path, where, start, end }) => [
    type,
    path.join('/'),
    where,
    start,
    end,
  ]);

describe('a stray mark', () => {
  const hiddenIn = (value: Json) =>
    scan(value, { threshold: 0.8, hidden: true }).map(({ type, path, isStray }) => [type, path.join('.'), isStray]);

  it('one mark is reported as stray', () => {
    expect(hiddenIn({ a: 'Collective\ufe0f', b: 'Super\u200bcali' })).toEqual([
      ['hidden_selectors', 'a', true],
      ['zero_width', 'b', true],
    ]);
  });

  it('a stray mark is not reported if many texts have one', () => {
    expect(hiddenIn(['a \u200bheading', '1\ufe0f'])).toEqual([]);
  });

  it('is hidden text with more of them, over all strings and keys of a message', () => {
    const texts = Array.from({ length: 9 }, (_, index) =>
      (index === 8 ? 'a \u200bheading' : `a\u200bb${index}`).padEnd(300, ' x'),
    );
    expect(hiddenIn(texts.slice(1)).map(([, , isStray]) => isStray)).toEqual(Array.from({ length: 7 }, () => true));
    expect(hiddenIn(texts)).toEqual(texts.map((_, index) => ['zero_width', String(index), undefined]));
    const keys = Object.fromEntries(texts.slice(0, 5).map((text) => [text, [text]]));
    expect(hiddenIn(keys).map(([, , isStray]) => isStray)).toEqual(Array.from({ length: 10 }, () => undefined));
  });

  it('a text is not reported as hidden because another part of it is', () => {
    expect(hiddenIn('Collective\ufe0f \x1b[0m')).toEqual([
      ['hidden_selectors', '', true],
      ['terminal_escape', '', undefined],
    ]);
  });
});

describe('scan looks into', () => {
  it.each<[string, Json, readonly unknown[]]>([
    ['a string', KEY, ['aws_key', '', 'string', 0, 20]],
    ['a member', { a: [1, { b: `x ${KEY}` }] }, ['aws_key', 'a/1/b', 'string', 2, 22]],
    ['a key', { [KEY]: null }, ['aws_key', KEY, 'key', 0, 20]],
    ['a number', { card: Number(CARD) }, ['credit_card', 'card', 'number', 0, 16]],
    ['a member called __proto__', JSON.parse(`{"__proto__":"${KEY}"}`), ['aws_key', '__proto__', 'string', 0, 20]],
    [
      'a value that a member beside it names',
      [{ name: 'DB_PASSWORD', value: 'kTrWqz8XbnP1m' }],
      ['password', '0/value', 'string', 0, 13],
    ],
    ['an argument behind its option', ['--password', 'hunter2xx'], ['password', '1', 'string', 0, 9]],
    ['text beside half a character', `\ud83d${KEY}`, ['aws_key', '', 'string', 1, 21]],
  ])('%s', (_, value, finding) => {
    expect(found(value)).toContainEqual(finding);
  });

  it('the digits that a number was sent with', () => {
    const longNumbers = () => ({
      at: ([key]: readonly unknown[]) => (key === 'card' ? '6304009876543216000' : undefined),
    });
    expect(found({ card: 6304009876543216e3 }, { longNumbers })).toContainEqual([
      'credit_card',
      'card',
      'number',
      0,
      19,
    ]);
    expect(found({ n: 1.5, m: -1, o: 0 }, { longNumbers: () => expect.unreachable() })).toEqual([]);
  });

  it('hidden text is reported on request', () => {
    expect(found('a\u202eb')).toEqual([]);
    expect(found({ '\u202e': 'a\u202eb' }, { hidden: true })).toEqual([
      ['bidi_override', '\u202e', 'key', 0, 1],
      ['bidi_override', '\u202e', 'string', 1, 2],
    ]);
  });

  it('hidden text beyond the number that is reported', () => {
    const types = found('a\u{e0041}'.repeat(100_001), { hidden: true }).map(([type]) => type);
    expect(new Set(types)).toEqual(new Set(['hidden_tags', 'inspection_limit']));
  });
});

describe('a value is labelled by', () => {
  it.each<[string, Json, string]>([
    ['the name beside it', { name: 'DB_PASSWORD', value: 's3cr3t-Zq8R2m' }, 'value'],
    ['the key beside it', { value: 's3cr3t-Zq8R2m', key: 'dbPassword' }, 'value'],
    ['a name in capitals', { Key: 'db-password', Value: 's3cr3t-Zq8R2m' }, 'Value'],
    ['the flag before it', ['serve', '--db-password', 's3cr3t-Zq8R2m', '--verbose'], '2'],
  ])('%s', (_, value, path) => {
    expect(found(value)).toEqual([['password', path, 'string', 0, 13]]);
  });

  it.each<[string, Json]>([
    ['another name', { name: 'RELEASE', value: 's3cr3t-Zq8R2m' }],
    ['a flag that has its value', ['--password=', 's3cr3t-Zq8R2m']],
    [
      'a long text',
      { name: `the password, ${'of which more is said elsewhere, '.repeat(3)}password`, value: 's3cr3t-Zq8R2m' },
    ],
    ['a name that is no text', { name: ['password'], value: 's3cr3t-Zq8R2m' }],
  ])('but not by %s', (_, value) => {
    expect(found(value)).toEqual([]);
  });
});

it('a finding never holds the value', () => {
  expect(JSON.stringify(scan({ a: KEY, b: `key=${KEY}` }, options))).not.toContain(KEY);
});

it('a value of two detectors of one type is reported once', () => {
  expect(found(`${KEY} ${KEY}`).filter(([type]) => type === 'aws_key')).toHaveLength(2);
});

describe('one value is reported once', () => {
  const types = (value: Json) => scan(value, options).map(({ type }) => type);

  it.each<[string, Json, readonly string[]]>([
    ['by the surest of its group', 'Tax ID: 912-70-1234', ['us_itin']],
    ['by the type that stands first, if equally sure', { cedula: '1704825924' }, ['ec_cedula']],
    [
      'by its own type, not by the place it stands at',
      `Authorization: Bearer ghp_${'7q0Zk2v9Md'.repeat(4)}`,
      ['github_token'],
    ],
    ['and by its place where it has none', 'Authorization: Bearer 7q0Zk2v9Mdx8w1TrC5b6', ['auth_header']],
    ['by each group', { phone: '536-90-4399' }, ['phone', 'ssn']],
  ])('%s', (_, value, expected) => {
    expect(types(value)).toEqual(expected);
  });

  it('with all that goes beyond what is surer', () => {
    const url = `postgres://app:${KEY}+b@db.example.com/x`;
    expect(scan(url, options).map(({ type, start, end }) => [type, url.slice(start, end)])).toEqual([
      ['connection_string', `${KEY}+b`],
      ['aws_key', KEY],
    ]);
  });
});

it('too many findings are reported as such', () => {
  const many = scan(
    Array.from({ length: 10_500 }, () => KEY),
    options,
  );
  expect(many.length).toBeLessThan(10_010);
  expect(many.at(-1)?.type).toBe('inspection_limit');
});
