import { describe, expect, it } from 'vitest';
import { assembleSweep } from '../../src/catalogue/sweep-code.js';
import { Sweep, toProgram, toSweepTables } from '../../src/catalogue/sweep.js';
import {
  CHUNK,
  DIGITS,
  LISTED,
  NUMBER_SHIFT,
  NUMBERS,
  PLACE_SHIFT,
  RUN_BEGINS,
  RUN_ENDS,
  SPACED,
  WORD,
} from '../../src/catalogue/sweep-layout.js';
import { EDGES, edgesBefore, edgesBehind } from '../../src/rules/edges.js';
import { Shapes, toShapeTables } from '../../src/catalogue/shapes.js';
import { ALL_DIGITS } from '../../src/catalogue/target.js';
import { BEHIND_FOREIGN as MARK, toWordTables, WordIndex } from '../../src/catalogue/word-index.js';

const WORDS = [
  '@',
  ':',
  ':\n',
  '5h',
  '=a',
  '"+',
  'q~',
  'abc',
  'zzz',
  'pass',
  'passe',
  'password',
  'sk-ant-',
  '-----begin',
];
/** Counts only behind another script. */
const BEHIND_FOREIGN = ['!', ' '];
const MARKED = BEHIND_FOREIGN.map((char) => String.fromCharCode(char.charCodeAt(0) | MARK));
const tables = toWordTables([...WORDS, ...MARKED]);
const program = toProgram(assembleSweep());
/** All groups of digits. */
const GROUPS = Array.from({ length: 32 }, (_, value) => ({
  shape: '#'.repeat(value + 1),
  value,
  edges: 0,
  firstDigits: ALL_DIGITS,
}));
const sweep = new Sweep(program, toSweepTables(new Set(WORDS), BEHIND_FOREIGN), tables, toShapeTables(GROUPS));
const index = new WordIndex(tables);

interface Seen {
  /** Each with its place: words, digits, runs and so on. */
  readonly what: readonly string[];
  readonly hasOther: boolean;
}

/** What is seen 16 characters at a time. */
function see(text: string): Seen & { readonly events: number } {
  const what: string[] = [];
  let events = 0;
  sweep.begin(text);
  for (let count = sweep.next(); count >= 0; count = sweep.next())
    for (const event of sweep.events.slice(0, count)) {
      events++;
      const at = sweep.base + (event >>> PLACE_SHIFT);
      if ((event & WORD) !== 0) {
        const note = (word: number): void => void what.push(`${at} word ${[...WORDS, ...BEHIND_FOREIGN][word]}`);
        index.within((event >>> NUMBER_SHIFT) & NUMBERS, note);
        continue;
      }
      if ((event & DIGITS) !== 0) what.push(`${at} digits`);
      if ((event & RUN_BEGINS) !== 0) what.push(`${at} run`);
      if ((event & RUN_ENDS) !== 0) what.push(`${at} end`);
      if ((event & SPACED) !== 0) what.push(`${at} spaced`);
      if ((event & LISTED) !== 0) what.push(`${at} listed`);
    }
  return { what: what.toSorted(), hasOther: sweep.hasOther, events };
}

