import { expect, describe, it } from 'vitest';
import { z } from 'zod';
import { describeIssue } from '../../src/text/issue-words.js';
import { bare, keysOf } from '../../src/keys/loosens.js';
import { configSchema } from '../../src/schema/config.js';
import { problemsOf } from '../parse.js';

const server = (inside: string): string => `servers: {a: {command: x, ${inside}}}`;

describe('the words of a problem', () => {
  it.each([
    ['servers: {a: {}}', 'servers.a.command: this key is missing'],
    ['extends: {path: /x, sha25: 1}', 'extends.sha25: unknown key; did you mean sha256?'],
    [server('command: 1').replace('command: x, ', ''), 'servers.a.command: expected text, not a number'],
    [server('env: {A: 1}'), 'servers.a.env.A: expected text, not a number'],
    [server('env: {A: null}'), 'servers.a.env.A: expected text, not null'],
    ['daemon: {max_depth: 5.5}', 'daemon.max_depth: expected a whole number'],
    ['daemon: {max_depth: .inf}', 'daemon.max_depth: expected a number, not Infinity'],
    ['daemon: {max_depth: 3}', 'daemon.max_depth: expected at least 4'],
    ['daemon: {max_depth: 1001}', 'daemon.max_depth: expected at most 1000'],
    ['daemon: {shutdown_timeout: ""}', 'daemon.shutdown_timeout: expected a number, not text'],
    ['interceptors: {timeout: 0}', 'interceptors.timeout: expected more than 0'],
    ['audit: {stdout: 1}', 'audit.stdout: expected true or false, not a number'],
    ['audit: {jsonl: ""}', 'audit.jsonl: expected at least 1 character'],
    ['audit: {max_bytes: true}', 'audit.max_bytes: expected a number or text, not true or false'],
    ['approvals: {notify: 1}', 'approvals.notify: expected a list, not a number'],
    ['approvals: {notify: [desk]}', 'approvals.notify[0]: expected desktop, or a map with a webhook'],
    ['approvals: {notify: [{webhook: 1}]}', 'approvals.notify[0].webhook: expected text, not a number'],
    ['pii: {custom_types: {a: {patterns: []}}}', 'pii.custom_types.a.patterns: expected at least 1 entry'],
    ['pii: {exceptions: [{type: email}]}', 'pii.exceptions[0].fingerprint: this key is missing'],
  ])('of %s', (yaml, problem) => {
    expect(problemsOf(yaml).map((line) => line.replace(/^\d+:\d+: /, ''))).toEqual([problem]);
  });
});

const WRONG: readonly unknown[] = [
  undefined,
  null,
  true,
  -1,
  1.5,
  1e18,
  Number.NaN,
  '',
  'wrong value',
  [],
  [[]],
  {},
  { x: 1 },
];

/** What comes of every key with values of every type. */
function wordsOf(schema: z.core.$ZodType): readonly string[] {
  const inner = bare(schema);
  const own = WRONG.flatMap((value) => {
    const result = z.safeParse(schema, value, { error: describeIssue });
    return result.error?.issues.flatMap(textsOf) ?? [];
  });
  const below = [
    ...(keysOf(schema) ?? []).map(([, each]) => each),
    ...(inner instanceof z.ZodRecord ? [inner.valueType] : []),
    ...(inner instanceof z.ZodArray ? [inner.element] : []),
    ...(inner instanceof z.ZodUnion ? inner.options : []),
  ];
  return own.concat(below.flatMap(wordsOf));
}

const textsOf = (issue: z.core.$ZodIssue): readonly string[] =>
  issue.code === 'invalid_union' && issue.errors.length > 0
    ? [issue.message, ...issue.errors.flat().flatMap(textsOf)]
    : issue.code === 'invalid_key'
      ? issue.issues.flatMap(textsOf)
      : [issue.message];

it('no words of the schema’s library reach a person, whatever value stands at whatever key', () => {
  const words = [...new Set(wordsOf(configSchema))];
  expect(words.length).toBeGreaterThan(40);
  expect(
    words.filter((text) =>
      /Invalid|Unrecognized|Too (?:small|big)|received|[<>]=?\d|undefined|safe integer/.test(text),
    ),
  ).toEqual([]);
});
