import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../src/built-in.js';
import { DECODERS } from '../../src/decoders/registry.js';
import { Engine, type Match } from '../../src/engine/engine.js';
import { Reader } from '../../src/engine/reader.js';

/** Counts the characters that it looks at: time would depend on the machine. */
class CountingEngine extends Engine {
  looked = 0;

  override look(text: string, key: string): Match {
    this.looked += text.length;
    return super.look(text, key);
  }
}

const engine = new CountingEngine(openCatalogue().index('all'), DECODERS);

function read(text: string) {
  engine.looked = 0;
  const spots = new Reader(engine, undefined).read(text, '');
  return { types: spots.map(({ detector }) => detector.id), looked: engine.looked };
}

const LENGTH = 120_000;
const MIN_ROOM = 65_536;
const flood = (text: string): string => text.repeat(LENGTH / text.length);
const toBase64 = (text: string): string => Buffer.from(text).toString('base64');
const nested = (text: string, depth: number): string => (depth === 0 ? text : nested(toBase64(text), depth - 1));

describe('a flood', () => {
  it.each(
    Object.entries({
      percent: flood('%41'),
      'percent of percent': flood('%2541'),
      backslash: flood(String.raw`\u0041`),
      backslashes: flood('\\'),
      entities: flood('&#65;'),
      'quoted-printable': flood('=41'),
      'soft breaks': flood('a=\n'),
      base64: toBase64(flood('hello, ')),
      hex: Buffer.from(flood('hello, ')).toString('hex'),
      'hex pairs': flood('41 4b '),
      'zero-width': flood('\u200b'),
      'zero-width between': flood('a\u200b'),
      'look-alikes': flood('aА'),
      tags: flood('\u{e0041}'),
      spaced: flood('1 '),
      spelled: flood('one two three '),
      dictated: flood('a (at) b dot c '),
      'all together': flood(String.raw`\u0041%41&#65;=41=42 41 4b 4c one two QUtJQUlP`),
    }),
  )('of %s is looked at few times over', (_, text) => {
    const { looked, types } = read(text);
    expect(looked).toBeLessThanOrEqual(5 * text.length + MIN_ROOM);
    expect(types).not.toContain('inspection_limit');
  });
});

describe('room', () => {
  it('is enough for base64 of base64 of base64 of a long text', () => {
    expect(read(nested(flood('harmless words '), 3)).types).toEqual([]);
  });

  it('ends with a finding, not with a part that was not read', () => {
    const bomb = gzipSync(flood('harmless words ')).toString('base64');
    const text = `see ${bomb} there`;
    const spots = new Reader(engine, undefined).read(text, '');
    expect(spots).toMatchObject([
      { detector: { id: 'inspection_limit' }, start: 4, end: 4 + bomb.length, confidence: 1 },
    ]);
  });

  it('is one for all texts of a message', () => {
    const bomb = gzipSync('a'.repeat(40_000)).toString('base64');
    const reader = new Reader(engine, undefined);
    expect(reader.read(bomb, '')).toEqual([]);
    expect(reader.read(bomb, '')).toMatchObject([{ detector: { id: 'inspection_limit' } }]);
  });

  it('reports what is encoded more often than anything is', () => {
    expect(read(nested('AKIAZ7QWERTYUIOPAS2D', 12)).types).toContain('inspection_limit');
    expect(read(nested('AKIAZ7QWERTYUIOPAS2D', 6)).types).toContain('aws_key');
  });
});

describe('a reader', () => {
  it('reports a value beside a reading once', () => {
    expect(read('AKIAZ7QWERTYUIOPAS2D and %41 and %42').types).toEqual(['aws_key']);
  });

  it('reports again what a label in another writing makes surer', () => {
    const spots = new Reader(engine, undefined).read('s%73n: 856-45-6789', '');
    expect(spots.map(({ detector }) => detector.id)).toContain('ssn');
  });
});

/** Lines of certificates as a program lists them: each is an escape, the end of a text and the begin of the next. */
describe('a long list of lines in the texts of a program', () => {
  const line = (number: number): string => createHash('sha512').update(`line ${number}`).digest('base64').slice(0, 64);
  const numbers = Array.from({ length: 900 }, (_, number) => number);

  it.each<[string, (line: string) => string]>([
    ['JavaScript', (each) => `    '${each}\\n' +\n`],
    ['Java', (each) => `  "${each}\\r\\n" +\n`],
    ['C', (each) => `"${each}\\n"\n`],
    ['C, in hex', (each) => `"${each}\\x0a"\n`],
    ['PHP', (each) => `  '${each}' . "\\n" .\n`],
  ])('is read whole: %s', (_, write) => {
    expect(read(numbers.map(line).map(write).join('')).types).toEqual([]);
    const key = "    'AKIAQ3EGRIJ' +\n    '5T6Y7U2AB',\n";
    expect(read(numbers.map(line).map(write).join('') + key).types).toContain('aws_key');
  });
});

describe('within meaningless bytes', () => {
  const hide = (text: string, encoding: BufferEncoding): string => {
    const bytes = Buffer.alloc(64, 0x93);
    bytes.write(text, 21, 'latin1');
    return bytes.toString(encoding);
  };

  it.each(['base64', 'hex'] as const)('a few characters of %s are no labelled secret', (encoding) => {
    expect(read(`sha512-${hide('pw=Zq8R2mx17', encoding)}`).types).toEqual([]);
    expect(read(`sha512-${hide('DB_PASSWORD=s3cr3t-Zq8R2m', encoding)}`).types).toContain('password');
  });
});
