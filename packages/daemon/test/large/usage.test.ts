import { describe, expect, it } from 'vitest';
import { Usage } from '../../src/large/usage.js';

describe('what a party has used', () => {
  it('is added up, and half of it is forgotten in a half-life', () => {
    let now = 0;
    const usage = new Usage(100, () => now);
    usage.add('a', 8);
    now = 100;
    usage.add('a', 2);
    expect([usage.of('a'), usage.of('b')]).toEqual([6, 0]);
    now = 300;
    expect(usage.of('a')).toBe(1.5);
  });

  it('is remembered of so many parties, and of those that used something last', () => {
    const usage = new Usage(100, () => 0);
    usage.add('first', 1);
    usage.add('again', 1);
    for (let party = 0; party < 4094; party++) usage.add(String(party), 1);
    usage.add('again', 1);
    usage.add('last', 1);
    expect([usage.of('first'), usage.of('again'), usage.of('last')]).toEqual([0, 2, 1]);
  });
});
