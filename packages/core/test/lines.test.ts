import { afterEach, describe, expect, it, vi } from 'vitest';
import * as fc from 'fast-check';
import { ByteBudget } from '../src/wire/byte-budget.js';
import { LineReader } from '../src/wire/lines.js';
import { cut, eachByte } from './json-texts.js';

const LIMIT = 1_000_000;

interface Heard {
  readonly lines: string[];
  readonly discarded: { readonly why: string; readonly id: string | undefined }[];
}

/** A reader, what it told, and the budget that it draws from. */
function openReader({ maxBytes = 1000, budget = new ByteBudget(LIMIT) } = {}) {
  const heard: Heard = { lines: [], discarded: [] };
  const reader = new LineReader({
    maxBytes,
    budget,
    onLine: (line) => heard.lines.push(line.toString()),
    onDiscarded: ({ id }, why) => heard.discarded.push({ why, id }),
  });
  return { reader, heard, budget };
}

function readAll(chunks: readonly Buffer[], options: { maxBytes?: number } = {}): Heard {
  const { reader, heard } = openReader(options);
  for (const chunk of chunks) reader.push(chunk);
  return heard;
}

const isFree = (budget: ByteBudget): boolean => {
  const free = budget.take(LIMIT);
  if (free) budget.give(LIMIT);
  return free;
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('cutting lines', () => {
  it.each([
    ['a\nb\n', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['\n\r\n\n a \n', [' a ']],
    ['a\rb\n', ['a\rb']],
    ['a\r\r\n', ['a\r']],
    ['a\u2028b\u0085c\n', ['a\u2028b\u0085c']],
    ['unfinished', []],
    ['a\nunfinished', ['a']],
    ['', []],
  ])('%j has the lines %j', (text, lines) => {
    expect(readAll([Buffer.from(text)])).toEqual({ lines, discarded: [] });
    expect(readAll(eachByte(Buffer.from(text)))).toEqual({ lines, discarded: [] });
  });

  it('gives the same lines and refusals however the bytes come', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', '\r', '\n', '😀'), maxLength: 40 }),
      fc.nat(60).map((length) => `{"id":${length},"x":"${'x'.repeat(length)}"}`),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 6 }),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat(), { maxLength: 8 }),
        (lines, end, places) => {
          const bytes = Buffer.from(lines.map((text) => text + end).join(''));
          const whole = readAll([bytes], { maxBytes: 48 });
          expect(readAll(cut(bytes, places), { maxBytes: 48 })).toEqual(whole);
          expect(readAll(eachByte(bytes), { maxBytes: 48 })).toEqual(whole);

          const texts = bytes.toString().split('\n').slice(0, -1);
          const fits = (text: string): boolean => Buffer.byteLength(text) <= 48;
          const expected = texts.filter(fits).map((text) => text.replace(/\r$/, ''));
          expect(whole.lines).toEqual(expected.filter((text) => text !== ''));
          expect(whole.discarded).toHaveLength(texts.filter((text) => !fits(text)).length);
        },
      ),
    );
  });

  it('gives away bytes that nothing overwrites', () => {
    const lines: Buffer[] = [];
    const reader = new LineReader({
      maxBytes: 1000,
      budget: new ByteBudget(LIMIT),
      onLine: (line) => lines.push(line),
      onDiscarded: () => {},
    });
    for (const chunk of ['fir', 'st\nsec', 'ond\nthi', 'rd\n']) reader.push(Buffer.from(chunk));
    expect(lines.map(String)).toEqual(['first', 'second', 'third']);
  });
});

describe('a line over the limit', () => {
  const tooLong = { why: 'the message is larger than 20 bytes', id: '7' };
  const huge = `{"params":"${'x'.repeat(50)}","id":7}`;

  it('of exactly the limit is kept, one byte more is not', () => {
    const text = `${'a'.repeat(20)}\n${'b'.repeat(21)}\nc\n`;
    for (const chunks of [[Buffer.from(text)], eachByte(Buffer.from(text))]) {
      const { lines, discarded } = readAll(chunks, { maxBytes: 20 });
      expect(lines).toEqual(['a'.repeat(20), 'c']);
      expect(discarded).toEqual([{ why: 'the message is larger than 20 bytes', id: undefined }]);
    }
  });

  it('is told with its id, however late that stands, and reading goes on behind it', () => {
    const bytes = Buffer.from(`before\n${huge}\nafter\n${huge}\n${huge}\nlast\n`);
    for (const chunks of [[bytes], eachByte(bytes), cut(bytes, [10, 30, 70, 90])]) {
      expect(readAll(chunks, { maxBytes: 20 })).toEqual({
        lines: ['before', 'after', 'last'],
        discarded: [tooLong, tooLong, tooLong],
      });
    }
  });

  it('is told once, when it ends', () => {
    const { reader, heard } = openReader({ maxBytes: 20 });
    reader.push(Buffer.from(huge));
    expect(heard.discarded).toEqual([]);
    reader.push(Buffer.from('\n'));
    expect(heard.discarded).toEqual([tooLong]);
  });

  it('holds nothing of the budget while the rest of it comes', () => {
    const { reader, budget } = openReader({ maxBytes: 20 });
    reader.push(Buffer.from('aaaaaaaaaa'));
    expect(isFree(budget)).toBe(false);
    reader.push(Buffer.from('aaaaaaaaaaaaaaaa'));
    expect(isFree(budget)).toBe(true);
  });
});

