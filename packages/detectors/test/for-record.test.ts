import { expect, it } from 'vitest';
import { CustomTypes } from '../src/custom.js';
import { createForRecord } from '../src/masking.js';

const SECRET = ['ghp', 'x7RkQ2mN9vB4tYw8ZpLc1HdJ5sFa3GuE6oKi'].join('_');
const TWICE = [1, 2];

it('a secret in a name is masked each time', () => {
  const forRecord = createForRecord(new CustomTypes([]));
  for (const _ of TWICE) expect(forRecord(`read ${SECRET}`, 512)).toBe('read [REDACTED:github_token]');
});

it('a type of the configuration is masked each time, and only under that configuration', () => {
  const name = 'ticket-4711';
  const custom = new CustomTypes([{ id: 'ticket', patterns: ['ticket-\\d+'] }]);
  for (const _ of TWICE) {
    expect(createForRecord(new CustomTypes([]))(name, 512)).toBe(name);
    expect(createForRecord(custom)(name, 512)).toBe('[REDACTED:ticket]');
  }
});

it('a name that was shown whole is cut where there is less room', () => {
  const forRecord = createForRecord(new CustomTypes([]));
  const name = 'a'.repeat(40);
  for (const _ of TWICE) {
    expect(forRecord(name, 512)).toBe(name);
    expect(forRecord(name, 8)).toBe('aaaaaaaa… (40 characters)');
  }
});

it('half a character is made whole each time', () => {
  const forRecord = createForRecord(new CustomTypes([]));
  for (const _ of TWICE) expect(forRecord('read \ud800', 512)).toBe('read \ufffd');
});

it('more names than are remembered are shown as they are', () => {
  const forRecord = createForRecord(new CustomTypes([]));
  for (const _ of TWICE) for (let at = 0; at < 600; at++) expect(forRecord(`tool ${at}`, 512)).toBe(`tool ${at}`);
  expect(forRecord(SECRET, 512)).toBe('[REDACTED:github_token]');
});
