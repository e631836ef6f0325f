import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scan } from '../../src/index.js';
import { chunk, jpeg, PNG, png, randomBytes, segment, tarMember, utf16, zipMember } from './bytes.js';

const KEY = 'AKIAZ7QX2MPL4VTW6RNB';
const TEXT = `the key is ${KEY}, keep it`;
const noise = randomBytes(60_000, 11);
const find = (value: Parameters<typeof scan>[0]) =>
  scan(value, { threshold: 0.8, hidden: true }).map(({ type }) => type);
const block = (bytes: Buffer, mimeType = 'image/png') => ({ type: 'image', mimeType, data: bytes.toString('base64') });

const gif = Buffer.concat([
  Buffer.from('GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1'),
  Buffer.from([0x21, 0xfe]),
  // A comment of two blocks, cut within the key.
  ...[`${'x'.repeat(240)} ${KEY.slice(0, 14)}`, KEY.slice(14)].map((part) =>
    Buffer.concat([Buffer.from([part.length]), Buffer.from(part)]),
  ),
  Buffer.from([0, 0x3b]),
]);
const riff = (type: string, data: Buffer): Buffer => {
  const sized = (name: string, body: Buffer): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(body.length);
    return Buffer.concat([Buffer.from(name), size, body]);
  };
  return sized('RIFF', Buffer.concat([Buffer.from('WAVE'), sized('fmt ', Buffer.alloc(16, 1)), sized(type, data)]));
};
const font = (name: Buffer): Buffer => {
  const head = Buffer.alloc(28);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(1, 4);
  head.write('name', 12);
  head.writeUInt32BE(28, 20);
  head.writeUInt32BE(name.length, 24);
  return Buffer.concat([head, name]);
};
const stored = deflateSync(Buffer.from(`\x93\x01${TEXT}\x02`, 'latin1'), { level: 0 });
const pdfOf = (content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n1 0 obj\n<</Length 9/Filter/FlateDecode>>\nstream\r\n'),
    deflateSync(content),
    Buffer.from('\nendstream\nendobj\n'),
  ]);
const pdf = pdfOf(Buffer.from(`BT (${TEXT}) Tj ET`));