// Threat 27
describe('exhaustion by unfinished lines', () => {
  it('ends at the budget that all sessions share, and the others go on', () => {
    const budget = new ByteBudget(10_000);
    const first = openReader({ maxBytes: 100_000, budget });
    const second = openReader({ maxBytes: 100_000, budget });
    first.reader.push(Buffer.alloc(9000, 'a'));
    second.reader.push(Buffer.from(`{"id":1,"x":"${'b'.repeat(5000)}`));
    second.reader.push(Buffer.from('"}\nnext\n'));
    expect(second.heard).toEqual({
      lines: ['next'],
      discarded: [{ why: 'the guard holds too many unfinished lines', id: '1' }],
    });
    first.reader.push(Buffer.from('\n'));
    expect(first.heard.lines).toEqual(['a'.repeat(9000)]);
    second.reader.push(Buffer.alloc(5000, 'c'));
    second.reader.push(Buffer.from('\n'));
    expect(second.heard.lines).toEqual(['next', 'c'.repeat(5000)]);
  });

  it('takes nothing from the budget for lines that come whole', () => {
    const { reader, heard } = openReader({ budget: new ByteBudget(0) });
    reader.push(Buffer.from('a\nb\nc\n'));
    expect(heard).toEqual({ lines: ['a', 'b', 'c'], discarded: [] });
  });

  it('gives back every byte, whatever became of the lines', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 5000, minLength: 1 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), fc.constantFrom(10, 3000, 100_000), (chunks, maxBytes) => {
        const { reader, budget } = openReader({ maxBytes, budget: new ByteBudget(LIMIT) });
        for (const chunk of chunks) reader.push(Buffer.from(chunk));
        reader.close();
        expect(isFree(budget)).toBe(true);
      }),
    );
  });

  it('ends when a line is older than it may become; then reading goes on', () => {
    const { reader, heard, budget } = openReader();
    reader.push(Buffer.from('{"id":5,"method":"x"'));
    reader.discardOlderThan(0);
    expect(isFree(budget)).toBe(false);
    reader.discardOlderThan(Number.POSITIVE_INFINITY);
    reader.discardOlderThan(Number.POSITIVE_INFINITY);
    expect(isFree(budget)).toBe(true);
    expect(heard.discarded).toEqual([]);
    reader.push(Buffer.from(',"y":1}\nnext\n'));
    expect(heard).toEqual({ lines: ['next'], discarded: [{ why: 'the line was not finished in time', id: '5' }] });
  });

  it('spares a reader that waits between lines', () => {
    const { reader, heard } = openReader();
    reader.push(Buffer.from('a\n'));
    reader.discardOlderThan(Number.POSITIVE_INFINITY);
    reader.push(Buffer.from('b\n'));
    expect(heard).toEqual({ lines: ['a', 'b'], discarded: [] });
  });

  it('copies one-byte chunks into few pieces, and joins them once', () => {
    const allocate = vi.spyOn(Buffer, 'allocUnsafeSlow');
    const concat = vi.spyOn(Buffer, 'concat');
    const { reader, heard } = openReader({ maxBytes: 2 ** 20, budget: new ByteBudget(2 ** 20) });
    const byte = Buffer.from('a');
    for (let count = 0; count < 200_000; count++) reader.push(byte);
    reader.push(Buffer.from('\n'));
    expect(heard.lines[0]?.length).toBe(200_000);
    expect(allocate.mock.calls.length).toBeLessThan(10);
    expect(concat).toHaveBeenCalledTimes(1);
  });

  it('is never moved while it is unfinished: nothing but its own bytes lies in memory', () => {
    const allocate = vi.spyOn(Buffer, 'allocUnsafeSlow');
    const { reader, heard } = openReader({ maxBytes: 2 ** 23, budget: new ByteBudget(2 ** 23) });
    const chunk = Buffer.alloc(65_536, 'a');
    for (let count = 0; count < 100; count++) reader.push(chunk);
    const allocated = allocate.mock.calls.reduce((sum, [bytes]) => sum + bytes, 0);
    expect(allocated).toBeLessThan(100 * chunk.length + 2 ** 20);
    reader.push(Buffer.from('\n'));
    expect(heard.lines[0]).toBe('a'.repeat(100 * chunk.length));
  });

  it('keeps of a discarded line no more than a token, and joins nothing for the rest', () => {
    const concat = vi.spyOn(Buffer, 'concat');
    const { reader, heard } = openReader({ maxBytes: 10 });
    reader.push(Buffer.from('{"params":"'));
    for (let count = 0; count < 200_000; count++) reader.push(Buffer.from('a'));
    reader.push(Buffer.from('","id":1}\n'));
    expect(heard.discarded).toEqual([{ why: 'the message is larger than 10 bytes', id: '1' }]);
    expect(concat.mock.calls.length).toBeLessThan(2000);
  });
});

