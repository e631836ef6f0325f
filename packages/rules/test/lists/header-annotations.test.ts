import type { JsonObject, JsonValue } from '@mcp-guard/core';
import { describe, expect, it } from 'vitest';
import { readHeaderAnnotations } from '../../src/lists/header-annotations.js';

const mark = (header: JsonValue, type: JsonValue = 'string'): JsonObject => ({ type, 'x-mcp-header': header });
const schemaOf = (properties: JsonObject): JsonObject => ({ type: 'object', properties });

it('arguments that headers repeat are found at any depth, by their own names', () => {
  const schema = schemaOf({
    region: mark('Region'),
    size: mark('SIZE', 'integer'),
    gift: mark('gift', 'boolean'),
    inner: schemaOf({ 'x-mcp-header': mark('Deep'), items: mark("!#$%&'*+-.^_`|~") }),
    plain: { type: 'string', default: { 'x-mcp-header': 'no annotation' }, enum: [{ 'x-mcp-header': '' }] },
  });
  expect(readHeaderAnnotations(schema)).toEqual({
    fault: undefined,
    mirrored: [
      { path: ['region'], header: 'region' },
      { path: ['size'], header: 'size' },
      { path: ['gift'], header: 'gift' },
      { path: ['inner', 'x-mcp-header'], header: 'deep' },
      { path: ['inner', 'items'], header: "!#$%&'*+-.^_`|~" },
    ],
  });
});

it.each([undefined, null, true, 'x', [], {}, { properties: [] }, { properties: { a: true } }])(
  'a schema without annotations is no fault: %j',
  (schema) => {
    expect(readHeaderAnnotations(schema)).toEqual({ fault: undefined, mirrored: [] });
  },
);

const NAME = 'x-mcp-header is not the name of a header';
const TYPE = 'x-mcp-header stands on no string, integer or boolean';
const TWICE = 'x-mcp-header names the same header twice';
const PLACE = 'x-mcp-header does not stand on an argument';
const many = Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`a${index}`, mark(`H${index}`)]));

describe('one annotation that cannot be met makes a tool invalid', () => {
  it.each<readonly [string, JsonObject, string]>([
    ['an empty name', schemaOf({ a: mark('') }), NAME],
    ['a name with a space', schemaOf({ a: mark('My Region') }), NAME],
    ['a name with a colon', schemaOf({ a: mark('Region:Primary') }), NAME],
    ['a name beyond ASCII', schemaOf({ a: mark('Région') }), NAME],
    ['a name with a tab', schemaOf({ a: mark('Region\t1') }), NAME],
    ['a name with a line end', schemaOf({ a: mark('Region\r\nX-Evil: 1') }), NAME],
    ['a line end behind a name', schemaOf({ a: mark('Region\n') }), NAME],
    ['a name that is endless', schemaOf({ a: mark('x'.repeat(129)) }), NAME],
    ['no text as a name', schemaOf({ a: mark(7) }), NAME],
    ['null as a name', schemaOf({ a: mark(null) }), NAME],
    ['an object', schemaOf({ a: mark('A', 'object') }), TYPE],
    ['a list', schemaOf({ a: mark('A', 'array') }), TYPE],
    ['null', schemaOf({ a: mark('A', 'null') }), TYPE],
    ['a number', schemaOf({ a: mark('A', 'number') }), TYPE],
    ['several types', schemaOf({ a: mark('A', ['string', 'null']) }), TYPE],
    ['no type', schemaOf({ a: { 'x-mcp-header': 'A' } }), TYPE],
    ['the same name twice', schemaOf({ a: mark('A'), b: mark('A') }), TWICE],
    [
      'the same name in another case and depth',
      schemaOf({ a: mark('MyField'), b: schemaOf({ c: mark('myfield') }) }),
      TWICE,
    ],
    ['the arguments as a whole', mark('A'), PLACE],
    ['elements of a list', schemaOf({ a: { type: 'array', items: mark('A') } }), PLACE],
    ['an argument of elements', schemaOf({ a: { items: schemaOf({ b: mark('A') }) } }), PLACE],
    ['one of several schemas', schemaOf({ a: { anyOf: [{ type: 'null' }, mark('A')] } }), PLACE],
    ['what is only defined', { ...schemaOf({ a: { $ref: '#/$defs/b' } }), $defs: { b: mark('A') } }, PLACE],
    ['any other argument', { type: 'object', additionalProperties: mark('A') }, PLACE],
    ['arguments of a pattern', { type: 'object', patternProperties: { '^a': mark('A') } }, PLACE],
    ['a condition', { ...schemaOf({ a: mark('A') }), if: schemaOf({ b: mark('B') }) }, PLACE],
    ['more than 64 arguments', schemaOf(many), 'x-mcp-header stands on more than 64 arguments'],
  ])('%s', (_, schema, fault) => {
    expect(readHeaderAnnotations(schema)).toEqual({ fault, mirrored: [] });
  });
});
