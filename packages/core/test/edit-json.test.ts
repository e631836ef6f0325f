import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { editJson, type JsonEdit, type ReplacingEdit } from '../src/wire/edit-json.js';
import { parseEscapedKeys } from '../src/wire/json-cursor.js';
import { isObject, parseJson, type JsonValue } from '../src/wire/jsonrpc.js';
import { decodeText, jsonTrees, NUMBER_TEXTS, renderHead, renderJson, valueOf, type JsonTree } from './json-texts.js';
import { character } from './support/character.js';

const edit = (text: string, ...edits: readonly JsonEdit[]): string => editJson(Buffer.from(text), edits).toString();
const set = (path: JsonEdit['path'], value: JsonValue): ReplacingEdit => ({ path, value });
const splice = (path: JsonEdit['path'], ...splices: readonly (readonly [number, number, string])[]): JsonEdit => ({
  path,
  splices: splices.map(([start, end, text]) => ({ start, end, text })),
});
const remove = (...path: JsonEdit['path']): ReplacingEdit => ({ path, value: undefined });

describe('editJson', () => {
  it.each<[string, string, JsonEdit[], string]>([
    ['replaces a member', '{"a": 1, "b": 2}', [set(['a'], 'x')], '{"a": "x", "b": 2}'],
    ['removes the first member', '{"a":1,"b":2,"c":3}', [remove('a')], '{"b":2,"c":3}'],
    ['removes the last member', '{"a":1,"b":2}', [remove('b')], '{"a":1}'],
    ['removes the only member', '{ "a" : 1 }', [remove('a')], '{}'],
    ['removes elements by their index in the text before', '[0,1,2,3]', [remove(1), remove(3)], '[0,2]'],
    ['adds a member', '{"a":1}', [set(['b'], [null])], '{"a":1,"b":[null]}'],
    ['adds a member to an empty object', '{ }', [set(['b'], 1)], '{"b":1 }'],
    ['adds a member behind the last', '{ "a": 1 , "c": [ ] }', [set(['b'], 1)], '{ "a": 1 , "c": [ ],"b":1 }'],
    ['finds a member behind escapes', '{"\\u0061\\"":1}', [set(['a"'], 2)], '{"\\u0061\\"":2}'],
    ['replaces the outermost value', ' [1] ', [set([], { a: 1 })], ' {"a":1} '],
    ['lets the later edit win', '{"a":1}', [set(['a'], 2), set(['a'], 3)], '{"a":3}'],
    ['lets a removal win over an earlier value', '{"a":1}', [set(['a'], 2), remove('a')], '{}'],
    ['lets a value win over an earlier removal', '{"a":1}', [remove('a'), set(['a'], 2)], '{"a":2}'],
    ['drops what is below an edited place', '{"a":{"b":1}}', [set(['a', 'b'], 2), set(['a'], 0)], '{"a":0}'],
    ['leaves a text alone whose member to remove is not there', '{ "a" : 1 }', [remove('b')], '{ "a" : 1 }'],
    ['leaves a text alone without edits', ' { "a" : 1.0 } ', [], ' { "a" : 1.0 } '],
    ['takes __proto__ for a key', '{"__proto__":1}', [set(['__proto__'], 2)], '{"__proto__":2}'],
    ['adds __proto__ as a key', '{}', [set(['__proto__'], 2)], '{"__proto__":2}'],
    ['tells a key of digits from an index', '{"0":[1]}', [set(['0', 0], 2)], '{"0":[2]}'],
    ['is not misled by brackets in strings', '{"a":"}]\\"","b":[1]}', [set(['b', 0], 2)], '{"a":"}]\\"","b":[2]}'],
  ])('%s', (_, text, edits, result) => {
    expect(edit(text, ...edits)).toBe(result);
  });

  it.each<[string, string, JsonEdit[], string]>([
    ['in the middle', '{"a":"one two"}', [splice(['a'], [4, 7, '[x]'])], '{"a":"one [x]"}'],
    ['all of it', '["one"]', [splice([0], [0, 3, ''])], '[""]'],
    ['more than once', '["a b c"]', [splice([0], [0, 1, 'X'], [4, 5, 'YY'])], '["X b YY"]'],
    ['beside escapes, which stay', '["\\u0061\\n\\/b\\"c"]', [splice([0], [3, 4, '-'])], '["\\u0061\\n\\/-\\"c"]'],
    ['an escape', '["a\\u0062c\\\\d"]', [splice([0], [1, 2, '"'], [3, 4, ''])], '["a\\"cd"]'],
    ['beside pairs', '["\u{1f600}b"]', [splice([0], [2, 3, 'c'])], '["\u{1f600}c"]'],
  ])('splices a string %s', (_, text, edits, result) => {
    expect(edit(text, ...edits)).toBe(result);
  });

  it.each<[string, string, JsonEdit]>([
    ['into a number as if it were a string', '[1]', splice([0], [0, 1, ''])],
    ['behind the end of a string', '["a"]', splice([0], [0, 2, ''])],
    ['into a string that is not there', '{}', splice(['a'], [0, 1, ''])],
    ['into a value that is no container', '{"a":1}', set(['a', 'b'], 1)],
    ['below a member that is not there', '{"a":1}', set(['b', 'c'], 1)],
    ['behind the end of an array', '[1]', set([1], 2)],
    ['to an element that cannot be', '[1]', remove(-1)],
    ['to a member of an array', '[1]', set(['length'], 0)],
    ['to nothing at all', '{}', remove()],
  ])('throws when an edit leads %s', (_, text, change) => {
    expect(() => edit(text, change)).toThrow(/^an edit leads? /);
  });

  it.each(NUMBER_TEXTS)('keeps the digits of %s beside an edit', (number) => {
    expect(edit(`{"a":${number},"b":[${number}],"c":1}`, remove('c'))).toBe(`{"a":${number},"b":[${number}]}`);
  });
});