describe('a part of each unfinished line', () => {
  const FREE = 10_000;
  const open = (budget: ByteBudget, onLine: (line: Buffer, release?: () => void) => void = () => undefined) =>
    new LineReader({
      maxBytes: 1_000_000,
      budget,
      freeBytes: FREE,
      keepsBudget: true,
      onLine,
      onDiscarded: () => onLine(Buffer.from('discarded')),
    });

  it('is not taken from the budget: it comes through when others have used that up', () => {
    const heard: number[] = [];
    const reader = open(new ByteBudget(0), (line) => heard.push(line.length));
    for (let sent = 0; sent < FREE; sent += 100) reader.push(Buffer.alloc(100, 'a'));
    reader.push(Buffer.from('\n'));
    expect(heard).toEqual([FREE]);
    for (let sent = 0; sent <= FREE; sent += 100) reader.push(Buffer.alloc(100, 'a'));
    reader.push(Buffer.from('\n'));
    expect(heard).toEqual([FREE, 'discarded'.length]);
  });

  it('is all that is not held until the line is released', () => {
    const budget = new ByteBudget(LIMIT);
    const releases: ((() => void) | undefined)[] = [];
    const reader = open(budget, (_, release) => releases.push(release));
    reader.push(Buffer.alloc(100_000, 'a'));
    reader.push(Buffer.from('b\nshort\n'));
    expect(releases).toEqual([expect.any(Function), undefined]);
    reader.close();
    expect(isFree(budget)).toBe(false);
    releases[0]?.();
    expect(isFree(budget)).toBe(true);
  });
});

describe('a reader that is to stop', () => {
  it('stops before any line, and goes on where it stopped', () => {
    const { reader, heard } = openReader();
    const chunk = Buffer.from('a\nb\nc\nd');
    let left = 2;
    const read = reader.push(chunk, () => left-- > 0);
    expect([heard.lines, read]).toEqual([['a', 'b'], 4]);
    reader.push(chunk.subarray(read));
    reader.push(Buffer.from('\n'));
    expect(heard.lines).toEqual(['a', 'b', 'c', 'd']);
  });

  it('stops also while it scans what it held of a line that it gave up', () => {
    const { reader, heard, budget } = openReader({ maxBytes: LIMIT });
    reader.push(Buffer.from(`{"id":1,"x":"${'x'.repeat(600_000)}`));
    reader.discardOlderThan(Number.POSITIVE_INFINITY);
    expect(reader.isBehind).toBe(true);
    let steps = 0;
    for (const rest = Buffer.from('","id":2}\n'); reader.push(rest, oneStep()) === 0;) steps++;
    expect(steps).toBeGreaterThan(5);
    expect(heard.discarded).toEqual([{ why: 'the line was not finished in time', id: '2' }]);
    expect(isFree(budget)).toBe(true);
  });

  const oneStep = (): (() => boolean) => {
    let left = 1;
    return () => left-- > 0;
  };
});

describe('ByteBudget', () => {
  it('gives what there is and not a byte more', () => {
    const budget = new ByteBudget(10);
    expect([budget.take(6), budget.take(5), budget.take(4), budget.take(1)]).toEqual([true, false, true, false]);
    budget.give(4);
    expect([budget.take(5), budget.take(4)]).toEqual([false, true]);
  });
});
