import { describe, expect, it } from 'vitest';
import { safe, safeJson, safeJsonLines, safeLines } from '../src/safe.js';

describe('a text from outside is shown', () => {
  it.each([
    ['colours and a cleared screen', '\u001b[31mred\u001b[2J', String.raw`\u{1b}[31mred\u{1b}[2J`],
    ['a C1 control', '\u009b2J', String.raw`\u{9b}2J`],
    ['another line', 'one\r\ntwo', String.raw`one\u{d}\u{a}two`],
    ['another line for Unicode', 'one\u2028two', String.raw`one\u{2028}two`],
    ['a change of direction', 'exe\u202egpj', String.raw`exe\u{202e}gpj`],
    ['a zero width', 'de\u200blete', String.raw`de\u{200b}lete`],
    ['a tag', 'a\u{e0041}', String.raw`a\u{e0041}`],
    ['a filler that looks like nothing', 'a\u3164b', String.raw`a\u{3164}b`],
    ['half a character', 'x\ud800y', String.raw`x\u{d800}y`],
    ['what is harmless', 'Überweisung 100 € 🙂', 'Überweisung 100 € 🙂'],
  ])('without what rewrites it: %s', (_, text, shown) => expect(safe(text)).toBe(shown));

  it('as far as there is room, with the length of the whole', () =>
    expect(safe('z'.repeat(5000), 10)).toBe('zzzzzzzzzz… (5000 characters)'));

  it('without half of a character at the cut', () => expect(safe('a🙂b', 2)).toBe('a\ufffd… (4 characters)'));
});

it('lines of our own stay lines', () => expect(safeLines('one\ntwo\u0007')).toBe('one\ntwo\\u{7}'));

it('JSON keeps its values', () => {
  const value = { name: 'exe\u202egpj\u0007\u{e0041}' };
  expect(safeJson(value)).toBe(String.raw`{"name":"exe\u202egpj\u0007\udb40\udc41"}`);
  expect(JSON.parse(safeJson(value))).toEqual(value);
  expect(safeJsonLines('{}\n{}')).toBe('{}\n{}');
});
