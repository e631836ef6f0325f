import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/detector.js';
import { prefixed, prefixedRun } from '../../src/rules/prefixed.js';

const VALUE = '7q0zk2v94mdx8w1trc5b6ehj3ngpfy0a';

function found(rule: Rule, text: string, start = text.indexOf('acme_')): string | undefined {
  const hit = rule.verify({
    text,
    key: '',
    start,
    end: start + 5,
    round: 0,
    isAmongWords: () => false,
    isLabelled: () => false,
  });
  return hit && text.slice(hit.start, hit.end);
}

describe('a value of certain length behind its prefix', () => {
  const rule = prefixed(['acme_'], /[0-9a-z]{32}/);

  it.each([`acme_${VALUE}`, `glued_acme_${VALUE}`, `acme_${VALUE}.`, `acme_${VALUE}_more`])(
    'is found in %j',
    (text) => {
      expect(found(rule, text)).toBe(`acme_${VALUE}`);
    },
  );

  it.each([`acme_${VALUE}0`, `acme-${VALUE}`, `acme_${'exa'.repeat(10)}le`])('is not in %j', (text) => {
    expect(found(rule, text, 0)).toBeUndefined();
  });

  it('is found though it is filler, which is told', () => {
    expect(found(rule, `acme_${'x'.repeat(32)}`)).toBe(`acme_${'x'.repeat(32)}`);
  });
});

describe('a value of any length behind its prefix', () => {
  const rule = prefixedRun(['acme_'], '\\w.-', 20, 64);

  it('is found whole, without the full stop of the sentence', () => {
    expect(found(rule, `Use acme_${VALUE}-${VALUE.slice(0, 9)}. Then`)).toBe(`acme_${VALUE}-${VALUE.slice(0, 9)}`);
  });

  it('is found up to its bound', () => {
    expect(found(rule, `acme_${VALUE.repeat(9)}`)).toHaveLength('acme_'.length + 64);
  });

  it('takes a prefix that follows another as part of that', () => {
    const text = `acme_acme_${VALUE}`;
    expect(found(rule, text)).toBe(text);
    expect(found(rule, text, 5)).toBeUndefined();
  });

  it('is found behind a placeholder', () => {
    expect(found(rule, `acme_xxxxxx_acme_${VALUE}`)).toBe(`acme_xxxxxx_acme_${VALUE}`);
  });
});
