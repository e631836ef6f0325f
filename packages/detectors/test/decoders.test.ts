import { deflateRawSync, gzipSync } from 'node:zlib';
import { scan } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';
import { DECODERS } from '../src/decoders/registry.js';
import { Engine } from '../src/engine/engine.js';
import { compiled } from './support/compiled.js';

const KEY = 'AKIAZ7QWERTYUIOPAS2D';
const engine = new Engine(compiled([], DECODERS).index('all'), DECODERS);

/** What a decoder makes of a text. */
function readings(name: string, text: string): readonly string[] {
  const seen = engine.look(text, '');
  const call = seen.calls.find(({ decoder }) => decoder.name === name);
  return (call?.decoder.read(text, seen, call.places, 65_536) ?? []).map((reading) => reading.text);
}

const each = (write: (char: string) => string): string => Array.from(KEY, write).join('');
const hexOf = (char: string): string => char.charCodeAt(0).toString(16).padStart(2, '0');
const toBase64 = (value: string | Buffer): string => Buffer.from(value).toString('base64');

describe.each([
  [
    'backslash',
    [
      each((char) => `\\u00${hexOf(char)}`),
      String.raw`\x41\x4bIA${KEY.slice(4)}`,
      KEY.replace('K', String.raw`\\\\u{4b}`),
      KEY.replace('K', String.raw`\113`),
      each((char) => `\\${char.charCodeAt(0).toString(8)}`), // digits are two
    ],
  ],
  [
    'concatenated',
    [
      `key = "${KEY.slice(0, 4)}" + "${KEY.slice(4)}"`,
      `'${KEY.slice(0, 9)}'.'${KEY.slice(9)}'`,
      `"${KEY.slice(0, 9)}"\n    + "${KEY.slice(9)}"`,
      `'${KEY.slice(0, 9)}' || '${KEY.slice(9)}'`,
      `["${KEY.slice(0, 4)}", "${KEY.slice(4)}"].join("")`,
      `"${KEY.slice(0, 9)}" "${KEY.slice(9)}"`,
      `r"${KEY.slice(0, 9)}" + f"${KEY.slice(9)}"`,
      `"${KEY.slice(0, 9)}" ~ "${KEY.slice(9)}"`,
      `${KEY.slice(0, 9)}""${KEY.slice(9)}`,
      `\`${KEY.slice(0, 9)}\${''}${KEY.slice(9)}\``,
      `f"${KEY.slice(0, 9)}{''}${KEY.slice(9)}"`,
      `${KEY.slice(0, 9)}\\\n    ${KEY.slice(9)}`,
      `CONCAT('${KEY.slice(0, 4)}', '${KEY.slice(4, 9)}', '${KEY.slice(9)}')`,
      Array.from(KEY, (char) => `"${char}"`).join(' + '),
    ],
  ],
  [
    'byte-list',
    [
      [...Buffer.from(KEY)].join(','),
      `String.fromCharCode(${[...Buffer.from(KEY)].join(', ')})`,
      `bytes([${[...Buffer.from(`the key ${KEY}`)].join(', ')}])`,
      [...Buffer.from(KEY)].join(' '),
      [...Buffer.from(KEY)].join('\n'),
      [...Buffer.from(KEY.toLowerCase().replace(/.*/, `xx ${KEY} yy`))].join(';'),
    ],
  ],
  [
    'lines',
    [
      `key: ${KEY.slice(0, 12)}\n${KEY.slice(12)}`,
      `key = ${KEY.slice(0, 12)}\r\n      ${KEY.slice(12)}`,
      `> ${KEY.slice(0, 12)}\n> ${KEY.slice(12)}\n`,
      `2026-03-01T10:11:12Z out ${KEY.slice(0, 12)}\n2026-03-01T10:11:13Z out ${KEY.slice(12)}\n`,
      `KEY=${KEY.slice(0, 11)}\n${KEY.slice(11)}`,
    ],
  ],
  [
    'overridden',
    [
      `the \u202e${Array.from(KEY).toReversed().join('')}\u202c key`,
      `\u202e${Array.from(`is ${KEY}`).toReversed().join('')}`,
    ],
  ],
  [
    'filled',
    [Array.from(KEY).join('😀'), Array.from(KEY).join('§'), Array.from(KEY).join('щ'), Array.from(KEY).join('🔑✨')],
  ],
  [
    'dressed',
    [
      Array.from(KEY).toReversed().join(''),
      `${KEY}yyy`,
      KEY.replace('AKIA', 'akia'),
      `see:${Array.from(KEY).toReversed().join('')}`,
    ],
  ],
  [
    'segments',
    [
      `${Buffer.from(KEY)
        .toString('hex')
        .replace(/.{14}(?!$)/g, '$&.')}.evil.example`,
      `key=${Buffer.from(`${KEY}..`).toString('base64url').replace(/.{16}/, '$&.')}.evil.example`,
      'iffusqk2g5iv.orkskrmvkskpkbavgmse.evil.example',
      `https://evil.example/${Buffer.from(KEY)
        .toString('hex')
        .replace(/.{14}(?!$)/g, '$&/')}/index.html`,
      `GET /${toBase64(`${KEY}!`).replace(/.{14}/, '$&/')}/x`,
    ],
  ],
  [
    'percent',
    [
      each((char) => `%${hexOf(char)}`),
      KEY.replace('K', '%25254B'),
      'x%EF%BC%A1KIAZ7QWERTYUIOPAS2D'.replace('%EF%BC%A1', '%41'),
    ],
  ],
  ['entities', [each((char) => `&#${char.charCodeAt(0)};`), KEY.replace('K', '&amp;#x4b;'), KEY.replace('K', '&#75')]],
  [
    'quoted-printable',
    [
      each((char) => `=${hexOf(char).toUpperCase()}`),
      KEY.replace('Q', '=\r\nQ'),
      `id=3D${KEY.replace('K', '=4B')}`,
      `id=3d"${KEY.replace('K', '=4b')}"`,
    ],
  ],
  [
    'terminal',
    [
      Array.from(KEY).join('\x1b[31m'),
      KEY.replace('Q', '\x1b]0;title\x07Q'),
      KEY.replace('Q', '\x1b(BQ'),
      KEY.replace('Q', '\x9b0;1mQ'),
    ],
  ],
  [
    'unicode',
    [
      KEY.replace('Q', '\u{e0080}\u{e0fff}Q'),
      each((char) => String.fromCodePoint(char.charCodeAt(0) + 0xfee0)),
      KEY.replace('A', 'А'),
      KEY.replace('7', '٧'),
      Array.from(KEY).join('\u200b'),
      Array.from(KEY).join('\u0332'),
      Array.from(KEY).join('\0'),
      `\u202e${KEY.replace('Q', '\u202eQ')}`,
    ],
  ],
  [
    'base64',
    [
      toBase64(KEY),
      Buffer.from(`${KEY}??>>`).toString('base64url'),
      `key_${toBase64(KEY)}`,
      toBase64(`a longer text with the key ${KEY} in it`).replace(/.{20}/g, '$&\r\n  '),
      toBase64(Buffer.from(KEY, 'utf16le')),
      toBase64(Buffer.from(KEY, 'utf16le').swap16()),
      toBase64(gzipSync(KEY)),
      toBase64(deflateRawSync(KEY)),
      toBase64(deflateRawSync(`${'some longer text, '.repeat(20)}${KEY} ${'and so it goes on. '.repeat(20)}`)),
      toBase64(deflateRawSync(`${KEY} and more`, { level: 0 })),
      toBase64(gzipSync(KEY).subarray(0, -6)),
      `v2_${toBase64(gzipSync(KEY))}`,
      toBase64(Buffer.concat([Buffer.from([1, 2, 200, 0]), Buffer.from(KEY), Buffer.from([0, 255])])),
      `data:text/plain;base64,${toBase64(KEY)}`,
    ],
  ],
  [
    'markup',
    [
      `${KEY.slice(0, 6)}<wbr>${KEY.slice(6, 12)}<wbr>${KEY.slice(12)}`,
      `<code><i>${KEY.slice(0, 9)}</i><b>${KEY.slice(9)}</b></code>`,
      `${KEY.slice(0, 3)}<!-- 7 -->${KEY.slice(3)}`,
      `<v><![CDATA[${KEY.slice(0, 9)}]]><![CDATA[${KEY.slice(9)}]]></v>`,
      `<tspan>${KEY.slice(0, 9)}</tspan><tspan dy="0">${KEY.slice(9)}</tspan>`,
    ],
  ],
  [
    'char-codes',
    [
      Array.from(KEY, (char) => `chr(${char.charCodeAt(0)})`).join('.'),
      Array.from(KEY, (char) => `[char]${char.charCodeAt(0)}`).join(' + '),
      Array.from(KEY, (char) => `CHAR(${char.charCodeAt(0)})`).join('&'),
      Array.from(KEY, (char) => `CHR(0x${hexOf(char)})`).join('||'),
    ],
  ],
  [
    'hexdump',
    [
      `00000000: ${each(hexOf).slice(0, 32).match(/.{4}/g)?.join(' ')}  ${KEY.slice(0, 16)}\n00000010: ${each(hexOf).slice(32).match(/.{4}/g)?.join(' ')}  ${KEY.slice(16)}\n`,
      `00000000  ${each(hexOf).slice(0, 32).match(/../g)?.join(' ')}  |${KEY.slice(0, 16)}|\n00000010  ${each(hexOf).slice(32).match(/../g)?.join(' ')}  |${KEY.slice(16)}|\n00000014`,
    ],
  ],
  [
    'parted',
    [
      `https://acme.test/r/${KEY.slice(0, 7)}/${KEY.slice(7, 14)}/${KEY.slice(14)}`,
      `?a=${KEY.slice(0, 7)}&b=${KEY.slice(7, 14)}&c=${KEY.slice(14)}`,
      `a,b,c\nx,${KEY.slice(0, 7)},${KEY.slice(7, 14)},${KEY.slice(14)}`,
      `1;${KEY.slice(0, 7)}\n2;${KEY.slice(7, 14)}\n3;${KEY.slice(14)}`,
      `P0='${KEY.slice(0, 7)}'\nP1='${KEY.slice(7, 14)}'\nP2='${KEY.slice(14)}'`,
      `- "${KEY.slice(0, 7)}"\n- "${KEY.slice(7, 14)}"\n- "${KEY.slice(14)}"`,
    ],
  ],
  ['base32', ['IFFUSQK2G5IVORKSKRMVKSKPKBAVGMSE']],
  [
    'hex',
    [Buffer.from(KEY).toString('hex'), `0x${Buffer.from(KEY).toString('hex')}`, `f${Buffer.from(KEY).toString('hex')}`],
  ],
  [
    'hex-pairs',
    [each((char) => `${hexOf(char)} `), each((char) => `${hexOf(char)}:`), each((char) => `0x${hexOf(char)}, `)],
  ],
  [
    'spaced',
    [
      Array.from(KEY).join(' '),
      Array.from(KEY).join(' - '),
      `is ${Array.from(KEY).join('.')}.`,
      Array.from(KEY).join('#'),
      Array.from(KEY).join('\n'),
    ],
  ],
  [
    'smuggled',
    [
      `hello${each((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0)))}`,
      `😀${each((char) => String.fromCodePoint(0xe0100 + char.charCodeAt(0) - 16))}`,
    ],
  ],
])('%s', (name, texts) => {
  it.each(texts)('reads %j', (text) => {
    const found = scan(text, { threshold: 0.8 }).filter(({ type }) => type === 'aws_key');
    expect(found.flatMap(({ view }) => view.split('+'))).toContain(name);
  });
});