/** The same, one character after the other. */
function seeSlowly(text: string): Seen {
  const what: string[] = [];
  const lower = text.replaceAll(/[A-Z]/g, (char) => char.toLowerCase());
  let [run, last, spaced, listed] = [0, -2, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    for (const word of WORDS) if (lower.startsWith(word, at)) what.push(`${at} word ${word}`);
    const isMet = char === '!' || (char === ' ' && /[!-\x7f]/.test(text.charAt(at + 1)));
    if (isMet && /[^\0-\x7f]/.test(text.slice(Math.max(0, at - 2), at))) what.push(`${at} word ${char}`);
    if (/\d/.test(char) && !/\d/.test(text.charAt(at - 1))) what.push(`${at} digits`);
    if (/[A-Za-z\d+/=_-]/.test(char)) {
      if (++run === 11) what.push(`${at} run`);
    } else {
      if (run >= 11) what.push(`${at} end`);
      run = 0;
    }
    if (!/[ .\-_,:;|/*#~^!&\t\n]/.test(char)) continue;
    const distance = at - last;
    last = at;
    if (distance === 1) continue;
    spaced = distance > 3 ? 0 : spaced + 1;
    if (spaced > 0 && spaced % 5 === 0) what.push(`${at} spaced`);
    listed = distance > 4 || !/\d/.test(text.charAt(at - 1)) ? 0 : listed + 1;
    if (listed > 0 && listed % 5 === 0) what.push(`${at} listed`);
  }
  return { what: what.toSorted(), hasOther: /[^\t\n\r\x20-\x7e]/.test(text) };
}

/** Numbers below `limit`, the same in every run. */
function createDraw(): (limit: number) => number {
  let state = 1;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const PIECES = [
  ...BEHIND_FOREIGN,
  ...WORDS,
  ...WORDS.map((word) => word.toUpperCase()),
  ...Array.from('aZ09 -_.,:;|/*\t\n+="\0\u007fé漢\ud83d'),
  '12',
  'ab',
];
const write = (draw: (limit: number) => number, count: number): string =>
  Array.from({ length: count }, () => PIECES[draw(PIECES.length)]).join('');

describe('a sweep', () => {
  it('sees the same as a look at each character', () => {
    const draw = createDraw();
    for (let length = 0; length < 400; length++) {
      const text = write(draw, length % 80);
      const { what, hasOther } = see(text);
      expect({ text, what, hasOther }).toEqual({ text, ...seeSlowly(text) });
    }
  });

  it('sees what lies across two chunks, at each of its characters', () => {
    for (const piece of [
      '-----BEGIN',
      'Abcdefghijklmn',
      '1 2 3 4 5 6 7 8 ',
      '123',
      '"+',
      '\u00e9',
      '\u00e9!',
      '\u00e9 !',
      '\u00e9 x',
      '\u00e9 .!',
    ])
      for (let before = 0; before <= piece.length; before++) {
        const text = ` ${'. '.repeat(CHUNK / 2)}`.slice(0, CHUNK - before) + piece;
        const { what, hasOther } = see(text);
        const expected = seeSlowly(text);
        expect(hasOther).toBe(expected.hasOther);
        expect(what.join() === expected.what.join() ? [] : [piece, before]).toEqual([]);
      }
  });

  it('has room for a text in which each character is an event', () => {
    const text = 'z'.repeat(2 * CHUNK);
    const { what, events } = see(text);
    expect(what.join() === seeSlowly(text).what.join()).toBe(true);
    expect(events).toBeGreaterThan(2 * CHUNK - 4);
  });

  it('forgets the text before', () => {
    see(`${'a'.repeat(40)}1 1 1 1 \u00e9`);
    expect(see('')).toEqual({ what: [], hasOther: false, events: 0 });
    expect(see('1 1')).toMatchObject({ what: ['0 digits', '2 digits'], hasOther: false });
  });

  it.each([...PIECES.map((piece) => piece.repeat(3)), '12 ', ', ', '1-2', 'aaaaaaaaaaaaaaaa '])(
    'of twice %j has twice the events, and of a character no more than two',
    (piece) => {
      const text = piece.repeat(700);
      const [one, two] = [see(text).events, see(text + text).events];
      expect(one).toBeLessThanOrEqual(2 * text.length);
      expect(Math.abs(two - 2 * one)).toBeLessThanOrEqual(16);
    },
  );
});

describe('digits', () => {
  const { lead, capital, letters, begins, ends } = EDGES;
  const SHAPES = [
    { shape: '##', value: 0, edges: begins | ends, firstDigits: ALL_DIGITS },
    { shape: '#A', value: 1, edges: letters, firstDigits: 0b1010 },
    { shape: '###', value: 2, edges: capital, firstDigits: ALL_DIGITS },
    { shape: '##-##', value: 3, edges: lead | ends, firstDigits: ALL_DIGITS },
    { shape: '## ##', value: 4, edges: begins, firstDigits: ALL_DIGITS },
    { shape: '#', value: 5, edges: lead | begins | ends, firstDigits: 0b1010 },
  ];
  const shapeTables = toShapeTables(SHAPES);
  const own = new Sweep(program, toSweepTables(new Set()), toWordTables([]), shapeTables);
  const shapes = new Shapes(shapeTables, (values) => values);

  /** At some shape that begins there, a rule asks for no other edges than it has. */
  function isAsked(text: string, start: number): boolean {
    let asked = false;
    shapes.find(text, start, (values, _, end) => {
      const edges = edgesBefore(text, start) | edgesBehind(text, end);
      const digit = 1 << Number(text.charAt(start));
      asked ||= values.some(
        (value) => (SHAPES[value]!.edges & ~edges) === 0 && (SHAPES[value]!.firstDigits & digit) !== 0,
      );
    });
    return asked;
  }

  const seen = (text: string): readonly number[] => {
    const places: number[] = [];
    own.begin(text);
    for (let count = own.next(); count >= 0; count = own.next())
      for (const event of own.events.slice(0, count))
        if ((event & DIGITS) !== 0) places.push(own.base + (event >>> PLACE_SHIFT));
    return places;
  };

  it('are seen where a rule asks for a shape with the edges that stand there, and hardly elsewhere', () => {
    const draw = createDraw();
    const pieces = Array.from('0123456789--::  ./+aBfgZ_[é漢\u00a0\n,');
    const missed: (readonly [string, number])[] = [];
    let inVain = 0;
    let count = 0;
    for (let round = 0; round < 3000; round++) {
      const text = Array.from({ length: draw(60) }, () => pieces[draw(pieces.length)]).join('');
      const places = seen(text);
      const isGroup = (at: number): boolean => /\d/.test(text.charAt(at)) && !/\d/.test(text.charAt(at - 1));
      const asked = Array.from(text, (_, at) => at).filter((at) => isGroup(at) && isAsked(text, at));
      count += asked.length;
      for (const at of asked) if (!places.includes(at)) missed.push([text, at]);
      inVain += places.filter((at) => !isAsked(text, at) && !/[^\0-\x7f]/.test(text.slice(at - 2, at + 6))).length;
    }
    expect(missed).toEqual([]);
    expect(count).toBeGreaterThan(1000);
    expect(inVain).toBeLessThan(count / 20); // numbers of lines, perhaps
  });

  it('are seen across two chunks', () => {
    for (const text of ['12', 'ab1x', 'A123', 'q12-34', '12 34'])
      for (let before = 0; before <= text.length; before++) {
        const whole = ' '.repeat(CHUNK - before) + text;
        expect([text, before, ...seen(whole).map((at) => at - CHUNK + before)]).toEqual([
          text,
          before,
          ...seen(` ${text}`).map((at) => at - 1),
        ]);
      }
  });

  it('may stand where one does, and behind the chunk, and nowhere else', () => {
    const text = `${' '.repeat(40)}7${' '.repeat(CHUNK)}`;
    own.begin(text);
    own.next();
    const may = (start: number, end: number): boolean => own.mayHaveDigit(start, end);
    expect([may(0, 41), may(40, 41), may(33, 90), may(0, 32), may(41, 400)]).toEqual([true, true, true, false, false]);
    expect([may(CHUNK - 9, CHUNK), may(CHUNK - 9, CHUNK + 1)]).toEqual([false, true]);
    own.next();
    expect([may(CHUNK, CHUNK + 10), may(CHUNK + 30, CHUNK + 300)]).toEqual([false, false]);
  });
});
