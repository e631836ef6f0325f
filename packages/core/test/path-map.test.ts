import { expect, it } from 'vitest';
import { PathMap } from '../src/record/path-map.js';

it('a value stands at its own path and at no other', () => {
  const map = new PathMap<string>();
  expect(map.at(['a', 0], () => 'first')).toBe('first');
  expect(map.at(['a', '0'], () => 'second')).toBe('first'); // a step is one in either spelling
  expect(map.at(['a'], () => 'parent')).toBe('parent');
  expect(map.get(['a', 0])).toBe('first');
  expect(map.get(['a'])).toBe('parent');
  for (const path of [[], ['b'], ['a', 1], ['a', 0, 'c'], ['a/0']]) expect(map.get(path)).toBeUndefined();
});
