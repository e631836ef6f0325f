import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { FsBudget, parseFolderOrHost } from '@mcp-guard/policy';
import { beforeEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { rounds } from '../../../core/test/support/rounds.js';
import { compileUnder } from '../../src/paths/under.js';
import { openFolder } from '../../../policy/test/folder.js';

describe('a place of the operator under', () => {
  it.each([
    '/',
    '/srv/data',
    '~',
    '~/docs',
    'example.com',
    '*.example.com',
    'example.com:8443',
    'localhost',
    'localhost:3000',
    '127.0.0.1',
    '[::1]',
    'xn--mnchen-3ya.de',
    'EXAMPLE.com',
  ])('can be %s', (entry) => {
    expect(parseFolderOrHost(entry)).toBeDefined();
  });

  it.each([
    '',
    'docs',
    './docs',
    '../docs',
    '~anna/docs',
    'https://example.com',
    'example.com/path',
    'user@example.com',
    '*',
    '*.',
    '*.com.*',
    'a.*.com',
    '*.0.0.1',
    '*.[::1]',
    '0x7f.1',
    '127.1',
    '2130706433',
    'münchen.de',
    'example..com',
    'example.com:',
    'example.com:99999',
    'a b.com',
  ])('cannot be %j', (entry) => {
    expect(parseFolderOrHost(entry)).toBeUndefined();
  });
});

describe('a path under a place', () => {
  let root: string;
  let isUnder: (text: string) => boolean;
  beforeEach(() => {
    root = realpathSync.native(openFolder());
    for (const folder of ['docs/sub/deep', 'other', 'desk', 'docs-2'])
      mkdirSync(join(root, folder), { recursive: true });
    for (const file of ['docs/a', 'other/secret', 'docs/100%', 'docs/a b']) writeFileSync(join(root, file), '');
    symlinkSync(join(root, 'other'), join(root, 'docs/out'));
    symlinkSync('sub/deep', join(root, 'docs/in'));
    symlinkSync(join(root, 'nowhere'), join(root, 'docs/dangling'));
    symlinkSync('sub/not there yet', join(root, 'docs/later'));
    symlinkSync('loop', join(root, 'docs/loop'));
    symlinkSync('../docs', join(root, 'desk/link'));
    const under = compileUnder([join(root, 'docs')]);
    isUnder = (text) => under(text, { folders: [join(root, 'desk')], home: root }, new FsBudget());
  });

  const at = (path: string): string => path.replaceAll('ROOT', root);

  it.each([
    'ROOT/docs',
    'ROOT/docs/',
    'ROOT/docs/a',
    'ROOT//docs/./a',
    'ROOT/docs/missing/also missing',
    'ROOT/docs/sub/../a',
    'ROOT/other/../docs/a',
    'ROOT/docs/in/file',
    'ROOT/docs/100%',
    'ROOT/docs/a%20b',
    '../docs/a',
    'link/a',
    '~/docs/a',
    'file://ROOT/docs/a',
    'FILE://localhostROOT/docs/a%20b',
  ])('%s is inside', (path) => {
    expect(isUnder(at(path))).toBe(true);
  });

  it.each([
    '',
    '/',
    '~',
    'a',
    '../docs-2/a',
    'ROOT/docs-2',
    'ROOT',
    'ROOT/docs/..',
    'ROOT/docs/../other/secret',
    'ROOT/docs/sub/../../other/secret',
    'ROOT/docs/missing/../../other',
    'ROOT/docs/out',
    'ROOT/docs/out/secret',
    'ROOT/docs/out/missing',
    'ROOT/docs/in/../../../other/secret',
    'ROOT/docs/out/../docs-2/x',
    'ROOT/docs/dangling',
    'ROOT/docs/dangling/',
    'ROOT/docs/dangling/x',
    'ROOT/docs/later',
    'ROOT/docs/loop',
    'ROOT/docs/loop/x',
    'ROOT/docs/%2e%2e/other/secret',
    'ROOT/docs/%252e%252e/other/secret',
    'ROOT/docs/..%2fother%2fsecret',
    'ROOT/docs/\uff0e\uff0e/other/secret',
    'ROOT/docs\uff0f..\uff0f..\uff0fother',
    'ROOT/docs/\uff052e\uff052e/other',
    'ROOT/docs/.\u200b./other',
    'ROOT/docs/..\\other',
    'ROOT/docs/a\0.txt',
    'ROOT/docs/a\n',
    'ROOT/docs/%00',
    'ROOT/docs/%ff',
    'ROOT/docs/\ud800',
    '~root/docs',
    '~/docs/../other',
    'file://ROOT/docs/../other/secret',
    'file://ROOT/docs/%2e%2e/other/secret',
    'file://ROOT/docs/a?x=/../../other',
    'file://ROOT/docs/a#x',
    'file://elsewhereROOT/docs/a',
    'file:docs/a',
    'file%3A//ROOT/docs/a',
    'http://ROOT/docs/a',
    'x:/../../docs/a',
    '/proc/self/cwd/../docs/a',
    '/proc/self/rootROOT/docs/a',
  ])('%j is not inside', (path) => {
    expect(isUnder(at(path))).toBe(false);
  });

  it('with more than 4,096 characters is not inside', () => {
    expect(isUnder(`${root}/docs/${'./'.repeat(2048)}a`)).toBe(false);
  });

  it('follows the link if the folder itself is a link', () => {
    const under = compileUnder([join(root, 'desk/link')]);
    const around = { folders: [root], home: root } as const;
    expect(under(join(root, 'docs/a'), around, new FsBudget())).toBe(true);
    expect(under(join(root, 'desk/other'), around, new FsBudget())).toBe(false);
  });

  it('in a folder that does not exist yet is inside', () => {
    const under = compileUnder([join(root, 'new')]);
    expect(under(join(root, 'new/a'), { folders: [root], home: root }, new FsBudget())).toBe(true);
    expect(under(join(root, 'newer/a'), { folders: [root], home: root }, new FsBudget())).toBe(false);
  });

  it('that begins with ~ is also a plain name if there is such a folder', () => {
    mkdirSync(join(root, 'desk/~'));
    expect(isUnder('~/docs/a')).toBe(false);
  });

  it('must be inside from every folder that it may start in', () => {
    const under = compileUnder([join(root, 'docs')]);
    const isInside = (path: string, ...folders: [string, ...string[]]) =>
      under(at(path), { folders, home: root }, new FsBudget());
    const docs = join(root, 'docs');
    expect(isInside('secret', docs)).toBe(true);
    expect(isInside('secret', docs, root)).toBe(false);
    expect(isInside('docs/a', docs, root)).toBe(true);
    expect(isInside('out/secret', docs, join(root, 'docs/sub'))).toBe(false);
    expect(isInside('../a', join(root, 'docs/sub'), docs)).toBe(false);
    expect(isInside('ROOT/docs/a', docs, root)).toBe(true);
    mkdirSync(join(root, 'other/~'));
    expect(isInside('~/docs/a', docs, root)).toBe(true);
    expect(isInside('~/docs/a', docs, join(root, 'other'))).toBe(false);
  });

  it('in the last of many folders does not delay other work', () => {
    const folders = Array.from({ length: 10 }, (_, index) => join(root, `folder${index}`));
    for (const folder of folders) mkdirSync(folder);
    const deep = `${folders[9]}/${'d/'.repeat(35)}`;
    mkdirSync(`${folders[9]}/${'d/'.repeat(1900)}`, { recursive: true });
    const under = compileUnder(folders);
    const judge = (...paths: readonly string[]) => {
      const looks = new FsBudget();
      const before = process.cpuUsage();
      const isEach = paths.every((path) => under(path, { folders: ['/'], home: '/' }, looks));
      const { user, system } = process.cpuUsage(before);
      expect(user + system).toBeLessThan(2_000_000);
      return { isEach, areSpent: looks.isExhausted };
    };
    const many = Array.from({ length: 1000 }, (_, index) => `${folders[9]}/${index}`);
    expect(judge(...many)).toEqual({ isEach: true, areSpent: false });
    expect(judge(deep)).toEqual({ isEach: true, areSpent: false });
    expect(judge(...many.map((_, index) => `${deep}${index}`))).toEqual({ isEach: false, areSpent: true });
    expect(judge(`${folders[9]}/${'d/'.repeat(1900)}`)).toEqual({ isEach: false, areSpent: true });
  });

  it('below ~ in the configuration is in the home folder of the person', () => {
    const under = compileUnder(['~']);
    expect(under(homedir(), { folders: ['/'], home: '/nonexistent' }, new FsBudget())).toBe(true);
    expect(under('~', { folders: ['/'], home: '/nonexistent' }, new FsBudget())).toBe(false);
  });

  it('is inside only if Node itself resolves it there', () => {
    const steps = ['docs', 'sub', 'deep', 'in', 'out', 'link', 'desk', 'other', 'secret', 'a', 'missing', 'dangling'];
    const step = fc.constantFrom(...steps, '..', '..', '.', '%2e%2e', '%2E.', '', '~', 'docs%2f..', '\uff0e\uff0e');
    const start = fc.constantFrom('', '/', '~/', 'ROOT/', 'ROOT/docs/', 'file://ROOT/docs/', 'ROOT/docs/in/');
    const real = (path: string): string => {
      try {
        return realpathSync(path);
      } catch {
        return join(real(resolve(path, '..')), path.slice(path.lastIndexOf('/')));
      }
    };
    const inside = join(root, 'docs');
    const isInside = (path: string): boolean => path === inside || path.startsWith(`${inside}/`);
    let accepted = 0;
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 8 }), (first, rest) => {
        const text = at(first + rest.join('/'));
        if (!isUnder(text)) return;
        accepted++;
        const path = decodeURIComponent(text.replace(/^file:\/\//, '')).replace(/^~(?=\/|$)/, root);
        expect([text, isInside(real(resolve(join(root, 'desk'), path)))]).toEqual([text, true]);
        // Resolved like the system does, without shortening it first.
        const unshortened = path.startsWith('/') ? path : `${root}/desk/${path}`;
        const there = existsSync(unshortened) ? realpathSync.native(unshortened) : inside;
        expect([text, isInside(there)]).toEqual([text, true]);
      }),
      { numRuns: rounds(3000) },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

describe('a URL under a place', () => {
  const under = (text: string, ...places: string[]): boolean =>
    compileUnder(places)(text, { folders: ['/'], home: '/' }, new FsBudget());

  it.each([
    ['https://example.com', 'example.com'],
    ['https://example.com/', 'example.com'],
    ['HTTPS://Example.COM/a?b=c@d#e', 'example.com'],
    ['https://example.com./a', 'example.com'],
    ['http://example.com:80/', 'example.com'],
    ['https://example.com:443/ü', 'example.com'],
    ['https://example.com?a=b', 'example.com'],
    ['https://a.example.com/', '*.example.com'],
    ['https://a.b.example.com/', '*.example.com'],
    ['https://example.com:8443/', 'example.com:8443'],
    ['http://127.0.0.1:3000/', '127.0.0.1:3000'],
    ['http://[::1]/', '[::1]'],
    ['https://xn--mnchen-3ya.de/', 'xn--mnchen-3ya.de'],
  ])('%s is at %s', (text, place) => {
    expect(under(text, place)).toBe(true);
  });

  it.each([
    ['https://evil.com/', 'good.com'],
    ['https://good.com@evil.com/', 'good.com'],
    ['https://good.com:x@evil.com/', 'good.com'],
    [String.raw`https://good.com\@evil.com`, 'good.com'],
    [String.raw`https://evil.com\@good.com`, 'good.com'],
    ['https://good.com%40evil.com', 'good.com'],
    ['https://good.com?@evil.com/', 'good.com'],
    ['https://good.com#@evil.com/', 'good.com'],
    ['https://evil.com/good.com', 'good.com'],
    ['https://good.com.evil.com/', 'good.com'],
    ['https://evilgood.com/', 'good.com'],
    ['https://evilgood.com/', '*.good.com'],
    ['https://good.com/', '*.good.com'],
    ['https://.good.com/', '*.good.com'],
    ['https://a..good.com/', '*.good.com'],
    ['https://good.com../', 'good.com'],
    ['https://g%6fod.com/', 'good.com'],
    ['https://gооd.com/', 'good.com'], // Cyrillic
    ['https://ｇood.com/', 'good.com'],
    ['https://good。com/', 'good.com'],
    ['https://goo\u00add.com/', 'good.com'],
    ['https://good.com\t/', 'good.com'],
    ['https://good.com\n.evil.com/', 'good.com'],
    [' https://good.com/', 'good.com'],
    ['https://good.com/ ', 'good.com'],
    ['https://good.com/\0', 'good.com'],
    ['https:good.com', 'good.com'],
    ['https:/good.com', 'good.com'],
    ['https:///good.com', 'good.com'],
    ['//good.com/', 'good.com'],
    ['good.com', 'good.com'],
    ['ftp://good.com/', 'good.com'],
    ['javascript://good.com/%0aalert(1)', 'good.com'],
    ['https://good.com:8443/', 'good.com'],
    ['https://good.com:80/', 'good.com'],
    ['https://good.com/', 'good.com:8443'],
    ['https://good.com:/', 'good.com:8443'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://[0:0:0:0:0:0:0:1]/', '[::1]'],
    ['http://127.0.0.1/', '*.example.com'],
    ['https://xn--a/', 'xn--a'],
    [`https://good.com/${'a'.repeat(4096)}`, 'good.com'],
  ])('%j is not at %s', (text, place) => {
    expect(under(text, place)).toBe(false);
  });

  it('is no path inside the working folder', () => {
    const folder = openFolder();
    const isInside = compileUnder([folder]);
    const around = { folders: [folder], home: folder } as const;
    expect(isInside('https://evil.com/', around, new FsBudget())).toBe(false);
    expect(isInside('./https:', around, new FsBudget())).toBe(true);
  });
});