type Step = string | number;

/** What the text must become, byte by byte: a container that has lost something is joined with commas, all else stays. */
function renderEdited(tree: JsonTree, edits: ReadonlyMap<string, ReplacingEdit>, path: readonly Step[] = []): string {
  const own = edits.get(JSON.stringify(path));
  if (own) return JSON.stringify(own.value);
  const below = [...edits.values()].filter((e) => e.path.length > path.length && startsWith(e.path, path));
  if (tree.kind === 'scalar' || below.length === 0) return renderJson(tree);
  const isRemoved = (at: readonly Step[]): boolean => {
    const found = edits.get(JSON.stringify(at));
    return found !== undefined && found.value === undefined;
  };
  const placed =
    tree.kind === 'array'
      ? tree.items.map((_, index) => [...path, index])
      : tree.items.map(({ key }) => [...path, decodeText(key)]);
  const members = tree.items.map((item, index) => {
    const at = placed[index] ?? [];
    const text = (tree.kind === 'object' ? renderHead(tree.items[index]!) : '') + renderEdited(item.value, edits, at);
    return { ...item, at, text };
  });
  const keys = new Set(placed.map((at) => String(at.at(-1))));
  const added = below
    .filter((e) => e.path.length === path.length + 1 && !keys.has(String(e.path.at(-1))) && e.value !== undefined)
    .map((e) => `${JSON.stringify(e.path.at(-1))}:${JSON.stringify(e.value)}`);
  const [open, close] = tree.kind === 'array' ? ['[', ']'] : ['{', '}'];
  if (members.some(({ at }) => isRemoved(at))) {
    const kept = members.flatMap(({ at, text }) => (isRemoved(at) ? [] : [text]));
    return `${open}${[...kept, ...added].join(',')}${close}`;
  }
  if (members.length === 0) return `${open}${added.join(',')}${tree.inside}${close}`;
  const last = members.at(-1);
  const all = members.map(
    ({ before, text, after }, index) => before + text + (index === members.length - 1 ? '' : after),
  );
  return `${open}${[...all, ...added].join(',')}${last?.after ?? ''}${close}`;
}

const startsWith = (path: readonly Step[], prefix: readonly Step[]): boolean =>
  prefix.every((step, index) => path[index] === step);

/** The same on plain objects, one edit after the other. */
function applyTo(value: JsonValue, [step, ...rest]: readonly Step[], replacement: JsonValue | undefined): JsonValue {
  if (step === undefined) return replacement ?? null;
  const entries: [string, JsonValue][] = Object.entries(value ?? {});
  const at = entries.findIndex(([key]) => key === String(step));
  const found = entries[at];
  if (found && rest.length > 0) found[1] = applyTo(found[1], rest, replacement);
  else if (replacement === undefined) entries.splice(at, at < 0 ? 0 : 1);
  else if (found) found[1] = replacement;
  else entries.push([String(step), replacement]);
  return isObject(value) ? Object.fromEntries(entries) : entries.map(([, element]) => element);
}