const HIDDEN: Readonly<Record<string, Buffer>> = {
  'behind the end of a PNG': Buffer.concat([png(), Buffer.from(TEXT)]),
  'compressed behind the end of a PNG': Buffer.concat([png(), gzipSync(TEXT)]),
  'behind the end of a JPEG': Buffer.concat([jpeg(), Buffer.from(TEXT)]),
  'behind the end of a GIF': Buffer.concat([gif.subarray(0, 19), Buffer.from([0x3b]), noise, Buffer.from(TEXT)]),
  'in tEXt': png(chunk('tEXt', `Comment\0${TEXT}`)),
  'in a short tEXt': png(chunk('tEXt', `c\0${KEY}`)),
  'in zTXt': png(chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(Buffer.from(TEXT))]))),
  'in iTXt': png(chunk('iTXt', `Comment\0\0\0en\0\0${TEXT}`)),
  'in compressed iTXt': png(
    chunk('iTXt', Buffer.concat([Buffer.from('Comment\0\x01\0en\0\0'), deflateSync(Buffer.from(TEXT))])),
  ),
  'in EXIF of a PNG, two bytes a letter': png(chunk('eXIf', Buffer.concat([Buffer.from('MM\0*'), utf16(TEXT)]))),
  'in a chunk of no known type': png(chunk('prVt', `\x01\x02${TEXT}`)),
  'in a palette': png(chunk('PLTE', TEXT)),
  'in pixels that are stored': Buffer.concat([PNG, chunk('IHDR', Buffer.alloc(13, 1)), chunk('IDAT', stored)]),
  'in place of pixels': Buffer.concat([PNG, chunk('IHDR', Buffer.alloc(13, 1)), chunk('IDAT', TEXT)]),
  'right behind the first bytes of a PNG': Buffer.concat([PNG, Buffer.from(TEXT)]),
  'in EXIF': jpeg(segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0II*\0'), Buffer.from(TEXT)]))),
  'in EXIF, two bytes a letter': jpeg(segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0II*\0'), utf16(TEXT)]))),
  'in XMP': jpeg(segment(0xe1, `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${TEXT}</x:xmpmeta>`)),
  'in a comment of a JPEG': jpeg(segment(0xfe, KEY)),
  'among the pixels of a JPEG': Buffer.concat([jpeg().subarray(0, -2), Buffer.from(TEXT), Buffer.from([0xff, 0xd9])]),
  'in a comment of a GIF, cut in two by its blocks': gif,
  'in pixels of a BMP': Buffer.concat([Buffer.from('BM'), noise, Buffer.from(TEXT), noise]),
  'in tags of a sound': Buffer.concat([Buffer.from('ID3\x03\0\0\0\0\x01\0'), Buffer.alloc(9), utf16(TEXT), noise]),
  'in tags of a WAV': riff('LIST', Buffer.from(`INFO${TEXT}`)),
  'in the samples of a WAV': riff('data', Buffer.concat([noise, Buffer.from(TEXT)])),
  'in the name of a font': font(utf16(TEXT)),
  'in a zip': Buffer.concat([zipMember('a.txt', deflateRawSync(Buffer.from(TEXT)), 8), noise]),
  'in a zip without compression': zipMember('a.txt', Buffer.concat([noise, Buffer.from(TEXT)]), 0),
  'in the name of a member': zipMember(`${KEY}.txt`, noise, 0),
  'in a zip in a zip': zipMember(
    'a.zip',
    deflateRawSync(Buffer.concat([zipMember('b.txt', deflateRawSync(Buffer.from(TEXT)), 8), noise])),
    8,
  ),
  'in a gzip': gzipSync(Buffer.concat([noise, Buffer.from(TEXT)])),
  'in a tar': Buffer.concat([tarMember('n', noise), tarMember('a', Buffer.from(TEXT)), Buffer.alloc(1024)]),
  'in a compressed tar': gzipSync(Buffer.concat([tarMember('n', noise), tarMember('a', Buffer.from(TEXT))])),
  'in a picture in an archive': gzipSync(
    tarMember('a.png', png(chunk('zTXt', Buffer.concat([Buffer.from('c\0\0'), deflateSync(Buffer.from(TEXT))])))),
  ),
  'in a PDF': pdf,
  'in a database': Buffer.concat([Buffer.from('SQLite format 3\0'), noise, Buffer.from(TEXT), noise]),
  'in WebAssembly': Buffer.concat([Buffer.from('\0asm\x01\0\0\0'), noise, Buffer.from(TEXT)]),
  'among bytes of no known kind': Buffer.concat([noise, Buffer.from(TEXT), noise]),
};

describe('a key is found', () => {
  const each = Object.entries(HIDDEN);

  it.each(each)('%s', (_, bytes) => {
    expect(find({ result: { content: [block(bytes)] } })).toContain('aws_key');
  });

  it.each(each)('%s, in structured content and in text that name no type', (_, bytes) => {
    const data = bytes.toString('base64');
    expect(find({ result: { structuredContent: { shot: data } } })).toContain('aws_key');
    expect(find({ result: { content: [{ type: 'text', text: `![](data:image/png;base64,${data})` }] } })).toContain(
      'aws_key',
    );
  });

  it.each(each)('%s, in lines', (_, bytes) => {
    const lines = bytes.toString('base64').replaceAll(/.{76}/g, '$&\n');
    expect(find({ result: { contents: [{ uri: 'x:y', blob: lines }] } })).toContain('aws_key');
  });

  it.each([
    ['as it stands, behind the first bytes of a PNG', `iVBORw0KGgoAAAANSUhEUgAA${KEY}AAAA`],
    ['as it stands, behind a whole picture', `${png().toString('base64').replace(/=+$/, '')}${KEY}`],
    ['as it stands, with words around it', `/9j/4AAQSkZJRgABAQ/hello/world/this/is/the/key/${KEY}/of/our/account/`],
    ['as base64 of its own, wherever that begins', `iVBORw0KGgo${Buffer.from(TEXT).toString('base64')}`],
    ['as hex', `iVBORw0KGgoAAAANSUhEUgAA+${Buffer.from(TEXT).toString('hex')}+AA`],
    ['as text that says it is a picture', TEXT],
    ['as base64 of text that says it is a picture', Buffer.from(TEXT).toString('base64')],
    ['as compressed text that says it is a picture', deflateSync(Buffer.from(TEXT)).toString('base64')],
    ['as SVG', Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><text>${TEXT}</text></svg>`).toString('base64')],
  ])('%s', (_, data) => {
    expect(find({ type: 'image', mimeType: 'image/png', data })).toContain('aws_key');
  });

  it.each([
    ['a password', 'password: hunter2-Correct9', 'password'],
    ['a token', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a', 'secret'],
    ['a card', 'card: 4539 1488 0343 6467', 'credit_card'],
    ['an id', 'SSN 536-90-4399', 'ssn'],
  ])('and so is %s among the pixels', (_, text, type) => {
    const found = find(block(Buffer.concat([jpeg().subarray(0, -2), Buffer.from(`\x01${text}\x01`), noise])));
    expect(type === 'secret' ? found.length : found.includes(type)).toBeTruthy();
  });
});

describe('what is too much to read', () => {
  const words = Buffer.from('harmless words '.repeat(200_000));

  it('reports what declares itself an archive, in each way to declare it', () => {
    const data = gzipSync(words).toString('base64');
    expect(find({ uri: 'x:y', mimeType: 'application/gzip', blob: data })).toEqual(['binary_limit']);
    expect(find(`data:application/gzip;base64,${data}`)).toEqual(['binary_limit']);
  });

  it('is refused of compressed text that declares itself nothing, or text', () => {
    const data = gzipSync(words).toString('base64');
    expect(find({ text: data })).toEqual(['inspection_limit']);
    expect(find({ mimeType: 'text/plain', blob: data })).toEqual(['inspection_limit']);
    expect(find({ mimeType: 'image/png', data: deflateSync(words).toString('base64') })).toEqual(['inspection_limit']);
  });

  it('reports a document, which takes no room from text beside it', () => {
    const big = pdfOf(Buffer.alloc(9_000_000, 'words '));
    const text = Buffer.from('harmless words '.repeat(2000)).toString('base64');
    expect(find([block(big, 'application/pdf'), block(big, 'application/pdf'), text])).toEqual([
      'binary_limit',
      'binary_limit',
    ]);
  });

  it('is nothing of a picture whose pixels begin where base64 has a group', () => {
    const pixels = deflateSync(Buffer.alloc(4_000_000, 0x3a));
    for (const pad of [0, 1, 2]) {
      const bytes = Buffer.concat([
        PNG,
        chunk('IHDR', Buffer.alloc(13, 1)),
        chunk('tEXt', `c\0${'x'.repeat(pad)}`),
        chunk('IDAT', pixels),
      ]);
      expect(find(block(bytes))).toEqual([]);
      expect(find({ structuredContent: { shot: bytes.toString('base64') } })).toEqual([]);
    }
  });

  it('reports an archive that cannot be unpacked', () => {
    const encrypted = zipMember('a.txt', randomBytes(4000, 5), 8, 1);
    for (const bytes of [
      encrypted,
      Buffer.concat([Buffer.from('BZh9'), noise]),
      Buffer.concat([Buffer.from('\xfd7zXZ\0', 'latin1'), noise]),
    ])
      expect(find(block(bytes, 'application/zip'))).toEqual(['binary_limit']);
  });
});
