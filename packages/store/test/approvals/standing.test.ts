import {
  array,
  assert,
  boolean,
  constantFrom,
  dictionary,
  nat,
  pre,
  property,
  record,
  string,
  subarray,
  tuple,
} from 'fast-check';
import { type CallFingerprint, AMOUNT } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { findMissing, isSimilar } from '../../src/approvals/standing.js';
import { approval } from '../approval.js';

const pointer = array(constantFrom('a', 'b', 'ab', '__proto__', 'a~1b', '0'), { minLength: 1, maxLength: 3 }).map(
  (parts) => `/${parts.join('/')}`,
);
const hash = string({ unit: constantFrom('0', '1', 'f'), minLength: 1, maxLength: 4 });
const leaf = tuple(boolean(), hash).map(([isAmount, text]) => (isAmount ? AMOUNT : '') + text);
const print = record({ binding: hash, rest: hash, leaves: dictionary(pointer, leaf, { maxKeys: 8 }) });
const same = array(pointer, { minLength: 1, maxLength: 4 });

/** One print, with one of its leaves: never an empty one. */
const printAndPointer = print
  .filter(({ leaves }) => Object.keys(leaves).length > 0)
  .chain((call) => tuple(subarray([call]), constantFrom(...Object.keys(call.leaves))).map(([, at]) => ({ call, at })));

