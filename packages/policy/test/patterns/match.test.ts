import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccessList, compilePattern, compileUriPattern } from '../../src/patterns/match.js';
import { character } from '../../../core/test/support/character.js';

type Kind = 'tools' | 'resources' | 'prompts';
const listOf = (kind: Kind, allowed: readonly string[] | null, denied: readonly string[] = []): AccessList =>
  new AccessList('p', kind, allowed, denied);

const ALLOWED = undefined;

describe('which rule refuses a name', () => {
  it.each<[readonly string[] | null, readonly string[], string, string | undefined]>([
    // Without lists
    [null, [], 'anything', ALLOWED],
    // Allow lists
    [[], [], 'anything', 'p.allowed_tools'],
    [['read_file'], [], 'read_file', ALLOWED],
    [['read_file'], [], 'Read_File', 'p.allowed_tools'],
    [['read_file'], [], 'read_file2', 'p.allowed_tools'],
    [['read_file'], [], '', 'p.allowed_tools'],
    [['read_*'], [], 'read_a/b', 'p.allowed_tools'],
    [['read_*'], [], 'read_/../delete', 'p.allowed_tools'],
    [['read_**'], [], 'read_a/b\nc', ALLOWED],
    [['read_?'], [], 'read_/', 'p.allowed_tools'],
    [['*'], [], 'x', ALLOWED],
    [['^read_(file|dir)$'], [], 'read_dir', ALLOWED],
    [['^read_(file|dir)$'], [], 'read_dir2', 'p.allowed_tools'],
    [['^read_'], [], 'read_anything', ALLOWED],
    [['^read_'], [], 'unread_', 'p.allowed_tools'],
    [['a', 'b*', '^c'], [], 'bb', ALLOWED],
    // Deny lists
    [null, ['delete_file'], 'delete_file', 'p.denied_tools[0]'],
    [null, ['delete_file'], 'read_file', ALLOWED],
    [null, ['a', 'delete_*'], 'delete_all', 'p.denied_tools[1]'],
    [null, ['^delete'], 'delete_all', 'p.denied_tools[0]'],
    [null, ['^delete$'], 'DELETE', 'p.denied_tools[0]'],
    [null, ['*'], 'x/y', 'p.denied_tools[0]'],
    [null, ['x*'], 'x/y', 'p.denied_tools[0]'],
    [null, ['Delete_File'], 'delete_file', 'p.denied_tools[0]'],
    // A reader whose texts end at a control sees a shorter name.
    [null, ['delete_file'], 'delete_file\0x', 'p.denied_tools[0]'],
    [null, ['delete_*'], 'delete_all\0x', 'p.denied_tools[0]'],
    [null, ['^delete_file$'], 'delete_file\nx', 'p.denied_tools[0]'],
    [['read\0x'], [], 'read\0x', 'p.allowed_tools'],
    [['^read.*x$'], [], 'read\0x', 'p.allowed_tools'],
    [null, ['Delete_*'], 'delete_file', 'p.denied_tools[0]'],
    // Both: what is denied is denied, whatever is allowed
    [['*'], ['delete_file'], 'delete_file', 'p.denied_tools[0]'],
    [['delete_file'], ['delete_*'], 'delete_file', 'p.denied_tools[0]'],
    [['read_*'], ['delete_*'], 'write', 'p.allowed_tools'],
  ])('allowed %j, denied %j: %j', (allowed, denied, name, rule) => {
    expect(listOf('tools', allowed, denied).refuses(name)).toBe(rule);
  });

  it('a name that only is the text of an expression is not what it allows', () => {
    expect(listOf('tools', ['^read_.*$']).refuses('^read_.*$')).toBe('p.allowed_tools');
    expect(listOf('tools', ['read_*']).refuses('read_*')).toBe(ALLOWED);
  });

  // As in a guard whose star never crosses `/`, and whose lists this one reads.
  it('an allow list admits no name, and a deny list misses none, for which a star within a part decides', () => {
    const part = fc.constantFrom('a', 'b', '*', '/', '_', '.');
    const patterns = fc.array(fc.array(part, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 });
    const given = fc.string({ unit: fc.constantFrom('a', 'b', '/', '_', '.'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(patterns, given, (parts, name) => {
        const list = parts.map((each) => each.join('').replaceAll(/\*+/g, '*'));
        const matchesThere = list.some((pattern) =>
          new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]*')}$`).test(name),
        );
        const isAllowed = listOf('tools', list).refuses(name) === ALLOWED;
        const isDenied = listOf('tools', null, list).refuses(name) !== ALLOWED;
        expect({ admitsMore: isAllowed && !matchesThere, deniesLess: matchesThere && !isDenied }).toEqual({
          admitsMore: false,
          deniesLess: false,
        });
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[Kind, string, string]>([
    ['tools', 'p.allowed_tools', 'p.denied_tools[0]'],
    ['resources', 'p.allowed_resources', 'p.denied_resources[0]'],
    ['prompts', 'p.allowed_prompts', 'p.denied_prompts[0]'],
  ])('of %s is named by its place', (kind, allowRule, denyRule) => {
    expect(listOf(kind, []).refuses('x:y')).toBe(allowRule);
    expect(listOf(kind, null, ['x:y']).refuses('x:y')).toBe(denyRule);
  });

  it.each([null, undefined, 1, true, {}, ['read_file'], { toString: () => 'read_file' }])(
    'refuses %j, which is no name',
    (name) => {
      expect(listOf('tools', ['read_file']).refuses(name)).toBe('p.allowed_tools');
      expect(listOf('tools', null, ['x']).refuses(name)).toBe('p.denied_tools');
      expect(listOf('tools', null).refuses(name)).toBe(ALLOWED);
    },
  );

  it('refuses a name that is too long to be one, before it is matched', () => {
    const name = 'a'.repeat(1024);
    expect(listOf('tools', ['*']).refuses(name)).toBe(ALLOWED);
    expect(listOf('tools', ['*']).refuses(`${name}a`)).toBe('p.allowed_tools');
    const uri = `file:///${'a'.repeat(8184)}`;
    expect(listOf('resources', null, ['x']).refuses(uri)).toBe(ALLOWED);
    expect(listOf('resources', null, ['x']).refuses(`${uri}a`)).toBe('p.denied_resources');
  });
});

// Threat 33
describe('names of members of every object', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'length'])('%s is a name like others', (name) => {
    expect(listOf('tools', ['read_file']).refuses(name)).toBe('p.allowed_tools');
    expect(listOf('tools', [name]).refuses(name)).toBe(ALLOWED);
    expect(listOf('tools', null, [name]).refuses(name)).toBe('p.denied_tools[0]');
    expect(listOf('tools', null, ['x']).refuses(name)).toBe(ALLOWED);
  });
});

// Threat 21
describe('same name, other spelling', () => {
  const SPELLINGS = [
    'delete_file\u200b',
    'del\u00adete_file',
    'delete_file\0',
    'ｄｅｌｅｔｅ_file',
    'delete_\ufb01le',
    'DELETE_FILE',
    'Delete_\ufb01LE ',
    'delete_\u017fcript',
    '\u202edelete_file',
  ];

  it.each(SPELLINGS)('a deny pattern matches %j', (name) => {
    const patterns = ['delete_*', '^delete_[a-z]+$', 'DELETE_*', 'del?te_*'];
    expect(patterns.filter((pattern) => listOf('tools', null, [pattern]).refuses(name) === ALLOWED)).toEqual([]);
  });

  it.each(SPELLINGS)('an allow pattern for the plain name does not match %j', (name) => {
    expect(listOf('tools', ['delete_file', 'delete_script']).refuses(name)).toBe('p.allowed_tools');
  });

  it('an allow pattern must match every spelling, also where it matches the one that was sent', () => {
    expect(listOf('tools', ['*\u200b']).refuses('delete_file\u200b')).toBe('p.allowed_tools');
    expect(listOf('tools', ['^[^a-z]*$']).refuses('ｄｅｌｅｔｅ')).toBe('p.allowed_tools');
    expect(listOf('tools', ['delete_*']).refuses('delete_\ufb01le')).toBe(ALLOWED);
  });

  it('a name of other alphabets passes where it is allowed', () => {
    for (const name of ['datei_löschen', 'スキャン', 'διάβασε', 'прочитать']) {
      expect(listOf('tools', [name]).refuses(name)).toBe(ALLOWED);
      expect(listOf('tools', null, [name.toUpperCase()]).refuses(name)).toBe('p.denied_tools[0]');
    }
  });

  it('any letter case and invisible character of a denied name is denied', () => {
    const hidden = fc.constantFrom('', '\u200b', '\u200d', '\u00ad', '\ufe0f', '\u{e0020}', '\ufeff', '\0');
    const spelt = fc.tuple(
      ...Array.from('delete_file', (letter) =>
        fc.tuple(fc.constantFrom(letter, letter.toUpperCase()), hidden).map((parts) => parts.join('')),
      ),
    );
    const denied = listOf('tools', null, ['delete_file']);
    const deniedGlob = listOf('tools', null, ['delete*']);
    fc.assert(
      fc.property(
        spelt.map((letters) => letters.join('')),
        (name) => {
          expect([denied.refuses(name), deniedGlob.refuses(name)]).toEqual(['p.denied_tools[0]', 'p.denied_tools[0]']);
        },
      ),
    );
  });
});

// Threat 21
describe('same resource, other spelling', () => {
  const SPELLINGS = [
    'file:///etc/passwd',
    'FILE:///etc/passwd',
    'file://localhost/etc/passwd',
    'file://LocalHost/etc/passwd',
    'file:/etc/passwd',
    'file:etc/passwd',
    'file:///etc/%70asswd',
    'file:///etc/%2570asswd',
    'file:///public/%2e%2e/etc/passwd',
    'file:///public/%252e%252e/etc/passwd',
    'file:///public/../etc/passwd',
    'file:///public/..\\etc\\passwd',
    'file:///public/..%5Cetc%2Fpasswd',
    'file:////etc//passwd',
    'file:///etc/./passwd',
    'file:///ETC/PASSWD',
    'file:///etc/passwd\u200b',
    'file:///etc/ｐasswd',
    'file:///etc/passwd?x',
    'file:///etc/passwd#x',
    'file:///etc/passwd%3Fx',
    'file:///etc/passwd%23x',
    'file://elsewhere/etc/passwd',
    'file:///public/％2e％2e/etc/passwd',
  ];

  it.each(SPELLINGS)('a deny pattern matches %j', (uri) => {
    const patterns = ['file:///etc/passwd', 'file:///etc/*', '^file:///etc/', 'FILE:///etc/%70*', 'file:/etc/*'];
    expect(patterns.filter((pattern) => listOf('resources', null, [pattern]).refuses(uri) === ALLOWED)).toEqual([]);
  });

  it.each(SPELLINGS)('an allow pattern for another folder does not match %j', (uri) => {
    expect(listOf('resources', ['file:///public/*', '^file:///public/']).refuses(uri)).toBe('p.allowed_resources');
  });

  it.each([
    'file:///public/a%00b',
    'file:///public/a%0ab',
    'file:///public/%ff',
    'file:///public/\ud800',
    `file:///public/%${'25'.repeat(30)}41`,
  ])('what cannot be told is refused: %j', (uri) => {
    expect(listOf('resources', ['*']).refuses(uri)).toBe('p.allowed_resources');
    expect(listOf('resources', null, ['file:///etc/*']).refuses(uri)).toBe('p.denied_resources');
  });

  it.each([
    ['file:///public/*', 'file:///public/a b', ALLOWED],
    ['file:///public/*', 'file:///public/a%20b', ALLOWED],
    ['file:///public/a%20b', 'file:///public/a b', ALLOWED],
    ['file:///public/a b', 'file:///public/a%20b', 'p.allowed_resources'],
    ['file:///public/*', 'file:///public/a/b/c', 'p.allowed_resources'],
    ['file:///public/*', 'file:///public/x/../y', 'p.allowed_resources'],
    ['file:///public/**', 'file:///public/a/b/c', ALLOWED],
    ['file:///public/**', 'file:///public/x/../y', ALLOWED],
    ['file:///public/**', 'file:///public/../etc/x', 'p.allowed_resources'],
    ['file:///public/*', 'file://localhost/public/y', 'p.allowed_resources'],
    ['file:///public/caf\u0065\u0301', 'file:///public/caf\u0065\u0301', ALLOWED],
    ['file:///public/caf\u00e9', 'file:///public/caf%C3%A9', 'p.allowed_resources'],
    ['file:///public/caf%C3%A9', 'file:///public/caf%C3%A9', ALLOWED],
    ['file:///public', 'file:///public/', 'p.allowed_resources'],
    ['HTTPS://Example.com/*', 'https://example.com/a', ALLOWED],
    ['https://example.com', 'https://example.com', ALLOWED],
    ['https://example.com/*', 'https://example.com:443/a', 'p.allowed_resources'],
    ['https://example.com/*', 'https://example.com.evil/a', 'p.allowed_resources'],
    ['https://example.com/*', 'https://example.com\\@evil/', 'p.allowed_resources'],
    ['memo://Insights', 'memo://Insights', ALLOWED],
    ['memo://Insights', 'memo://insights', ALLOWED],
    ['memo://*', 'memo://insights', ALLOWED],
    ['postgres://db/*/schema', 'postgres://db/users/schema', ALLOWED],
    ['greeting://{name}', 'greeting://{name}', ALLOWED],
    ['^file:///public/[^/]+$', 'file:///public/a', ALLOWED],
    ['^file:///public/[^/]+$', 'file:///public/a%2fb', 'p.allowed_resources'],
    ['*', 'no uri at all', ALLOWED],
  ])('allowed %s: %s', (pattern, uri, rule) => {
    expect(listOf('resources', [pattern]).refuses(uri)).toBe(rule);
  });

  it.each(['file:///a%2a', 'file:///%252A/*', 'file:///a＊'])(
    'an encoded star in a pattern does not become one that matches anything: %s',
    (source) => {
      expect(() => compileUriPattern(source)).toThrow('an encoded * would match anything');
    },
  );

  it('a star itself is matched by an expression', () => {
    expect(listOf('resources', ['^file:///a\\*$']).refuses('file:///a%2a')).toBe('p.allowed_resources');
    expect(listOf('resources', null, ['^file:///a\\*$']).refuses('file:///a%2a')).toBe('p.denied_resources[0]');
  });
});

describe('what the lists say as a whole', () => {
  it.each<[readonly string[] | null, readonly string[], boolean, boolean, boolean]>([
    [null, [], false, false, false],
    [[], [], true, true, true],
    [['a'], [], true, false, true],
    [null, ['a'], true, false, false],
    [null, ['*'], true, true, false],
    [['a'], ['b', '*'], true, true, true],
  ])('allowed %j, denied %j: restricts %s, denies all %s, has an allow list %s', (allowed, denied, ...says) => {
    const { restricts, deniesAll, hasAllowList } = listOf('tools', allowed, denied);
    expect([restricts, deniesAll, hasAllowList]).toEqual(says);
  });

  it('that deny all let nothing pass', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 10 }), (name) => {
        expect(listOf('tools', []).refuses(name)).toBe('p.allowed_tools');
        expect(listOf('tools', null, ['*']).refuses(name)).toBe('p.denied_tools[0]');
        expect(listOf('resources', null, ['*']).refuses(name)).toBeDefined();
      }),
    );
  });
});

describe('expressions', () => {
  it.each(['^(', '^[', '^a{2,1}', '^a++', '^(?=a)', '^\\1', '^(?<n>a)\\k<n>'])('%s does not compile', (source) => {
    expect(() => compilePattern(source)).toThrow(/./);
  });

  it('end on every text', () => {
    const { matches } = compilePattern('^(a+)+$');
    expect(matches(`${'a'.repeat(50_000)}b`)).toBe(false);
    expect(matches('a'.repeat(50_000))).toBe(true);
  });

  it('are no globs, and globs are no expressions', () => {
    expect(compilePattern('^a*$').matches('aaa')).toBe(true);
    expect(compilePattern('a.c').matches('abc')).toBe(false);
    expect(compilePattern('a|b').matches('a')).toBe(false);
  });
});
