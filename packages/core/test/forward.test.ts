import { describe, expect, it } from 'vitest';
import { MAX_FORWARDED, readForward } from '../src/home/forward.js';

const SET = { TOKEN: 'canary-token', URL: '', _a1: 'line\nline' };
const read = (names: string): unknown => [...readForward({ ...SET, MCP_GUARD_FORWARD: names })];
const many = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `V${n}`);

describe('MCP_GUARD_FORWARD', () => {
  it.each([
    ['', []],
    ['  ', []],
    ['TOKEN', [['TOKEN', 'canary-token']]],
    [' TOKEN ,\tURL,_a1 ', Object.entries(SET)],
  ])('%j sends %j', (names, values) => {
    expect(read(names)).toEqual(values);
    expect([...readForward(SET)]).toEqual([]);
  });

  it('sends values that are called as members of every object', () => {
    const env = Object.fromEntries([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect([...readForward({ ...env, MCP_GUARD_FORWARD: '__proto__,constructor' })]).toEqual(Object.entries(env));
    expect(() => read('constructor')).toThrow('names constructor, which is not set');
    expect(() => read('__proto__')).toThrow('names __proto__, which is not set');
  });

  it.each([
    ['UNSET', 'names UNSET, which is not set in the environment of this entry'],
    ['TOKEN,TOKEN', 'names TOKEN twice'],
    ['TOKEN,', 'names "", which is no variable that can be sent'],
    ['TO KEN', 'names "TO KEN", which is no variable that can be sent'],
    ['\u001b[2J', 'names "\\u{1b}[2J", which is no variable that can be sent'],
    ['TÖKEN', 'names "TÖKEN", which is no variable that can be sent'],
    ['V'.repeat(129), `names "${'V'.repeat(40)}… (129 characters)", which is no variable that can be sent`],
    ['MCP_GUARD_API_KEY', 'names "MCP_GUARD_API_KEY", which is no variable that can be sent'],
  ])('%j is refused, and no value is told', (names, words) => {
    const error = expect.objectContaining({ code: 'CONFIG_INVALID', message: `MCP_GUARD_FORWARD ${words}` });
    expect(() => read(names)).toThrow(error);
  });

  it('names a bounded number of values', () => {
    const readMany = (count: number) =>
      readForward({
        ...Object.fromEntries(many(count).map((name) => [name, ''])),
        MCP_GUARD_FORWARD: many(count).join(),
      });
    expect(readMany(MAX_FORWARDED).size).toBe(MAX_FORWARDED);
    expect(() => readMany(MAX_FORWARDED + 1)).toThrow('names more than 64 variables');
  });
});