/** Other spellings of a step that stays as it is if it has none. */
const RESPELL: readonly ((step: string) => string)[] = [
  (step) => step.toUpperCase(),
  (step) => `${step}\u200b`,
  (step) => `\u00ad${step}`,
  (step) => `${step} `,
  (step) => step.replaceAll(/[a-z]/gu, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
];

const withLeaf = (call: CallFingerprint, at: string, value: string): CallFingerprint => ({
  ...call,
  leaves: { ...call.leaves, [at]: value },
});
const withoutLeaf = (call: CallFingerprint, at: string): CallFingerprint => ({
  ...call,
  leaves: Object.fromEntries(Object.entries(call.leaves ?? {}).filter(([each]) => each !== at)),
});

describe('a call that is like an approved one', () => {
  it('is the same call, whatever is fixed', () => {
    assert(
      property(print, same, (call, fixed) => {
        expect(isSimilar(call, { ...call, binding: 'other' }, null)).toBe(true);
        expect(isSimilar(call, call, fixed)).toBe(true);
      }),
    );
  });

  it('has nothing else at or below what is fixed', () => {
    assert(
      property(printAndPointer, hash, ({ call, at }, other) => {
        const parents = at
          .split('/')
          .flatMap((_, index, parts) => (index > 0 ? parts.slice(0, index + 1).join('/') : []));
        const changed = [withLeaf(call, at, `${call.leaves[at]}${other}`), withoutLeaf(call, at)];
        for (const fixed of parents) for (const each of changed) expect(isSimilar(call, each, [fixed])).toBe(false);
      }),
    );
  });

  it('has nothing more at or below what is fixed', () => {
    assert(
      property(print, pointer, hash, (call, at, value) => {
        const added = withLeaf(call, `${at}/new`, value);
        expect(isSimilar(call, added, [at])).toBe(false);
        expect(isSimilar(call, added, null)).toBe(false);
      }),
    );
  });

  it('has anything elsewhere', () => {
    assert(
      property(print, same, pointer, hash, (call, fixed, at, value) => {
        const isFixed = fixed.some((each) => at === each || at.startsWith(`${each}/`));
        const isSame = call.leaves[at] === value;
        expect(isSimilar(call, withLeaf(call, at, value), fixed)).toBe(!isFixed || isSame);
      }),
    );
  });

  it('may differ in its amounts and nothing else if nothing is named', () => {
    assert(
      property(printAndPointer, hash, ({ call, at }, value) => {
        const before = call.leaves[at] ?? '';
        const isAmount = before.startsWith(AMOUNT);
        expect(isSimilar(call, withLeaf(call, at, AMOUNT + value), null)).toBe(isAmount);
        expect(isSimilar(call, withLeaf(call, at, value), null)).toBe(!isAmount && before === value);
        expect(isSimilar(call, withLeaf(call, at, AMOUNT + value), [at])).toBe(before === AMOUNT + value);
        expect(isSimilar(call, withoutLeaf(call, at), null)).toBe(false);
      }),
    );
  });

  it('is alike in both directions', () => {
    assert(
      property(print, print, same, (one, other, fixed) => {
        const third = { ...other, rest: one.rest };
        for (const each of [null, fixed]) expect(isSimilar(one, third, each)).toBe(isSimilar(third, one, each));
      }),
    );
  });

  it.each([
    ['another rest', { rest: 'r2' }],
    ['too many arguments', { leaves: null }],
  ])('is none with %s', (_, changes) => {
    for (const fixed of [null, ['/to']]) {
      expect(isSimilar(approval(), approval(changes), fixed)).toBe(false);
      expect(isSimilar(approval(changes), approval(), fixed)).toBe(false);
    }
    const none = approval({ leaves: null });
    expect(isSimilar(none, none, null)).toBe(false);
  });

  it.each([null, ['/to'], ['/to', '/amount']])(
    'has arguments where the approved one has, with %j the same',
    (fixed) => {
      const none = approval({ leaves: { '': 'h1' } });
      expect(isSimilar(approval(), none, fixed)).toBe(false);
      expect(isSimilar(none, approval(), fixed)).toBe(false);
      expect(isSimilar(none, none, null)).toBe(true);
    },
  );

  it.each<[string, string]>([
    ['/to', '/To'],
    ['/to', '/to\u200b'],
    ['/to', '/TO/x'],
    ['/to', '/ｔｏ/x/y'],
    ['/to', '/ to'],
    ['/to/name', '/TO'],
    ['/to/name', '/TO/x'],
    ['/to/name', '/To/name'],
    ['/to/name', '/to/Name/x'],
    ['/list/0/to', '/list/0/tO'],
    ['/list/0/to', '/list/\u200b0/x'],
    ['/a~1b', '/A~1b'],
    ['/a~1b', '/a／b'], // folds to a/b
    ['/~01', '/～1'], // folds to ~1
    ['/', '/\u200b'],
  ])('with the same %j has nothing at %j, which others read as that', (fixed, rival) => {
    const call = approval({ leaves: { [fixed]: 'h1' } });
    expect(isSimilar(call, call, [fixed])).toBe(true);
    expect(isSimilar(call, withLeaf(call, rival, 'h1'), ['/none', fixed])).toBe(false);
  });

  it.each<[string, string]>([
    ['/to', '/too'],
    ['/to', '/t o'],
    ['/to', '/memo/To'],
    ['/to/name', '/To2/name'],
    ['/to/name', '/Name'],
    ['/to/name', '/to/Name2'],
    ['/a~1b', '/A/b'],
    ['/~01', '/~1'],
  ])('with the same %j may have anything at %j, which is elsewhere', (fixed, elsewhere) => {
    const call = approval({ leaves: { [fixed]: 'h1' } });
    expect(isSimilar(call, withLeaf(call, elsewhere, 'h2'), [fixed])).toBe(true);
  });

  it('has nothing that others could read as what is fixed, at whatever depth and whatever is below it', () => {
    const tail = array(constantFrom('x', 'Y'), { maxLength: 2 });
    assert(
      property(printAndPointer, nat(), constantFrom(...RESPELL), tail, ({ call, at }, which, respell, below) => {
        const steps = at.split('/').slice(1);
        const depth = which % steps.length;
        const spelt = respell(steps[depth] ?? '');
        pre(spelt !== steps[depth]);
        const rival = `/${[...steps.slice(0, depth), spelt, ...below].join('/')}`;
        for (let end = depth + 1; end <= steps.length; end++) {
          const fixed = `/${steps.slice(0, end).join('/')}`;
          expect(isSimilar(call, withLeaf(call, rival, 'other'), [fixed])).toBe(false);
        }
      }),
    );
  });
});

describe('what is to be the same', () => {
  const leaves = { '/to/name': 'h1', '/to/bank': 'h2', '/a~1b': 'h3', '': 'h4' };

  it.each([[[]], [['/to']], [['/to/name', '/a~1b']]])('leads somewhere: %j', (fixed) => {
    expect(findMissing(leaves, fixed)).toBeUndefined();
  });

  it.each(['', '/', '/t', '/to/', 'to', '/To', '/to/name/x', '/a/b', '/a'])('leads to nothing: %j', (missing) => {
    expect(findMissing(leaves, ['/to', missing, '/none'])).toBe(missing);
  });
});
