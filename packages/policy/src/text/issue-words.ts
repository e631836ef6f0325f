import type { z } from 'zod';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'null',
};

/** Describes a problem for which the schema has no message: the expected type and the given one. Never the value. */
export function describeIssue(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? MISSING : describeType([issue.expected], issue.input);
    case 'invalid_union':
      return issue.input === undefined ? MISSING : describeType(expectedOf(issue) ?? [], issue.input);
    case 'invalid_value':
      return `expected ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${amountOf(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${amountOf(issue.maximum, issue.origin)}`;
    case 'unrecognized_keys':
      return 'this key does not go with the others here';
    case 'invalid_format':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return 'this value cannot be used';
  }
}

const MISSING = 'this key is missing';

function describeType(expected: readonly string[], input: unknown): string {
  const kinds = [...new Set(expected.map((kind) => KINDS[kind] ?? kind))];
  const given = kindOf(input);
  const isFraction = kinds.includes('a whole number') && typeof input === 'number';
  const wanted = kinds.length === 0 ? 'another value' : `expected ${kinds.join(' or ')}`;
  return given === undefined || isFraction ? wanted : `${wanted}, not ${given}`;
}

function kindOf(input: unknown): string | undefined {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'number' && !Number.isFinite(input)) return String(input);
  return KINDS[typeof input];
}

function amountOf(limit: number | bigint, origin: string): string {
  if (origin === 'string') return `${limit} ${limit === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return String(limit);
}

/** The types of a union if the value has none of them; nothing if it has one, and the fault is inside. */
export function expectedOf({
  errors,
}: {
  readonly errors: readonly (readonly z.core.$ZodIssue[])[];
}): string[] | undefined {
  const expected = errors.map(([issue, ...more]) =>
    issue?.code === 'invalid_type' && issue.path.length === 0 && more.length === 0 ? issue.expected : undefined,
  );
  const known = expected.filter((kind) => kind !== undefined);
  if (known.length === 0 || known.length < expected.length) return undefined;
  return known.filter((kind) => Object.hasOwn(KINDS, kind)); // the others are classes of our own
}