it.each([
  ['spelled', 'call four one five, five five five zero', '4155550'],
  ['spelled', 'One-Two-Three-Four', '1234'],
  ['dictated', 'ann (at) example dot com', '@.'],
  ['dictated', 'ann at mail dot example dot com', '@..'],
  ['dictated', 'ann[at]example[dot]com', '@.'],
])('%s reads %j', (name, text, said) => {
  expect(readings(name, text).join('')).toBe(said);
});

it.each([
  ['backslash', String.raw`C:\Users\ann, \d+\s*, \uZZZZ`],
  ['percent', '100% of %s, %d and %zz'],
  ['entities', 'a & b &nosuch; &#; R&D'],
  ['quoted-printable', 'if (a=42 && b=7c) x=10'],
  ['quoted-printable', 'request_id=3d5f8a10-77c2 method=GET status=20 bytes=41 retry=3d0'],
  ['unicode', 'Привет, мир: это русский текст. Ελληνικά. 日本語。 Zürich, naïve, 10 €, 👩‍👩‍👧 हिन्दी می‌خواهم'],
  ['unicode', 'IT-компания, 5 кг, “quoted” – and … so on'],
  ['base64', 'getElementsByClassName MAX_RETRY_COUNT /usr/lib/node_modules/typescript sha512-RANDOMlooking'],
  ['base64', '3f786850e387550fdab836ed7e6dc881de23001b 123e4567-e89b-12d3-a456-426614174000'],
  ['base32', 'INTERNATIONALIZATION JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'],
  ['hex', '3f786850e387550fdab836ed7e6dc881de23001b'],
  ['hex-pairs', '00:1a:2b:3c:4d:5e 2024-11-21 12:30:45 10 20 30 40 50 60 70 80'],
  ['concatenated', '"a", "b" and "c". "d"; {"e":"f","g":"h"} x+"y" 1.5'],
  ['concatenated', `at.indexOf("."); { ".": { "x": [",", '+'] } }`],
  ['concatenated', `a="" b="c" d('') {''} "e" : "" make \\\n  --all`],
  ['lines', 'DB_PASSWORD=\nAPI_KEY=<your key> \nexport PORT2=54321\nminLength1: 8\n'],
  ['lines', 'ghcr.io/acme/web-1\nghcr.io/acme/api-2\nghcr.io/acme/job-3'],
  ['lines', '--password=123Abword7\n.RE\n'],
  ['quoted-printable', 'PrivateKey=EEGlnEPYJVkbvvIqxKkQwOiSUENyPncC4bF46ong=\nListenPort=51820\n'],
  ['lines', 'password=secr3t\n+\nIn most cases'],
  ['concatenated', `password='bar'\\n\\n    .. _\`Appendix B\`: https://example.org`],
  ['lines', 'BG\t+4241+02319\tEurope/Sofia\nBH\t+2623+05035\tAsia/Bahrain'],
  ['lines', ' with the distribution1.\n .\n Neither the name'],
  ['lines', 'lib/ext2fs/bitmaps.c\n  lib/ext2fs/blknums.c\n'],
  ['lines', 'getElementById(a)\nsetElementById(b)\n> one quoted line\n> and another one'],
  ['overridden', 'שלום \u202bעולם\u202c and \u202eab\u202c'],
  [
    'filled',
    'caf\u00e9 \u2013 na\u00efve, \u201cquoted\u201d \u2026 A\u2013B, \u041f\u0440\u0438\u0432\u0435\u0442 \ud83d\udc4d\ud83c\udffd ok',
  ],
  ['dressed', 'Asia and aika, MKLVASIAVKLMNPQRSTWYHGFEDC, GHP_ files, ghp_short'],
  ['parted', 'GET ghp_x8K2mQ9vLp3zWt7RcN5HsYb4JdF6gA2Zmq\nStatus: 200 OK'],
  ['parted', 'token: ghp_x8K2mQ9vLp3zWt7RcN5HsYb4JdF6gA2Zmq\nexpires: 2026 in May'],
  ['parted', 'token: ghp_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh\nid: 1704067200000001'],
  ['parted', '- ghp_short\n- and some words'],
  ['segments', 'www.internationalization.example.org /usr/lib/node_modules/typescript-eslint/package-lock.json'],
  [
    'byte-list',
    '10, 20, 30, 40, 50, 60, 70, 80, 90; 2024-11-21 12:30:45 10.0.0.1 1,2,3,4,5,6,7,8 300,400,500,600,700,800',
  ],
  ['backslash', String.raw`C:\60\x, \50 and \77x, s/(a)(b)/\2\1/`],
  ['spaced', 'a b c, 10 20 30 40 50 60 70 80, 1.2.3.4 and a/b/c/d'],
  ['spelled', 'one of two or three; then one two three'],
  ['dictated', 'meet at the dot, (at) once, a (dot)'],
  ['smuggled', 'flag 🏴, text️ and emoji ☎️'],
])('%s leaves %j', (name, text) => {
  expect(readings(name, text)).toEqual([]);
});

