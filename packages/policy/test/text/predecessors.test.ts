import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RENAMED } from '../../src/text/renamed.js';
import { problemsOf } from '../parse.js';

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');

describe('a configuration with every key that people bring along', () => {
  it('loads unchanged', () => {
    expect(problemsOf(fixture('with-every-key.yaml'), { TOKEN: 't' })).toEqual([]);
  });
});

describe('a key of another guard', () => {
  it.each([...RENAMED])('%s is answered with %s', (key, ours) => {
    expect(problemsOf(`${key}: 1`)).toEqual([`1:1: ${key}: unknown key; here this is ${ours}`]);
  });

  it('is answered wherever it stands', () => {
    const yaml = 'servers: {a: {command: x, policy: {rate_limit: {calls_per_minute: 5}, max_spend_per_session: 1}}}';
    expect(problemsOf(yaml).map((line) => line.replace(/^\d+:\d+: /, ''))).toEqual([
      'servers.a.policy.rate_limit.calls_per_minute: unknown key; here this is rate_limit.requests_per_minute',
      'servers.a.policy.max_spend_per_session: unknown key; here this is spend.max_per_session',
    ]);
  });
});
