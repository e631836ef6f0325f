import { GROUPS, isHiddenKind, isOrder, refuseExpression, TYPES } from '@mcp-guard/detectors';
import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { findNearest } from '../text/nearest.js';
import { namePattern } from '../keys/values.js';

/* Detection of personal data, secrets and hidden text. */

const action = z.enum(['block', 'redact', 'warn']).register(loosens, { looser: ['block', 'redact', 'warn'] });
const actions = z.strictObject({
  request: action.optional().describe('in what goes to the server'),
  response: action.optional().describe('in what comes from the server'),
});

const hiddenText = z
  .enum(['block', 'strip_invisible', 'strip', 'warn'])
  .register(loosens, { looser: ['block', 'strip', 'strip_invisible', 'warn'] });
const type = z.string().min(1).describe('a type, or a group of types');

const expression = z.string().superRefine((source, context) => {
  const problem = refuseExpression(source);
  if (problem !== undefined) context.addIssue(problem);
});

/** `pii.hidden_text` sets the action for these, and no marker names them. */
const isHidden = (name: string): boolean => isHiddenKind(name) || name === 'hidden_text';
/** `integrity.orders` of a server does so for these. */
const isOfServers = (name: string): boolean => isOrder(name) || name === 'orders';

/** A marker names the type. */
const typeName = z
  .string()
  .regex(/^[A-Za-z][\w-]{0,63}$/, 'the name of a type has up to 64 of a-z, 0-9, _ and -, and begins with a letter')
  .refine((name) => !isHidden(name), 'hidden text is no type of your own')
  .refine((name) => !isOfServers(name), 'orders are no type of your own');

const customType = z.strictObject({
  label: z.string().optional().describe('its name in refusals').register(loosens, { looser: 'nothing' }),
  patterns: z
    .array(z.strictObject({ regex: expression.describe('an expression, without look-around and back references') }))
    .min(1)
    .describe('the expressions that find it')
    .register(loosens, { looser: 'fewer entries' }),
  actions: actions.prefault({}).describe('left out: block in requests, redact in answers'),
});

const exception = z.union([
  z.strictObject({
    type,
    fingerprint: z
      .string({
        error: ({ input }) => (typeof input === 'number' ? 'write it in quotes, or it is read as a number' : undefined),
      })
      .regex(/^[0-9a-f]{16}$/, 'a fingerprint is the 16 digits that a refusal shows')
      .describe('the fingerprint of the one value; a refusal shows it'),
  }),
  z.strictObject({
    type,
    server: z.string().min(1).optional().describe('the name of the server; all servers if it is missing'),
    path: namePattern.describe('where in its messages: a JSON pointer such as /params/arguments/query; a pattern'),
  }),
]);

/** The shape that is required before names can be checked. */
const named = z.looseObject({
  actions: z.looseObject({}),
  custom_types: z.looseObject({}),
  exceptions: z.array(z.looseObject({ type: z.string() })),
});
type Names = z.output<typeof named>;

export const pii = z
  .strictObject({
    enabled: z.boolean().default(true).describe('whether messages are searched').register(loosens, { looser: 'false' }),
    confidence_threshold: z
      .number()
      .min(0)
      .max(1)
      .default(0.8)
      .describe(
        'the confidence from which a finding is acted on: 0.95 for a structure of its own, 0.85 for a label or a check digit, 0.5 for anything else',
      )
      .register(loosens, { looser: 'more' }),
    actions: z
      .record(z.string().min(1), actions)
      .default({})
      .describe('by type or group, as docs/detection.md lists them; a type overrides its group'),
    custom_types: z
      .record(typeName, customType)
      .default({})
      .describe(
        'types of your own, by name; one named like a built-in type adds to it, and the stricter action applies',
      )
      .register(loosens, { looser: 'fewer entries' }),
    hidden_text: z
      .strictObject({
        definitions: hiddenText
          .default('block')
          .describe('in what a server says about itself, its tools, prompts and resources'),
        results: hiddenText.default('strip_invisible').describe('in everything else that a model reads'),
      })
      .prefault({})
      .describe('text that a model reads and a person does not see'),
    exceptions: z
      .array(exception)
      .default([])
      .describe('false alarms that pass: one value by its fingerprint, or everything of a type at one place')
      .register(loosens, { looser: 'more entries' }),
  })
  .superRefine(checkNames, { when: ({ value }) => named.safeParse(value).success });

/** Checks each name of a type, even if something else is wrong. */
function checkNames({ actions: byName, custom_types: own, exceptions }: Names, context: z.RefinementCtx): void {
  const findable = [...TYPES.keys(), ...GROUPS, ...Object.keys(own)];
  const actionable = findable.filter((name) => !isHidden(name) && !isOfServers(name));
  const check = (name: string, names: readonly string[], path: (string | number)[]): void => {
    if (names.includes(name)) return;
    const nearest = findNearest(name, names);
    const help = nearest === undefined ? 'docs/detection.md lists them' : `did you mean ${nearest}?`;
    const message = isHidden(name)
      ? 'pii.hidden_text says what is done about it'
      : isOfServers(name)
        ? 'policy.integrity.orders of a server says what is done about it'
        : `there is no such type; ${help}`;
    context.addIssue({ code: 'custom', path, message, input: name });
  };
  // A name of a group would name this type as well, and be ambiguous.
  for (const name of Object.keys(own))
    if (GROUPS.has(name))
      context.addIssue({ code: 'custom', path: ['custom_types', name], message: 'this name is taken', input: name });
  for (const name of Object.keys(byName)) check(name, actionable, ['actions', name]);
  for (const [index, { type: name }] of exceptions.entries()) check(name, findable, ['exceptions', index, 'type']);
}

export type Pii = z.output<typeof pii>;
