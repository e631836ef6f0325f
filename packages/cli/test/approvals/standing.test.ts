import type { Approval } from '@mcp-guard/store';
import { describe, expect, it } from 'vitest';
import { checkWish, describeStanding, describeWish, parseWish } from '../../src/approvals/standing.js';
import { heldCall } from './held-call.js';

describe('a wish for a standing approval', () => {
  it.each([
    [{}, null],
    [{ for: '1m' }, { for: 60, maxUses: 10, same: null }],
    [
      { for: '30d', max: '1', same: ['/to'] },
      { for: 2_592_000, maxUses: 1, same: ['/to'] },
    ],
  ])('of %j', (options, wish) => {
    expect(parseWish(options)).toEqual(wish);
  });

  it.each([
    [{ max: '5' }, 'say with --for how long it lasts'],
    [{ same: ['/to'] }, 'say with --for how long it lasts'],
    [{ for: '59s' }, '--for is from 1m to 30d'],
    [{ for: '31d' }, '--for is from 1m to 30d'],
    [{ for: 'ever' }, 'not a duration: "ever"'],
    [{ for: '1h', max: '0' }, '--max is a number from 1 to 1000'],
    [{ for: '1h', max: '1.5' }, '--max is a number from 1 to 1000'],
    [{ for: '1h', max: 'many' }, '--max is a number from 1 to 1000'],
  ])('is refused: %j', (options, why) => {
    expect(() => parseWish(options)).toThrow(why);
  });

  const wish = { for: 60, maxUses: 1 };
  const leaves = { '/to/name': 'bob', '/to/bank': 'x', '/amount': 'amount:7' };

  it.each([[null], [['/to']], [['/to/name', '/amount']]])('may require the same %j', (same) => {
    expect(() => checkWish(heldCall({ leaves }), { ...wish, same })).not.toThrow();
  });

  it.each(['/t', '/to/', 'to', '/to/name/x', ''])('may not require the same %j, which leads to nothing', (pointer) => {
    expect(() => checkWish(heldCall({ leaves }), { ...wish, same: ['/to', pointer] })).toThrow(
      `there is no ${pointer || '""'} in the arguments; there are: /to/name, /to/bank, /amount`,
    );
  });

  it.each(['', '/to'])('may not require the same %j for a call without arguments', (pointer) => {
    expect(() => checkWish(heldCall({ leaves: { '': 'none' } }), { ...wish, same: [pointer] })).toThrow(
      `there is no ${pointer || '""'} in the arguments; there are none`,
    );
  });

  it('names the arguments of a long call up to a bound, and none that could be misread as others', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`/, "${index}\u202e"`, 'x']));
    const attempt = (): void => checkWish(heldCall({ leaves: many }), { ...wish, same: ['/x'] });
    expect(attempt).toThrow(String.raw`there are: "/, \"0\u{202e}\"", "/, \"1\u{202e}\"", `);
    expect(attempt).toThrow(/ and 80 more$/u);
  });

  it('is refused if calls cannot be distinguished', () => {
    expect(() => checkWish(heldCall({ leaves: null }), { ...wish, same: null })).toThrow('approve it once');
  });
});

describe('the description of a standing approval', () => {
  const until = Date.UTC(2099, 0, 1);
  const tell = (same: readonly string[] | null, change: Partial<Approval> = {}): string =>
    describeStanding(heldCall(change), { same, maxUses: 1, maxSpend: null }, until);

  it('requires everything the same, except the amount if the arguments name one', () => {
    expect(tell(null)).toContain('with the same arguments but for the amount, until');
  });

  it.each<[string, Partial<Approval>]>([
    ['whose price the configuration names', { leaves: { '/to': 'hash of bob' }, amount: '7' }],
    ['that costs nothing', { leaves: { '/to': 'hash of bob' }, amount: null, currency: null }],
    ['without arguments', { leaves: { '': 'hash of none' } }],
  ])('everything is the same in calls %s', (_, change) => {
    expect(tell(null, change)).toMatch(
      /^calls of pay by anna at bank with the same arguments, until \S+ \S+, at most 1 call$/u,
    );
  });

  it('names what must be the same', () => {
    expect(tell(['/to'])).toContain('with the same /to, until');
    expect(tell(['/to', '/a, b', '/x'])).toContain('with the same /to, "/a, b" and /x, until');
  });

  it.each([
    ['25.00', 5, '125.00'],
    ['0.004', 3, '0.012'],
    ['9007199254740993.00', 10, '90071992547409930.00'],
    ['0.10', 10, '1.00'],
  ])('%s for %i calls are together %s', (amount, maxUses, together) => {
    const words = describeWish(heldCall({ amount }), [], { for: 60, maxUses, same: null }, Date.now());
    expect(words.split('\n')[0]).toMatch(new RegExp(`, together at most ${together.replace('.', '[.]')} USD$`, 'u'));
  });
});

describe('a standing approval would have covered', () => {
  const now = Date.UTC(2026, 0, 2);
  let asked = 0;
  /** A call that was held after the earlier ones. */
  const ask = (amount: string | null, change: Partial<Approval> = {}): Approval => {
    asked += 1;
    const currency = amount === null ? null : 'USD';
    return heldCall({ id: `${asked}`, createdAt: now + asked, amount, currency, ...change });
  };
  const payTo = (who: string, amount: string): Approval => {
    const leaves = { '/to': `hash of ${who}`, '/amount': `amount:hash of ${amount}`, '/currency': 'hash of USD' };
    return ask(amount, { leaves });
  };
  const ofPrice = (amount: string | null): Approval => ask(amount, { leaves: { '/to': 'hash of bob' } });
  const inEuros = ask('1', { currency: 'EUR' });

  const [to, all] = [['/to'], null];
  it.each<[string, Approval, readonly Approval[], number, readonly string[] | null, string]>([
    ['what is alike', payTo('bob', '5'), [payTo('bob', '5'), payTo('eve', '5')], 3, all, '1 of 2 held calls'],
    ['what is the same in what is named', payTo('bob', '5'), [payTo('bob', '4'), payTo('eve', '5')], 3, to, '1 of 2'],
    ['no more than its uses', payTo('bob', '5'), [1, 2, 3].map(() => payTo('bob', '1')), 2, all, '2 of 3 held calls'],
    ['no more than its sum', payTo('bob', '5'), ['8', '7.01', '7', '0.01'].map((a) => payTo('bob', a)), 3, all, '2 of'],
    ['the sum to the last cent', payTo('bob', '0.10'), ['0.1', '0.2'].map((a) => payTo('bob', a)), 3, all, '2 of 2'],
    ['no other currency', ask('5'), [inEuros, ask('1')], 3, all, '1 of 2 held calls'],
    ['nothing that named no price', ofPrice('5'), [ofPrice(null), ofPrice('5')], 3, all, '1 of 2 held calls'],
    [
      'nothing that costs, where it costs nothing',
      ofPrice(null),
      [ofPrice('5'), ofPrice('0'), ofPrice(null)],
      3,
      all,
      '2 of',
    ],
  ])('%s', (_, approved, past, maxUses, same, words) => {
    for (const calls of [past, past.toReversed()]) {
      const told = describeWish(approved, [...calls, approved], { for: 60, maxUses, same }, now);
      expect(told.split('\n').at(-1)).toContain(`it would have covered ${words}`);
    }
  });
});
