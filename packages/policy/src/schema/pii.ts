import { GROUPS, HIDDEN_KINDS, refuseExpression, TYPES } from '@mcp-guard/detectors';
import { z } from 'zod';
import { findNearest } from '../problems.js';
import { namePattern } from './values.js';

/* Detection of personal data, secrets and hidden text. */

const action = z.enum(['block', 'redact', 'warn']);
const actions = z.strictObject({
  request: action.optional().describe('in what goes to the server'),
  response: action.optional().describe('in what comes from the server'),
});

const hiddenText = z.enum(['block', 'strip_invisible', 'strip', 'warn']);
const type = z.string().min(1).describe('a type, or a group of types');

const expression = z.string().superRefine((source, context) => {
  const problem = refuseExpression(source);
  if (problem !== undefined) context.addIssue(problem);
});

/** A marker names the type. */
const typeName = z
  .string()
  .regex(/^[A-Za-z][\w-]{0,63}$/, 'the name of a type has up to 64 of a-z, 0-9, _ and -, and begins with a letter');

const customType = z.strictObject({
  label: z.string().optional().describe('what people call it'),
  patterns: z.array(z.strictObject({ regex: expression.describe('an expression (linear engine)') })).min(1),
  actions: actions.prefault({}),
});

const exception = z.union([
  z.strictObject({
    type,
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{16}$/, 'a fingerprint is the 16 digits that a refusal tells')
      .describe('of the one value that is meant; a refusal tells it'),
  }),
  z.strictObject({
    type,
    server: z.string().min(1).describe('name of the server'),
    path: namePattern.describe('where in its messages: a JSON pointer such as /params/arguments/query; a pattern'),
  }),
]);

export const pii = z
  .strictObject({
    enabled: z.boolean().default(true).describe('whether messages are searched'),
    confidence_threshold: z.number().min(0).max(1).default(0.8).describe('how sure a finding must be to count'),
    actions: z.record(z.string().min(1), actions).default({}).describe('by type or group: block, redact or warn'),
    custom_types: z.record(typeName, customType).default({}).describe('types of your own'),
    hidden_text: z
      .strictObject({
        definitions: hiddenText.default('block').describe('in what servers say of their tools, prompts and resources'),
        results: hiddenText.default('strip_invisible').describe('in everything else that a model reads'),
      })
      .prefault({}),
    exceptions: z.array(exception).default([]).describe('false alarms'),
  })
  .superRefine((section, context) => {
    const known = [...TYPES.keys(), ...GROUPS, ...Object.keys(section.custom_types)];
    const check = (name: string, names: readonly string[], path: (string | number)[]): void => {
      if (names.includes(name)) return;
      const nearest = findNearest(name, names);
      const help = nearest === undefined ? 'docs/detection.md lists them' : `did you mean ${nearest}?`;
      context.addIssue({ code: 'custom', path, message: `there is no such type; ${help}`, input: name });
    };
    for (const name of Object.keys(section.actions)) check(name, known, ['actions', name]);
    // It would be treated as what already has the name: as hidden text, it is taken out without a trace.
    const taken: readonly string[] = [...GROUPS, ...Object.keys(HIDDEN_KINDS)];
    for (const name of Object.keys(section.custom_types))
      if (taken.includes(name))
        context.addIssue({ code: 'custom', path: ['custom_types', name], message: 'this name is taken', input: name });
    const findable = [...known, ...Object.keys(HIDDEN_KINDS)];
    for (const [index, { type: name }] of section.exceptions.entries())
      check(name, findable, ['exceptions', index, 'type']);
  });

export type Pii = z.output<typeof pii>;
