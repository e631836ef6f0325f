import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import {
  canonicalName,
  decodePercent,
  foldName,
  hasFoldedKey,
  knownKeys,
  foldNames,
  nameViews,
  normalizeUri,
  uriViews,
} from '../src/wire/names.js';
import { drawShare, rounds } from './support/rounds.js';
import { character } from './support/character.js';

const MEGABYTE = 1_000_000;
const unicode = fc.string({ unit: character, maxLength: 12 });

// Threat 21
describe('other spellings of delete_file', () => {
  const SPELLINGS = [
    ['a zero-width space', 'delete_file\u200b'],
    ['a zero-width joiner inside', 'delete\u200d_file'],
    ['a soft hyphen', 'delete\u00ad_file'],
    ['a byte order mark', '\ufeffdelete_file'],
    ['bidi marks', '\u202edelete_file\u202c'],
    ['a NUL', 'delete_file\0'],
    ['an escape', 'delete\u001b_file'],
    ['an invisible tag', 'delete_file\u{e0041}'],
    ['an unassigned tag', 'delete_file\u{e0080}'],
    ['an unassigned ignorable', 'delete_file\u2065'],
    ['a variation selector', 'delete_file\ufe0f'],
    ['a Hangul filler', 'delete_file\u3164'],
    ['a grapheme joiner', 'de\u034flete_file'],
    ['a lone surrogate', 'delete_file\ud800'],
    ['full-width letters', 'ｄｅｌｅｔｅ＿ｆｉｌｅ'],
    ['a ligature', 'delete_\ufb01le'],
    ['mathematical letters', '𝐝𝐞𝐥𝐞𝐭𝐞_𝐟𝐢𝐥𝐞'],
    ['spaces around', ' delete_file\u00a0'],
  ] as const;

  it.each(SPELLINGS)('%s: the canonical name is seen beside it', (_, spelling) => {
    expect(nameViews(spelling)).toEqual([spelling, 'delete_file']);
    expect(foldName(spelling)).toBe('delete_file');
  });

  it.each(['\0', '\n', '\r', '\u0085', '\u2028'])(
    'what stands before %j is a spelling too: a reader may end there',
    (control) => {
      expect(nameViews(`delete_file${control}x`).at(-1)).toBe('delete_file');
      expect(foldNames(`Delete_File${control}x`).at(-1)).toBe('delete_file');
    },
  );

  it('a plain name has one view', () => {
    expect(nameViews('delete_file')).toEqual(['delete_file']);
    expect(nameViews('Delete_File')).toEqual(['Delete_File']);
  });
});

describe('foldName', () => {
  it.each([
    ['Tools/Call', 'tools/call'],
    ['paramſ', 'params'],
    ['\u212aey', 'key'], // the Kelvin sign
    ['STRAẞE', 'straße'],
    ['STRASSE', 'straße'],
    ['Αρχείο', 'ΑΡΧΕΊΟ'],
    ['ΑΣ', 'ασ'],
    ['ας', 'ασ'],
    ['cafe\u0301', 'CAFÉ'],
    ['tools/call ', 'tools/call'],
    ['ı', 'I'],
  ])('takes %j and %j for one', (a, b) => {
    expect(foldName(a)).toBe(foldName(b));
  });

  it.each([
    ['a', 'b'],
    ['tools/call', 'tools/list'],
    ['a b', 'ab'],
    ['delete_file', 'deletefile'],
  ])('tells %j from %j', (a, b) => {
    expect(foldName(a)).not.toBe(foldName(b));
  });

  it('is the same for every case and composition of every letter', () => {
    const differing: string[] = [];
    const isDrawn = drawShare();
    for (let code = 0; code <= 0x1ffff; code++) {
      if (!isDrawn(code)) continue;
      const letter = `a${String.fromCodePoint(code)}b`;
      const fold = foldName(letter);
      const others = [fold, letter.toLowerCase(), letter.toUpperCase(), letter.normalize('NFD')];
      if (fold !== 'ab' && others.some((other) => foldName(other) !== fold)) differing.push(code.toString(16));
    }
    expect(differing).toEqual([]);
  });

  it('does not depend on what stands beside a letter, so that a pattern folds like the names it matches', () => {
    const part = fc.string({ unit: fc.constantFrom('Σ', 'σ', 'ς', 'a', 'ẞ', 'I', '*'), maxLength: 6 });
    fc.assert(
      fc.property(part, part, (a, b) => {
        expect(foldName(a + b)).toBe(foldName(a) + foldName(b));
      }),
    );
  });

  it('changes nothing a second time, and neither does canonicalName', () => {
    fc.assert(
      fc.property(unicode, (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name));
        expect(canonicalName(canonicalName(name))).toBe(canonicalName(name));
      }),
    );
  });
});

