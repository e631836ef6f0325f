import { GuardError } from '@mcp-guard/core';
import { expect, it } from 'vitest';
import type { Charge } from '../../src/interceptor.js';
import { chargeOnce } from '../../src/limits/charges.js';

const charge = (key: string): Charge => ({ key, limit: 1, window: 60_000, count: 1, isKept: false });

it('a charge that is made twice for one message is taken once', () => {
  const taken: string[] = [];
  const once = chargeOnce((charges) => void taken.push(...charges.map(({ key }) => key)));
  once([charge('a')]);
  once([charge('a'), charge('b')]);
  once([charge('a'), charge('b')]);
  expect(taken).toEqual(['a', 'b']);
});

it('a charge that was refused is tried again', () => {
  const excess = new GuardError('RATE_LIMITED', 'too many');
  const answers = [excess, undefined, excess];
  const once = chargeOnce(() => answers.shift());
  expect([once([charge('a')]), once([charge('a')]), once([charge('a')])]).toEqual([excess, undefined, undefined]);
});
