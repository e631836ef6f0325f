import { isObject, type JsonObject, type JsonValue } from '@mcp-guard/core';

/** An argument of a tool that a header repeats. */
export interface MirroredArgument {
  /** Below `arguments`. */
  readonly path: readonly string[];
  /** The name behind `Mcp-Param-`, in lower case. */
  readonly header: string;
}

/** The annotations `x-mcp-header` of an input schema (SEP-2243). */
export interface HeaderAnnotations {
  readonly mirrored: readonly MirroredArgument[];
  /** Why they make the whole tool invalid, without a word of the server. */
  readonly fault: string | undefined;
}

const ANNOTATION = 'x-mcp-header';
/** Annotations of one tool. */
const MAX_MIRRORED = 64;
/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/;
const TYPES: ReadonlySet<unknown> = new Set(['string', 'integer', 'boolean']);

/** Keywords of JSON Schema that hold a schema or a list of them. */
const SCHEMAS: ReadonlySet<string> = new Set([
  'items',
  'prefixItems',
  'contains',
  'additionalItems',
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'propertyNames',
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'if',
  'then',
  'else',
]);
/** These members hold schemas by names. */
const NAMED_SCHEMAS: ReadonlySet<string> = new Set(['patternProperties', 'dependentSchemas', '$defs', 'definitions']);

export function readHeaderAnnotations(inputSchema: JsonValue | undefined): HeaderAnnotations {
  const mirrored: MirroredArgument[] = [];
  const fault = visit(inputSchema, [], mirrored);
  return { mirrored: fault === undefined ? mirrored : [], fault };
}

/** @param path of the argument; nothing where not only `properties` lead to the schema: a client cannot tell which value it is for */
function visit(
  schema: JsonValue | undefined,
  path: readonly string[] | undefined,
  found: MirroredArgument[],
): string | undefined {
  if (Array.isArray(schema)) return first(schema, (each) => visit(each, undefined, found));
  if (!isObject(schema)) return undefined;
  if (Object.hasOwn(schema, ANNOTATION)) {
    const fault = take(schema, path, found);
    if (fault !== undefined) return fault;
  }
  return first(Object.entries(schema), ([keyword, inner]) => {
    if (keyword === 'properties')
      return first(entriesOf(inner), ([key, each]) => visit(each, path && [...path, key], found));
    if (NAMED_SCHEMAS.has(keyword)) return first(entriesOf(inner), ([, each]) => visit(each, undefined, found));
    return SCHEMAS.has(keyword) ? visit(inner, undefined, found) : undefined;
  });
}

function take(schema: JsonObject, path: readonly string[] | undefined, found: MirroredArgument[]): string | undefined {
  const name = schema[ANNOTATION];
  if (!path || path.length === 0) return `${ANNOTATION} does not stand on an argument`;
  if (typeof name !== 'string' || !TOKEN.test(name)) return `${ANNOTATION} is not the name of a header`;
  if (!TYPES.has(schema['type'])) return `${ANNOTATION} stands on no string, integer or boolean`;
  const header = name.toLowerCase();
  if (found.some((each) => each.header === header)) return `${ANNOTATION} names the same header twice`;
  if (found.length === MAX_MIRRORED) return `${ANNOTATION} stands on more than ${MAX_MIRRORED} arguments`;
  found.push({ path, header });
  return undefined;
}

const entriesOf = (value: JsonValue | undefined): [string, JsonValue][] =>
  isObject(value) ? Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, each]])) : [];

/** The first fault. */
function first<Each>(all: readonly Each[], faultOf: (each: Each) => string | undefined): string | undefined {
  for (const each of all) {
    const fault = faultOf(each);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