// Threat 2
describe('hasFoldedKey', () => {
  const known = knownKeys('name', 'arguments', 'taskId');

  it.each([
    [{ name: 1, arguments: 2, taskId: 3, vendor: 4 }, false],
    [{}, false],
    [{ Name: 1 }, true],
    [{ name: 1, 'name\0': 2 }, true],
    [{ 'name\0x': 1 }, true],
    [{ 'a\0x': 1, a: 2 }, true],
    [{ taskid: 1 }, true],
    [{ argumentſ: 1 }, true],
    [{ x: 1, X: 2 }, true],
    [{ x: 1, 'x\u200b': 2 }, true],
    [{ ß: 1, SS: 2 }, true],
    [{ constructor: 1, toString: 2 }, false],
  ])('%j: %s', (object, folded) => {
    expect(hasFoldedKey(object, known)).toBe(folded);
  });

  it('sees __proto__ beside its look-alike', () => {
    expect(hasFoldedKey(Object.fromEntries([['__proto__', 1]]), known)).toBe(false);
    const lookAlikes = [
      ['__proto__', 1],
      ['__PROTO__', 2],
    ] as const;
    expect(hasFoldedKey(Object.fromEntries(lookAlikes), known)).toBe(true);
  });
});

// Threat 21
describe('other spellings of file:///etc/passwd', () => {
  it.each([
    'file:///etc/passwd',
    'FILE:///etc/passwd',
    'file://localhost/etc/passwd',
    'file://LOCALHOST./etc/passwd',
    'file:/etc/passwd',
    'file:etc/passwd',
    'file:////etc//passwd',
    'file:///etc/./passwd',
    'file:///tmp/../etc/passwd',
    'file:///../../etc/passwd',
    'file:///etc/%70asswd',
    'file:///etc/%2570asswd',
    'file:///etc/%25252570asswd',
    'file:///tmp/%2e%2e/etc/passwd',
    'file:///tmp/%252e%252e/etc/passwd',
    'file:///tmp%2f..%2fetc/passwd',
    'file:///tmp/..%5cetc%5cpasswd',
    'file:\\\\\\etc\\passwd',
    'file:///etc/passwd\u200b',
    'file:///etc/ｐasswd',
    'file:///tmp/．．/etc/passwd',
    'file:///tmp/％2e％2e/etc/passwd',
    'file:///tmp/‥/etc/passwd',
    ' file:///etc/passwd',
    'file%3a///etc/passwd',
  ])('%j', (uri) => {
    expect(uriViews(uri)?.same.at(-1)).toBe('file:///etc/passwd');
    expect(uriViews(uri)?.same[0]).toBe(uri);
  });

  it.each([
    ['a query', 'file:///etc/passwd?x'],
    ['a fragment', 'file:///etc/passwd#x'],
    ['both', 'file:///etc/passwd?a#b?c'],
    ['an encoded query', 'file:///etc/passwd%3fx'],
    ['a host that a reader of the path drops', 'file://example.com/etc/passwd'],
    ['a host and a query', 'file://user@host/etc/passwd?x'],
  ])('behind %s', (_, uri) => {
    expect(uriViews(uri)?.reduced).toContain('file:///etc/passwd');
  });

  it.each([
    ['an encoded NUL', 'file:///etc/passwd%00'],
    ['an encoded line end', 'file:///etc/passwd%0a'],
    ['a doubly encoded NUL', 'file:///etc/passwd%2500'],
    ['a raw control', 'file:///etc/\u0007passwd'],
    ['a lone surrogate', 'file:///etc/\ud800passwd'],
    ['an overlong slash', 'file:///etc%c0%afpasswd'],
    ['half a character', 'file:///etc/%e2%82'],
    ['a replacement character', 'file:///etc/\ufffd'],
    ['endless encoding', `file:///etc/%${'25'.repeat(40)}70asswd`],
  ])('%s has no views, so that it is refused', (_, uri) => {
    expect(uriViews(uri)).toBeUndefined();
  });
});

