import { CustomTypes, scan } from '@mcp-guard/detectors';
import { describe, expect, it } from 'vitest';

const KEY = 'AKIAQ3EGRIJ5T6Y7U2AB';
const SAMPLE = 'AKIAIOSFODNN7EXAMPLE';

const types = (value: Parameters<typeof scan>[0], custom?: CustomTypes) =>
  scan(value, { threshold: 0.8, ...(custom && { custom }) })
    .map(({ type }) => type)
    .toSorted();
const toTags = (text: string): string =>
  Array.from(text, (char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('');

describe('a published sample', () => {
  it('a published sample is reported by that name, once', () => {
    expect(types(`key ${SAMPLE}`)).toEqual(['published_sample']);
    expect(types({ card: '4242 4242 4242 4242' })).toEqual(['published_sample']);
  });

  it('is one in other writing', () => {
    expect(types(Buffer.from(`key ${SAMPLE}`).toString('base64'))).toEqual(['published_sample']);
    expect(types('card: \uff14242 4242 4242 4242')).toEqual(['published_sample']);
  });

  it('is one however its groups are separated', () => {
    expect(types('4242-4242-4242-4242')).toEqual(['published_sample']);
    expect(types('IBAN: DE89370400440532013000')).toEqual(['published_sample']);
  });

  it('a sample of a custom type is reported as that type too', () => {
    const custom = new CustomTypes([{ id: 'ours', patterns: ['4242'] }]);
    expect(types('4242 4242 4242 4242', custom)).toContain('ours');
  });
});

describe('a secret stays one', () => {
  it.each([
    ['beside a sample', `${SAMPLE} ${KEY}`, ['aws_key', 'published_sample']],
    ['around a sample', { password: 'hunter2Zq3vX8kLm2' }, ['password']],
    ['that has EXAMPLE before it', `EXAMPLE${KEY}`, ['aws_key']],
    ['that has EXAMPLE behind it', `${KEY} EXAMPLE`, ['aws_key']],
    ['one character away from a sample', `AKIAIOSFODNN7EXAMPLF`, ['aws_key']],
    ['around a default', 'PGPASSWORD=postgresZq3vX8', ['password']],
    ['behind a default and a sign', 'postgres://app:postgres:Zq3vX8kLm2@db/app', ['connection_string']],
    ['hidden in a sample', { password: `hunter2${toTags(KEY)}` }, ['aws_key', 'password', 'published_sample']],
    ['hidden in a default', { password: `postgres${toTags(KEY)}` }, ['aws_key', 'default_password', 'password']],
  ])('%s', (_, value, expected) => {
    expect(types(value)).toEqual(expected);
  });
});