/** Edits at places that random picks lead to: at a member, at an element, or at a member that is not there. */
const editsOf = (tree: JsonTree): fc.Arbitrary<ReplacingEdit[]> =>
  fc.array(
    fc.record({
      path: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }).map((picks) => toPath(tree, picks)),
      value: fc.option(
        fc.jsonValue({ maxDepth: 1 }).map((value) => parseJson(JSON.stringify(value))),
        {
          nil: undefined,
        },
      ),
    }),
    { maxLength: 4 },
  );

function toPath(tree: JsonTree, [pick, ...picks]: readonly number[]): Step[] {
  if (pick === undefined || tree.kind === 'scalar') return [];
  const index = pick % (tree.items.length + 1);
  const item = tree.items[index];
  if (!item) return tree.kind === 'object' ? ['a key that is not there'] : [];
  const member = tree.kind === 'object' ? tree.items[index] : undefined;
  return [member ? decodeText(member.key) : index, ...toPath(item.value, picks)];
}

describe('any edits of any JSON', () => {
  it('change what they name and not one other byte', () => {
    const cases = jsonTrees.chain((tree) => fc.tuple(fc.constant(tree), editsOf(tree)));
    fc.assert(
      fc.property(cases, fc.constantFrom('', ' ', '\t\r\n'), ([tree, all], around) => {
        const edits = all.filter(({ path, value }) => path.length > 0 || value !== undefined);
        const byPlace = [...new Map(edits.map((one) => [JSON.stringify(one.path), one])).values()];
        const effective = byPlace
          .filter((one) => !byPlace.some((other) => other !== one && startsWith(one.path, other.path)))
          .filter(
            ({ path, value }) => textAt(tree, path) !== (value === undefined ? undefined : JSON.stringify(value)),
          );
        const text = renderJson(tree);
        const edited = edit(around + text + around, ...edits);

        const byPath = new Map(effective.map((one) => [JSON.stringify(one.path), one]));
        expect(edited).toBe(around + renderEdited(tree, byPath) + around);

        // From the back, so that an index still means what it meant in the text before.
        const model = effective
          .toSorted((a, b) => b.path.length - a.path.length || Number(b.path.at(-1)) - Number(a.path.at(-1)) || 0)
          .reduce((value, { path, value: by }) => applyTo(value, path, by), valueOf(tree));
        expect(parseEscapedKeys(edited)).toEqual(model);
      }),
      { numRuns: 300 },
    );
  });
});

function textAt(tree: JsonTree, [step, ...rest]: readonly Step[]): string | undefined {
  if (step === undefined) return renderJson(tree);
  if (tree.kind === 'scalar') return undefined;
  const item =
    tree.kind === 'array' ? tree.items[Number(step)] : tree.items.find(({ key }) => decodeText(key) === step);
  return item && textAt(item.value, rest);
}

const wellFormed = (value: JsonValue): JsonValue =>
  Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one.toWellFormed() : one)) : value;

/** Half a character has no bytes, and two halves that meet may become one: nothing is cut between them. */
const afterPair = (text: string, at: number): number =>
  at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff ? at + 1 : at;

/** JSON texts of a string, each character written in one of its ways. */
const writtenStrings = fc.array(
  fc.oneof(
    fc.string({ unit: character, minLength: 1, maxLength: 1 }).map((char) => JSON.stringify(char).slice(1, -1)),
    fc.constantFrom('\\u0041', '\\n', '\\/', '\\\\', '\\"', '\\ud83d\\ude00', 'plain'),
  ),
);

describe('a spliced string', () => {
  it('is what splicing the value gives, and keeps every byte outside', () => {
    fc.assert(
      fc.property(writtenStrings, fc.nat(), fc.nat(), fc.string(), (parts, from, length, put) => {
        const text = `["${parts.join('')}"]`;
        const value = parts.map((part): unknown => JSON.parse(`"${part}"`)).join('');
        const start = afterPair(value, from % (value.length + 1));
        const end = afterPair(value, Math.min(value.length, start + (length % 5)));
        const made = edit(text, splice([0], [start, end, put]));
        const expected = value.slice(0, start) + put + value.slice(end);
        expect(wellFormed(parseJson(made))).toEqual(wellFormed([expected]));
        expect(edit(text, splice([0], [start, start, '']))).toBe(text);
      }),
    );
  });
});
