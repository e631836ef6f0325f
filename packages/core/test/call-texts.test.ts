import { describe, expect, it } from 'vitest';
import { readCall, summarizeCall } from '../src/call-texts.js';

const read = (call: string) => {
  const { arguments: args, beside } = readCall({ call });
  return [args, beside].map((texts) => texts.map(({ pointer, value }) => `${pointer} ${value}`));
};

describe('the texts of a call', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['{"arguments":{"to":"bob","n":9007199254740993}}', ['/to "bob"', '/n 9007199254740993'], []],
    ['{"arguments":{}}', [], []],
    ['{}', [], []],
    ['{"arguments":7}', [], ['/arguments 7']],
    ['{"arguments":[]}', [], ['/arguments []']],
    ['{"arguments":{"name":"x"},"inputResponses":{"q":[1]}}', ['/name "x"'], ['/inputResponses/q/0 1']],
    [String.raw`{"arguments":{"to":"\u0062ob"}}`, ['/to "bob"'], []],
    ['{"arguments":{"to: \\"bob\\"":"eve"}}', [String.raw`"/to: \"bob\"" "eve"`], []],
    ['{"arguments_":{"x":1}}', [], ['/arguments_/x 1']],
  ])('%s', (call, args, beside) => {
    expect(read(call)).toEqual([args, beside]);
  });

  it('are on one line, with quotes around what could be misread', () => {
    const call = '{"arguments":{"to":"bob","memo":"x amount=1","amount":12.50,"tags":["a"],"empty":""}}';
    expect(summarizeCall({ call })).toBe('to=bob memo="x amount=1" amount=12.50 tags/0=a empty=""');
  });
});
