import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asNext, commandLine, hintText, isHint } from '../src/hint.js';
import { safe } from '../src/safe.js';

/** The words that `sh` makes of command lines: each line is run in a shell in which `show` prints its arguments. */
function readBy(shell: string, lines: readonly string[]): readonly (readonly string[])[] {
  const script = `show() { for word; do printf '%s\\0' "$word"; done; printf '\\n\\0'; }\n${lines.join('\n')}\n`;
  const { stdout } = spawnSync(shell, ['-c', script], { encoding: 'utf8', cwd: '/' });
  return stdout
    .split('\n\0')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

const HOSTILE = [
  '$(touch /tmp/pwned)',
  '`id`',
  "a' ; id; '",
  'a" ; id; "',
  'x; touch /tmp/pwned #',
  '!!',
  '~',
  '~root',
  '*',
  '/*',
  '[a-z]?',
  '{a,b}',
  '=ls',
  '$HOME',
  '\\',
  "'",
  '',
  ' ',
  '#',
  '&',
  '|',
  '>/tmp/pwned',
  'ünï',
  '日本',
  '🔥',
];

describe('a command line that is told to people', () => {
  it('is words to a shell, whatever a name holds', () => {
    const read = readBy(
      'sh',
      HOSTILE.map((name) => commandLine('show', name, 'end')),
    );
    expect(read).toEqual(HOSTILE.map((name) => [name, 'end']));
  });

  it('is words to a shell, whatever any text holds, and never moves a cursor', () => {
    const names = fc.array(
      fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => !name.startsWith('-')),
      {
        minLength: 20,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(names, (all) => {
        const lines = all.map((name) => commandLine('show', name));
        expect(lines.map((line) => safe(line, 10_000))).toEqual(lines);
        expect(readBy('sh', lines)).toEqual(all.map((name) => [safe(name, 10_000)]));
      }),
      { numRuns: 5 },
    );
  });

  it.each([
    ['a line end', 'x\nreboot', String.raw`show 'x\u{a}reboot'`],
    ['a terminal escape', '\u001b[2J', String.raw`show '\u{1b}[2J'`],
    ['a bidi override', 'a\u202eb', String.raw`show 'a\u{202e}b'`],
    ['a lone surrogate', 'a\ud800', String.raw`show 'a\u{d800}'`],
  ])('shows %s, and does not hold it', (_, name, line) => expect(commandLine('show', name)).toBe(line));

  it.each([
    ['--yes', 'show -- --yes'],
    ['-rf', 'show -- -rf'],
    ['-', 'show -- -'],
    ['--', 'show -- --'],
  ])('takes the name %s for no option', (name, line) => expect(commandLine('show', name)).toBe(line));

  it('keeps the value of an option behind it', () =>
    expect(commandLine('mcp-guard init -o', '-x.yaml')).toBe('mcp-guard init -o -x.yaml'));

  it('stays as a person would type it', () =>
    expect(commandLine('mcp-guard explain', 'github', 'delete_file')).toBe('mcp-guard explain github delete_file'));
});

describe('what a person can do', () => {
  it.each([
    ['words', 'look at it', 'look at it'],
    ['a command', { command: 'mcp-guard init' }, 'next: mcp-guard init'],
    ['both', { words: 'start it with:', command: 'mcp-guard start -d' }, 'start it with: mcp-guard start -d'],
  ])('is shown as %s', (_, hint, shown) => expect(hintText(asNext(hint))).toBe(shown));

  it.each<readonly [unknown, boolean]>([
    ['x', true],
    [{ command: 'x' }, true],
    [{ command: 'x', words: 'y' }, true],
    [{ command: 7 }, false],
    [{ command: 'x', words: null }, false],
    [{ words: 'y' }, false],
    [null, false],
    [7, false],
  ])('is told from what another process sends: %j', (value, is) => expect(isHint(value)).toBe(is));
});
