import { describe, expect, it } from 'vitest';
import { toDifference } from '../../src/output/difference.js';

const long = (middle: string): string => `{"a":"${'x'.repeat(500)}",${middle},"z":"${'y'.repeat(500)}"}\n`;

describe('a line that is too long to be shown', () => {
  it('is shown where it changes', () => {
    const [, removed, added, ...more] = toDifference(long('"command":"npx"'), long('"command":"/n/node"'));
    expect(removed).toMatch(/^-…x{1,40}",.*"command":"npx",.*y{1,40}…$/);
    expect(added).toMatch(/^\+…x{1,40}",.*"command":"\/n\/node",.*y{1,40}…$/);
    expect(more).toEqual([]);
  });

  it('shows no secret and no control there', () => {
    const token = 'ghp_aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI3kM5';
    const shown = toDifference(long(`"t":"${token}"`), long('"t":"\u001b[2K\u202e"')).join('\n');
    expect(shown).toContain('REDACTED');
    expect(shown).toContain('\\u{1b}');
    expect(shown).not.toContain(token.slice(0, 12));
  });

  it('keeps its sign before what looks like a secret together with it', () => {
    const key = `-----BEGIN RSA PRIVATE KEY-----${'MIIEpAIBAAKCAQEA'.repeat(30)}-----END RSA PRIVATE KEY-----`;
    const shown = toDifference(`${key}\n`, `+${key}\n`);
    expect(shown.map((line) => line[0])).toEqual(['@', '-', '+']);
    expect(shown.join('')).not.toContain('MIIE');
  });

  it('is cut if it is only added or removed', () => {
    const [, added] = toDifference('', long('1'));
    expect(added).toMatch(/… \(1\d{3} characters\)$/);
  });

  it('also shows its length if too much of it changes', () => {
    const [, , added] = toDifference(`${'a'.repeat(9000)}\n`, `${'b'.repeat(9000)}\n`);
    expect(added).toMatch(/^\+b{3999}… \(9001 characters\)$/);
  });
});

it('is compared with the line that it becomes', () => {
  const [one, two] = [long('1'), long('2')];
  const shown = toDifference(`same\n${one}${two}same\n`, `same\n${long('7')}${long('8')}more\nsame\n`);
  expect(shown.map((line) => line.replaceAll(/x+|y+/g, ''))).toEqual([
    '@@ line 1 @@',
    ' same',
    '-…",1,"z":"…',
    '-…",2,"z":"…',
    '+…",7,"z":"…',
    '+…",8,"z":"…',
    '+more',
    ' same',
  ]);
});
