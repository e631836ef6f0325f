import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawShare } from '../../../core/test/support/rounds.js';
import { scan } from '../../src/index.js';
import { randomBytes, tarMember, zipMember } from './bytes.js';

/** Packages that have nothing else: 500 flags as PNG and GIF, 400 fonts as WOFF, WOFF2 and TTF. */
const PACKAGES = ['famfamfam-flags/dist', '@fontsource/roboto/files', 'katex/dist/fonts'];
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  gif: 'image/gif',
  woff: 'font/woff',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
};
const folder = fileURLToPath(new URL('../../../../node_modules/', import.meta.url));

interface File {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

const files: readonly File[] = PACKAGES.flatMap((name) =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true }).flatMap((entry): File[] => {
    const type = TYPES[entry.name.split('.').at(-1) ?? ''];
    const path = join(entry.parentPath, entry.name);
    return type === undefined || !entry.isFile()
      ? []
      : [{ name: path.slice(folder.length), type, bytes: readFileSync(path) }];
  }),
);

/** Archives of some of them, as programs pack them. */
const archives: readonly File[] = Array.from({ length: 40 }, (_, index): File => {
  const some = files.filter((_file, at) => at % 40 === index);
  const tar = Buffer.concat(some.map(({ name, bytes }) => tarMember(name.slice(-90), bytes)));
  return index % 2 === 0
    ? { name: `${index}.tgz`, type: 'application/gzip', bytes: gzipSync(tar) }
    : {
        name: `${index}.zip`,
        type: 'application/zip',
        bytes: Buffer.concat(some.map(({ name, bytes }) => zipMember(name, deflateRawSync(bytes), 8))),
      };
});

/** A part in each run: they are many megabytes, in base64. */
const runs = drawShare(8);
const runsOfRandom = drawShare(32);

/** What a configuration without actions of its own refuses. */
const refused = (value: Parameters<typeof scan>[0]): string[] =>
  scan(value, { threshold: 0.8, hidden: true, skipNetwork: true })
    .filter(({ group }) => /^(?:secret|pii\.national_id|pii\.financial)$/.test(group))
    .map(({ type, view }) => `${type} ${view}`);

describe('of real pictures, fonts and archives', () => {
  it('there are 500 and more', () => {
    expect(files.length + archives.length).toBeGreaterThan(500);
  });

  it.each([
    ...PACKAGES.map((name) => ({ name, some: files.filter((file) => file.name.startsWith(name)) })),
    { name: 'archives', some: archives },
  ])('none is refused: $name', ({ some }) => {
    const all = some.flatMap(({ name, type, bytes }, index) => {
      if (!runs(index)) return [];
      const data = bytes.toString('base64');
      const block = { type: 'image', mimeType: type, data };
      const text = { type: 'text', text: `data:${type};base64,${data}` };
      const found = refused({ result: { content: [block, text], structuredContent: { content: [{ shot: data }] } } });
      return found.map((each) => `${name}: ${each}`);
    });
    expect(all).toEqual([]);
  });
});

describe('of 500 images of random bytes, 20 to 750 kB', () => {
  const MAGIC = ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff\xe0', 'GIF89a', ''];

  it.each([0, 1, 2, 3, 4])('none is refused, and none holds anything: hundred %i', (hundred) => {
    const found = Array.from({ length: 100 }, (_, index) => {
      if (!runsOfRandom(index)) return [];
      const number = 100 * hundred + index;
      const bytes = randomBytes(20_000 + Math.floor((730_000 * number) / 499), number + 1);
      bytes.write(MAGIC[number % MAGIC.length] ?? '', 'latin1');
      return refused({ type: 'image', mimeType: 'image/png', data: bytes.toString('base64') });
    });
    expect(found.flat()).toEqual([]);
  });
});

it.each([
  [76, '\n'],
  [64, '\r\n'],
])('random bytes in lines of %i characters are not refused: certificates, attachments', (width, end) => {
  const found = Array.from({ length: 60 }, (_, number) => {
    if (!runsOfRandom(number)) return [];
    const data = randomBytes(20_000 + 4000 * number, 1000 + number).toString('base64');
    return refused({ type: 'text', text: data.replaceAll(new RegExp(`.{${width}}`, 'g'), `$&${end}`) });
  });
  expect(found.flat()).toEqual([]);
});
