import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { findTexts, type Wanted } from '../../../src/ends/remote/json-members.js';

const key = fc.constantFrom('a', 'b', 'a/b', '__proto__', 'constructor', '', 'é"\\', 'x'.repeat(40));
const string = fc.oneof(
  fc.string(),
  fc.constantFrom('\\', '"', '\\"'.repeat(30), `${'y'.repeat(40)}\\`, '{"a":[', ',}]:'),
);
const scalar = fc.oneof(
  string,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
}));

const at = (from: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null && !Array.isArray(node) && Object.hasOwn(node, step)
        ? Reflect.get(node, step)
        : undefined,
    from,
  );

const WANTED: Wanted = { a: true, b: { a: true, b: { 'a/b': true } } };

it('finds the members of any JSON text that a parser finds', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 1, '\t\r\n '), (tree, space) => {
      const json = JSON.stringify(tree, undefined, space);
      const found = findTexts(Buffer.from(json), WANTED);
      const pointers = {
        '/a': ['a'],
        '/b/a': ['b', 'a'],
        '/b/b/a~1b': ['b', 'b', 'a/b'],
      };
      const parsed: unknown = JSON.parse(json);
      for (const [pointer, path] of Object.entries(pointers)) {
        const text = found.get(pointer);
        expect(text === undefined ? undefined : JSON.parse(text)).toEqual(at(parsed, ...path));
      }
    }),
    { numRuns: 500 },
  );
});