describe('normalizeUri', () => {
  it.each([
    ['HTTPS://Example.COM/A', 'https://example.com/A'],
    ['https://example.com:443/a', 'https://example.com/a'],
    ['http://example.com:80', 'http://example.com/'],
    ['http://example.com:443/', 'http://example.com:443/'],
    ['wss://example.com:443/a', 'wss://example.com/a'],
    ['https://example.com./a', 'https://example.com/a'],
    ['https:/example.com/a', 'https://example.com/a'],
    ['https:example.com/a', 'https://example.com/a'],
    ['https:////example.com/a', 'https://example.com/a'],
    ['https:\\\\example.com\\a', 'https://example.com/a'],
    ['https://example.com/a/../b/./c//d', 'https://example.com/b/c/d'],
    ['https://example.com/a/b/..', 'https://example.com/a/'],
    ['https://example.com/?q=/../x', 'https://example.com/?q=/../x'],
    ['memo://Insights', 'memo://insights'],
    ['memo:/a/../b', 'memo:/b'],
    ['mailto:A@b/../c', 'mailto:A@b/../c'],
    ['file://server/share', 'file://server/share'],
    ['file:///a/.hidden', 'file:///a/.hidden'],
    ['file:///a/...', 'file:///a/...'],
    ['no scheme/../at all', 'no scheme/../at all'],
    ['', ''],
  ])('makes %s to %s', (uri, normalized) => {
    expect(normalizeUri(uri)).toBe(normalized);
  });

  it('reads a file URI as Node does', () => {
    for (const uri of [
      'file:etc',
      'file:/etc/../x',
      'file:////a',
      'file:///a/./b/../c',
      'FILE:///A',
      'file://localhost/a',
    ]) {
      const path = fileURLToPath(new URL(uri)).replaceAll('//', '/');
      expect(normalizeUri(uri)).toBe(`file://${path}`);
    }
  });
});

const uriPieces = [
  ...'http: HTTPS: file: x: :80 :443 // / \\ . .. /./ /../ localhost a B ? # @'.split(' '),
  ...'%2e %2E %25 % 25 ％ ． %20 %EF%BC%85 é e\u0301 \u200b %00'.split(' '),
  ' ',
];
const uris = fc.string({ unit: fc.constantFrom(...uriPieces), maxLength: 12 });

describe('any URI', () => {
  it('is normal once it was normalised', () => {
    fc.assert(
      fc.property(uris, (uri) => {
        const once = normalizeUri(uri);
        expect(normalizeUri(once)).toBe(once);
      }),
      { numRuns: rounds(3000) },
    );
  });

  it('and its normal form have the same normal form', () => {
    fc.assert(
      fc.property(fc.oneof(uris, unicode), (uri) => {
        const normalized = uriViews(uri)?.same.at(-1);
        if (normalized === undefined) return;
        expect(uriViews(normalized)?.same).toEqual([normalized]);
        expect(normalized).not.toMatch(/%[0-9a-f]{2}|\\|\p{Cc}/iu);
      }),
      { numRuns: rounds(3000) },
    );
  });

  it('is decoded until nothing is left to decode', () => {
    expect(decodePercent('%2525252541')).toBe('A');
    expect(decodePercent('100%')).toBe('100%');
    expect(decodePercent('%zz%4')).toBe('%zz%4');
    expect(decodePercent('%ff')).toBeUndefined();
    expect(decodePercent(`%${'25'.repeat(20)}41`)).toBeUndefined();
  });
});

describe('a hostile megabyte', () => {
  const HOSTILE: readonly (readonly [string, string])[] = [
    ['letters without a scheme', 'a'.repeat(MEGABYTE)],
    ['a scheme without end', 'a.+-'.repeat(MEGABYTE / 4)],
    ['percent signs', '%'.repeat(MEGABYTE)],
    ['encoded percent signs', '%25'.repeat(MEGABYTE / 3)],
    ['one percent sign encoded again and again', `%${'25'.repeat(MEGABYTE / 2)}`],
    ['encoded letters', `file:///${'%41'.repeat(MEGABYTE / 3)}`],
    ['dot segments', `file:///${'../'.repeat(MEGABYTE / 3)}`],
    ['folders and dot segments', `file:///${'a/'.repeat(MEGABYTE / 5)}${'../'.repeat(MEGABYTE / 5)}`],
    ['slashes', `http:${'/'.repeat(MEGABYTE)}`],
    ['backslashes', `file:${'\\'.repeat(MEGABYTE)}`],
    ['dots in a host', `http://${'.'.repeat(MEGABYTE)}`],
    ['ports', `http://a${':80'.repeat(MEGABYTE / 3)}`],
    ['queries', `http://a/${'?#'.repeat(MEGABYTE / 2)}`],
    ['spaces', `a${' '.repeat(MEGABYTE)}a`],
    ['invisible characters', '\u200b'.repeat(MEGABYTE)],
    ['combining marks', `a${'\u0301\u0323'.repeat(MEGABYTE / 2)}`],
    ['what NFKC makes eighteen times longer', '\ufdfa'.repeat(MEGABYTE / 18)],
    ['full-width percent signs', '％25'.repeat(MEGABYTE / 3)],
    ['lone surrogates', '\ud800'.repeat(MEGABYTE)],
  ];

  // Quadratic work on a million characters would outlast the test's time by far.
  it.each(HOSTILE)('of %s is read in one go', (_, text) => {
    foldName(text);
    nameViews(text);
    normalizeUri(text);
    const normalized = uriViews(text)?.same.at(-1);
    expect(normalized === undefined || normalizeUri(normalized) === normalized).toBe(true);
  });
});