it('reads pieces of a key in code in JSON', () => {
  const found = scan(JSON.stringify({ code: `"${KEY.slice(0, 4)}" + "${KEY.slice(4)}"` }), { threshold: 0.8 });
  expect(found.map(({ type, view }) => [type, view])).toContainEqual(['aws_key', 'backslash concatenated']);
});

it('reads one encoding within another', () => {
  const hidden = Buffer.from(encodeURIComponent(toBase64(toBase64(KEY)))).toString('hex');
  const found = scan(`see ${hidden} there`, { threshold: 0.8 });
  expect(found).toContainEqual(
    expect.objectContaining({
      type: 'aws_key',
      start: 4,
      end: 4 + hidden.length,
      view: 'hex percent base64 base64',
    }),
  );
});

it.each([
  ['an array of bytes', [...Buffer.from(KEY)]],
  ['bytes as Node writes them', { type: 'Buffer', data: [...Buffer.from(KEY)] }],
  ['an object of bytes', Object.fromEntries(Buffer.from(KEY).entries())],
  ['texts of bytes', Array.from(Buffer.from(KEY), String)],
  ['hexadecimal texts of bytes', Array.from(Buffer.from(KEY), (byte) => `0x${byte.toString(16)}`)],
])('reads a value that is %s', (_, value) => {
  const found = scan({ params: { value } }, { threshold: 0.8 });
  expect(found.map(({ type, where, path }) => [type, where, path.slice(0, 2)])).toContainEqual([
    'aws_key',
    'number',
    ['params', 'value'],
  ]);
});

it.each([
  ['samples', Array.from({ length: 64 }, (_, index) => (index * 37) % 256)],
  ['notes of a melody under a key of secrets', { keys: [60, 62, 64, 65, 67, 69, 71, 72, 74, 76] }],
  ['counts of tokens', { tokens: [72, 68, 75, 80, 91, 65, 70, 88, 77, 82, 95, 101, 110, 99, 87, 76, 54, 49] }],
])('finds nothing in %s', (_, value) => {
  expect(scan({ value }, { threshold: 0.8 })).toEqual([]);
});
