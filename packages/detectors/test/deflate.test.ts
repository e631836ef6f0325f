import { constants, deflateRawSync, deflateSync, inflateRawSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawShare } from '../../core/test/support/rounds.js';
import { isBroken } from '../src/decoders/deflate.js';
import { BROKEN, unpackFixed } from '../src/decoders/fixed-codes.js';

/** Bytes that are the same in every run. */
function createBytes(seed: number): (length: number) => Uint8Array {
  let state = seed;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes, ch. 7.1
      return state >>> 24;
    });
}
const random = createBytes(1);
const isDrawn = drawShare();

/** What zlib says: the text as far as it goes, and whether it has its end. */
function inflate(bytes: Uint8Array): readonly [string, boolean] | typeof BROKEN {
  const toText = (finishFlush: number): string => inflateRawSync(bytes, { finishFlush }).toString('latin1');
  let text: string;
  try {
    text = toText(constants.Z_SYNC_FLUSH);
  } catch {
    return BROKEN;
  }
  try {
    return [text, toText(constants.Z_FINISH) === text];
  } catch {
    return [text, false];
  }
}

function unpack(bytes: Uint8Array): ReturnType<typeof inflate> | undefined {
  const unpacked = unpackFixed(bytes);
  if (unpacked === undefined || unpacked === BROKEN) return unpacked;
  return [Buffer.from(unpacked.bytes).toString('latin1'), unpacked.isWhole];
}

/** That are unpacked here, and differ from what zlib says. */
function compare(all: readonly Uint8Array[]): { readonly count: number; readonly different: readonly string[] } {
  const short = all.filter((bytes) => unpackFixed(bytes) !== undefined);
  const isSame = (bytes: Uint8Array): boolean => JSON.stringify(unpack(bytes)) === JSON.stringify(inflate(bytes));
  return {
    count: short.length,
    different: short.filter((bytes) => !isSame(bytes)).map((bytes) => Buffer.from(bytes).toString('hex')),
  };
}

const pack = (text: string): Buffer => deflateRawSync(text, { strategy: constants.Z_FIXED });
const PACKED = [
  '',
  'a',
  'aaaaaaaaaaaaaaaaaaaaaaaa',
  'abcabcabcabd',
  'é'.repeat(9),
  'password=Zq3vX8kLm2Rt7Wp9',
  'x'.repeat(900),
].map(pack);

describe('a block of fixed codes says what zlib says', () => {
  it('at random', () => {
    const all = Array.from({ length: 6000 }, (_, index) => {
      const bytes = random(1 + (index % 64));
      bytes[0] = (bytes[0]! & ~6) | 2;
      return bytes;
    });
    const drawn = all.filter((_, index) => isDrawn(index));
    const { count, different } = compare(drawn);
    expect(different).toEqual([]);
    expect(count).toBeGreaterThan((drawn.length * 2) / 3);
  });

  it('cut off anywhere', () => {
    const all = PACKED.flatMap((bytes) => Array.from(bytes, (_, end) => bytes.subarray(0, end + 1)));
    const { count, different } = compare(all);
    expect(different).toEqual([]);
    expect(count).toBe(all.length);
  });

  it('with one bit changed, and with more behind it', () => {
    const changed = PACKED.flatMap((bytes) =>
      Array.from({ length: 8 * bytes.length }, (_, bit) => {
        const copy = Buffer.from(bytes);
        copy[bit >> 3]! ^= 1 << (bit & 7);
        return copy;
      }),
    );
    const longer = PACKED.map((bytes) => Buffer.concat([bytes, random(9)]));
    expect(compare([...changed, ...longer]).different).toEqual([]);
  });
});

it.each([
  ['other codes', deflateRawSync('the other codes are for longer texts '.repeat(9) + 'qwertyuiopasdfghjklzxcvbnm')],
  ['no codes', deflateRawSync('stored', { level: 0 })],
  ['too many bytes', pack(Buffer.from(random(80)).toString('latin1'))],
  ['too much in them', pack('x'.repeat(2000))],
  ['another block behind it', Buffer.concat([Buffer.from([0x4a, 0x04, 0x00]), pack('b')])],
])('leaves %s to zlib', (_, bytes) => {
  expect(unpackFixed(bytes)).toBeUndefined();
});

describe('a stream with the head of zlib', () => {
  const isRefused = (bytes: Uint8Array): boolean => {
    try {
      inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
      return false;
    } catch {
      return true;
    }
  };
  const heads = Array.from({ length: 256 }, (_, second) => second).filter((second) => (0x7800 | second) % 31 === 0);
  const streams = Array.from({ length: 8000 }, (_, index) => {
    const bytes = random(2 + (index % 70));
    bytes[0] = 0x78;
    bytes[1] = heads[index % heads.length]!;
    return bytes;
  }).filter((_, index) => isDrawn(index));

  it('is broken only if zlib refuses it', () => {
    const broken = streams.filter(isBroken);
    expect(broken.length).toBeGreaterThan((streams.length * 3) / 4);
    expect(broken.filter((bytes) => !isRefused(bytes))).toEqual([]);
  });

  it('is not, if it is one, as far as it goes', () => {
    const texts = [
      'a',
      'key=value',
      'words of a text that has many words, and more of them '.repeat(20),
      'éß'.repeat(50),
    ];
    const whole = texts.flatMap((text) =>
      [0, 1, 6, 9].flatMap((level) =>
        [constants.Z_FIXED, constants.Z_DEFAULT_STRATEGY].map((strategy) => deflateSync(text, { level, strategy })),
      ),
    );
    const begun = whole.flatMap((bytes) => [2, 3, 4, 8, 13, 14, 20].map((end) => bytes.subarray(0, end)));
    expect([...whole, ...begun].filter(isBroken)).toEqual([]);
  });
});
