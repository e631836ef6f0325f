import { describe, expect, it } from 'vitest';
import { ClientText } from '../../src/text/client-text.js';
import { expandVariables, readVariables } from '../../src/text/variables.js';
import { giveAway, writeFile } from '../folder.js';

const NONE = '/nonexistent/secrets.env';
const variables = new Map([
  ['NAME', 'value'],
  ['EMPTY', ''],
  ['NESTED', '${NAME}'],
  ['_a1', 'x'],
  ['REPLACING', '$& $1 $$'],
  ['client', 'a variable'],
]);

/** What a text becomes, and what was missing. */
function expand(text: string): [string | ClientText, string[]] {
  const missing: string[] = [];
  const expanded = expandVariables(text, variables, (what) => missing.push(what));
  return [expanded, missing];
}

describe('expandVariables', () => {
  it.each([
    ['${NAME}', 'value'],
    ['a ${NAME} b ${_a1}${NAME}', 'a value b xvalue'],
    ['${EMPTY}', ''],
    ['${NAME:-default}', 'value'],
    ['${EMPTY:-default}', ''],
    ['${UNSET:-default}', 'default'],
    ['${UNSET:-}', ''],
    ['${UNSET:-a:-b $ c\nd}', 'a:-b $ c\nd'],
    ['${NESTED}', '${NAME}'],
    ['${UNSET:-$NAME}', '$NAME'],
    ['${REPLACING}', '$& $1 $$'],
    ['$NAME $ {NAME} $(NAME) %NAME%', '$NAME $ {NAME} $(NAME) %NAME%'],
    ['no variable', 'no variable'],
    ['${client}', 'a variable'],
  ])('makes %j to %j, once', (text, expanded) => {
    expect(expand(text)).toEqual([expanded, []]);
  });

  it.each([
    ['${UNSET}', ['the variable UNSET is not set; it can be put into secrets.env']],
    ['${constructor}', ['the variable constructor is not set; it can be put into secrets.env']],
    ['${__proto__}', ['the variable __proto__ is not set; it can be put into secrets.env']],
    ['${}', ['${} is not a variable']],
    ['${a b}', ['${a b} is not a variable']],
    ['${1A}', ['${1A} is not a variable']],
    ['${NAME:default}', ['${NAME:default} is not a variable']],
    ['${NAME-default}', ['${NAME-default} is not a variable']],
    ['${ NAME }', ['${ NAME } is not a variable']],
    ['${NAME', ['${NAME is not a variable']],
    ['${client:}', ['${client:} is not a variable']],
    ['${client:a b}', ['${client:a b} is not a variable']],
    ['${client:A:-${B}}', ['${client:A:-$ is not a variable']],
    ['${client:1A}', ['a client cannot be asked for 1A']],
    ['${client:MCP_GUARD_API_KEY}', ['a client cannot be asked for MCP_GUARD_API_KEY']],
    ['${UNSET:-${NAME}}', ['${UNSET:-$ is not a variable']],
    [
      '${U1}${NAME}${U2}',
      ['U1', 'U2'].map((name) => `the variable ${name} is not set; it can be put into secrets.env`),
    ],
  ])('misses in %j: %j', (text, missing) => {
    expect(expand(text)[1]).toEqual(missing);
  });
});

describe('a value of the client', () => {
  const gap = (client: string, fallback?: string) => ({ client, fallback });
  it.each([
    ['${client:TOKEN}', ['', gap('TOKEN'), '']],
    ['Bearer ${client:TOKEN}!', ['Bearer ', gap('TOKEN'), '!']],
    ['${client:A:-x:-y}${NESTED}', ['', gap('A', 'x:-y'), '', '${NAME}', '']],
    ['${client:__proto__:-}', ['', gap('__proto__', ''), '']],
  ])('stays open in %j', (text, parts) => {
    expect(expand(text)).toEqual([new ClientText(parts), []]);
  });
});

describe('readVariables', () => {
  const read = (secrets: string, env: NodeJS.ProcessEnv = {}) =>
    Object.fromEntries(readVariables(writeFile('secrets.env', secrets), env));

  it('takes the environment where there are no secrets', () => {
    expect([...readVariables(NONE, { A: '1', B: '', C: undefined })]).toEqual([
      ['A', '1'],
      ['B', ''],
    ]);
  });

  it('takes the secrets first', () => {
    expect(read('A=secret\n', { A: 'environment', B: 'b' })).toEqual({ A: 'secret', B: 'b' });
  });

  it.each([
    ['A=1\nB=2', { A: '1', B: '2' }],
    ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['\n  \n# comment\n  # comment\nA=1\n', { A: '1' }],
    ['A=a=b#c', { A: 'a=b#c' }],
    [' A = a b ', { A: 'a b' }],
    ['A=', { A: '' }],
    ['A="a b "', { A: 'a b ' }],
    ["A='\"'", { A: '"' }],
    ['A="a\'', { A: '"a\'' }],
    ['A="', { A: '"' }],
    ['A=""', { A: '' }],
    ['A=${B}', { A: '${B}' }],
    ['A=\\n', { A: '\\n' }],
    ['A=1\nA=2', { A: '2' }],
    ['', {}],
  ])('reads %j as %j', (text, values) => {
    expect(read(text)).toEqual(values);
  });

  it('names every line that is none, and says nothing of what stands there', () => {
    const path = writeFile('secrets.env', 'A=1\nAKIAIOSFODNN7EXAMPLE\nexport B=2\n=3\n1C=4\nD-E=5\n');
    const problems = [2, 3, 4, 5, 6].map((line) => `${path}:${line}:1: a line is NAME=value`);
    expect(() => readVariables(path, {})).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', problems }));
  });

  it.each([0o640, 0o604, 0o644, 0o620])('refuses secrets of mode %o', (mode) => {
    const path = writeFile('secrets.env', 'A=1', mode);
    expect(() => readVariables(path, {})).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', hint: { command: `chmod 600 ${path}` } }),
    );
  });

  it('refuses secrets of another user', () => {
    const path = writeFile('secrets.env', 'A=1');
    giveAway(path);
    expect(() => readVariables(path, {})).toThrow('belongs to another user');
  });

  it('refuses secrets over 1 MB', () => {
    const path = writeFile('secrets.env', `A=${'x'.repeat(1_048_576)}`);
    expect(() => readVariables(path, {})).toThrow('is larger than 1048576 bytes');
  });
});
