import { CustomTypes } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';
import { showCall } from '../../src/approval/show-call.js';

const custom = new CustomTypes([
  { id: 'number', patterns: ['E-[0-9]{6}', '[0-9]{22}'] },
  { id: 'word', patterns: ['ABCD', 'arguments'] },
  { id: 'longer', patterns: ['BCDEFGH'] },
]);
const show = (args: string, tool = 'pay'): string => showCall(tool, `{"arguments":${args}}`, custom);
const shown = (args: string): string => `{"arguments":${args}}`;

describe('a call for people', () => {
  it.each([
    ['as it is', '{"to":"anna","amount":1.50}', '{"to":"anna","amount":1.50}'],
    ['without types of the configuration', '{"a":"of E-123456."}', '{"a":"of [REDACTED:number, 8 characters]."}'],
    [
      'without numbers beyond 2^53 that match',
      '{"a":1234567890123456789012}',
      '{"a":"[REDACTED:number, 22 characters]"}',
    ],
    ['with the length of all that overlaps', '{"a":"ABCDEFGH rest"}', '{"a":"[REDACTED:word, 8 characters] rest"}'],
    [
      'with the end of an account',
      '{"a":"card 4539 1488 0343 6467"}',
      '{"a":"card [REDACTED:credit_card, 19 characters …6467]"}',
    ],
  ])('%s', (_, args, told) => {
    expect(show(args)).toBe(shown(told));
  });

  it.each([
    ['is too long', `{"a":"${'x'.repeat(70_000)}"}`, 'pay', 'this call is too long'],
    ['has too many parts', `[${'1,'.repeat(600)}1]`, 'pay', 'this call is too long'],
    ['has a long name', '{}', 'x'.repeat(257), 'its name is too long'],
    ['has a name that is masked', '{}', 'pay_E-123456', 'the name of this tool'],
    ['has a key that is masked', '{"E-123456":1}', 'pay', 'a name in this call'],
  ])('is never shown if it %s', (_, args, tool, why) => {
    expect(() => show(args, tool)).toThrow(`${why} `);
  });

  it('is never shown if it holds more than one search covers', () => {
    const flood = `{"a":"${'E-123456,'.repeat(6000)}","b":"4539148803436467"}`;
    const all = new CustomTypes([{ id: 'digit', patterns: ['[0-9]'] }]);
    expect(() => showCall('pay', flood, all)).toThrow('this call holds too much to be shown');
  });
});
