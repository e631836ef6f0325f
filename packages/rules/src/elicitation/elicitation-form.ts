import { hasFoldedKey, isObject, knownKeys, type JsonObject, type JsonValue } from '@mcp-guard/core';
import { asksForSecret, namesSecret } from './secret-words.js';

const MAX_FIELDS = 128;
/** Characters of all texts of a form. */
const MAX_TEXT = 32_768;

const UNREADABLE = 'the form that the server asks the person to fill in cannot be read';
const SECRET = 'the form asks the person for a secret, such as a password, a key or a card number';

/** Members of the question that a client does not show. */
const NOT_SHOWN: ReadonlySet<string> = new Set(['_meta', 'task', 'mode', 'requestedSchema']);
const SCHEMA_KEYS = knownKeys('type', 'properties', 'required', 'title', 'description', 'additionalProperties');
const FIELD_KEYS = knownKeys(
  'type',
  'title',
  'description',
  'format',
  'writeOnly',
  'enum',
  'enumNames',
  'oneOf',
  'items',
);
const FIELD_TYPES: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'array']);
/** A person can type anything into these. */
const TYPED: ReadonlySet<unknown> = new Set(['string', 'number', 'integer']);
/** Lists of choices, by the names that they have in a field and in its `items`. */
const CHOICES: ReadonlySet<string> = new Set(['enum', 'enumNames', 'oneOf', 'anyOf', 'examples', 'default']);

/** Why a form may not be shown; a form that cannot be judged may not. */
export function whyFormIsRefused(params: JsonObject): string | undefined {
  const { message, requestedSchema: schema } = params;
  if (typeof message !== 'string') return UNREADABLE;
  const fields = readFields(schema);
  if (!fields) return UNREADABLE;
  const shown = Object.entries(params).filter(([key]) => !NOT_SHOWN.has(key));
  const texts = [...textsOf(shown.map(([, value]) => value)), ...textsOf(schema ?? null)];
  if (texts.reduce((sum, text) => sum + text.length, 0) > MAX_TEXT) return UNREADABLE;
  return texts.some(asksForSecret) || fields.some(isSecretField) ? SECRET : undefined;
}

type Field = readonly [name: string, schema: JsonObject];

/** The fields of a flat form, which is all that the specification allows. */
function readFields(schema: JsonValue | undefined): readonly Field[] | undefined {
  if (!isObject(schema) || hasFoldedKey(schema, SCHEMA_KEYS) || schema['type'] !== 'object') return undefined;
  const { properties, ...rest } = schema;
  if (!isObject(properties) || hasFoldedKey(properties, NO_KEYS)) return undefined;
  const fields = Object.entries(properties);
  const isPlain = Object.entries(rest).every(([key, value]) => (LISTS.has(key) ? isFlat(value) : isScalar(value)));
  if (!isPlain || fields.length > MAX_FIELDS) return undefined;
  return fields.every(isField) ? fields : undefined;
}

const NO_KEYS = knownKeys();
const LISTS: ReadonlySet<string> = new Set(['required', 'additionalProperties']);

const isScalar = (value: JsonValue | undefined): boolean => typeof value !== 'object' || value === null;

/** Scalars, lists of scalars, and lists of objects of scalars. */
const isFlat = (value: JsonValue, depth = 3): boolean =>
  isScalar(value) || (depth > 0 && Object.values(value ?? {}).every((inner: JsonValue) => isFlat(inner, depth - 1)));

function isField(field: [string, JsonValue]): field is [string, JsonObject] {
  const [, schema] = field;
  if (!isObject(schema) || hasFoldedKey(schema, FIELD_KEYS) || !FIELD_TYPES.has(schema['type'])) return false;
  return Object.entries(schema).every(([key, value]) => {
    if (key === 'items') return schema['type'] === 'array' && isChoice(value);
    return CHOICES.has(key) ? isFlat(value) : isScalar(value);
  });
}

const isChoice = (items: JsonValue): boolean =>
  isObject(items) &&
  items['type'] !== 'object' &&
  items['type'] !== 'array' &&
  Object.entries(items).every(([key, value]) => (CHOICES.has(key) ? isFlat(value) : isScalar(value)));

/**
 * A field is secret by the end of its name or title, or by being hidden while it is typed; `format: password` is a text
 * like others.
 */
function isSecretField([name, schema]: Field): boolean {
  if ((schema['writeOnly'] ?? false) !== false) return true;
  return (
    TYPED.has(schema['type']) &&
    [name, schema['title']].some((label) => typeof label === 'string' && namesSecret(label))
  );
}

/** Every text and every key. */
function* textsOf(value: JsonValue): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const element of value) yield* textsOf(element);
  else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* textsOf(inner);
    }
  }
}
