import { afterAll, describe, expect, it } from 'vitest';
import { drawShare } from '../../core/test/support/rounds.js';
import { Doubling, type Doubled } from './support/doubling.ts';

/** Counted for a character, in blocks of code that ran, steps of expressions and characters looked at. */
const MOST_WORK = 2500;

/** Of 3,000 inputs, one in 96 is counted in each run, and of a short table one in eight; all of them take minutes. */
const PARTS = 96;
const PARTS_OF_SHORT = 8;

const doubling = new Doubling();
afterAll(() => doubling[Symbol.asyncDispose]());

const doubleAll = (name: string, runs?: (index: number) => boolean) =>
  doubling.double(new URL(`linear/${name}.ts`, import.meta.url), runs);

describe('twice the text is at most 2.6 times the work', () => {
  it.each([
    ['of each class of characters and each writing', 'characters', 135, MOST_WORK, PARTS],
    ['of what each rule of each family looks at', 'rules', 395, MOST_WORK, PARTS],
    ['of each way to label a value', 'labels', 25, MOST_WORK, PARTS_OF_SHORT],
    ['of two of these in turns, and of many that one never ends', 'pairs', 100, MOST_WORK, PARTS],
    ['of more keys, texts, numbers, findings and levels', 'structures', 10, Infinity, PARTS_OF_SHORT],
  ])('%s', async (_, name, least, most, parts) => {
    const { count, excesses, dearest } = await doubleAll(name, drawShare(parts));
    expect(count).toBeGreaterThanOrEqual(least);
    expect(excesses).toEqual([]);
    expect(dearest.each).toBeGreaterThan(0);
    expect(dearest).toSatisfy(({ each }: Doubled['dearest']) => each < most);
  });

  it('or the test notices: in an expression, a built-in function and a loop', async () => {
    const { excesses } = await doubleAll('careless');
    const found = new Map(excesses.map(({ name, what }) => [name, what]));
    expect([...found.keys()]).toEqual(['an expression', 'a built-in function', 'a loop of ours']);
  });
});
