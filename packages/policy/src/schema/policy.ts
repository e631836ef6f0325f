import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { parseFolderOrHost } from '../folder-or-host.js';
import { ownSpend } from './spend.js';
import { namePattern, namePatterns, path, uriPatterns } from './values.js';

/* What a server or a role may do. */

/** A YAML reader rounds beyond this. */
const exactNumber = z
  .number()
  .refine((value) => Math.abs(value) <= Number.MAX_SAFE_INTEGER, 'a number of more than 15 digits is not read exactly');
const scalar = z.union([z.string(), exactNumber, z.boolean(), z.null()]);
/** Compared as exact decimals; text for what would be rounded. */
const decimal = z.union([
  exactNumber,
  z.string().regex(/^-?\d{1,100}(\.\d{1,100})?$/, 'a limit is a number such as 100 or 0.5'),
]);
const oneOrMore = <T extends z.ZodType>(schema: T) => z.union([schema, z.array(schema).min(1)]);

const place = path.refine(
  (entry) => parseFolderOrHost(entry) !== undefined,
  'a place is a folder such as /srv/data or ~/Documents, or a host such as example.com, *.example.com or localhost:8080',
);

const OPERATORS = ['one_of', 'matches', 'min', 'max', 'under', 'absent'] as const;

const argumentRule = z
  .strictObject({
    tool: namePattern.describe('the tools that it is for, as a pattern'),
    path: z
      .string()
      .regex(/^(\/([^~/]|~[01])*)+$/, 'a path is a JSON pointer such as /to or /items/*/price')
      .describe('which argument: a JSON pointer in which * stands for every member or element'),
    one_of: z.array(scalar).min(1).optional().describe('the values that pass'),
    matches: oneOrMore(namePattern).optional().describe('patterns of which one must match the text'),
    min: decimal.optional().describe('the smallest number that passes'),
    max: decimal.optional().describe('the largest number that passes'),
    under: oneOrMore(place).optional().describe('folders that a path must be in, or hosts that a URL must be at'),
    absent: z.literal(true).optional().describe('the argument must not be there'),
    optional: z.boolean().default(false).describe('whether the argument may be missing'),
    else: z
      .enum(['deny', 'approve'])
      .default('deny')
      .describe('what happens to other calls: a person may let them pass, or nobody'),
  })
  .superRefine((rule, context) => {
    const given = OPERATORS.filter((operator) => rule[operator] !== undefined);
    if (given.length === 0) context.addIssue(`a rule needs one of ${OPERATORS.join(', ')}`);
    if (rule.absent && (given.length > 1 || rule.optional)) context.addIssue('`absent` stands alone');
  });

export const permissions = z.strictObject({
  allowed_tools: namePatterns.nullable().default(null).describe('tools that may be used; null means all'),
  denied_tools: namePatterns.default([]).describe('tools that are hidden and refused, whatever is allowed'),
  allowed_resources: uriPatterns.nullable().default(null).describe('URIs that may be read; null means all'),
  denied_resources: uriPatterns.default([]).describe('URIs that are hidden and refused, whatever is allowed'),
  allowed_prompts: namePatterns.nullable().default(null).describe('prompts that may be used; null means all'),
  denied_prompts: namePatterns.default([]).describe('prompts that are hidden and refused, whatever is allowed'),
  arguments: z.array(argumentRule).default([]).describe('what the arguments of tools may be'),
  require_approval: namePatterns.default([]).describe('tools that always need a person'),
});

const count = z.int().min(0, 'a limit is not negative').max(1_000_000_000).nullable().default(null);
const limits = {
  requests_per_minute: count.describe('refilled evenly over the minute; null means no limit'),
  requests_per_hour: count.describe('refilled evenly over the hour; null means no limit'),
};
const frequency = z.strictObject(limits);

export const rateLimit = z.strictObject({
  ...limits,
  tool_limits: z
    .record(namePattern, frequency)
    .default({})
    .describe('limits of single tools; the tools that one pattern matches share its limit'),
});

const methods = z.enum(['carry', 'refuse']).nullable().default(null);

export const serverPolicy = z.strictObject({
  locked: z.boolean().default(false).describe('in a base: nothing that a personal file says counts for this server'),
  unknown_methods: methods.describe('methods outside the specification; null means refuse where an allow list is set'),
  permissions: permissions.prefault({}),
  rate_limit: rateLimit.prefault({}).describe('how often a user may ask this server'),
  sampling: z
    .strictObject({
      enabled: z.boolean().default(false).describe('whether the server may ask the client’s model'),
      max_tokens: z.int().min(1).nullable().default(null).describe('the most that it may ask for; more is cut to this'),
      rate_limit: z
        .union([count.unwrap().unwrap(), frequency])
        .nullable()
        .default(null)
        .describe('how often: a number a minute, or requests_per_minute and requests_per_hour'),
      audit: z
        .enum(['basic', 'verbose'])
        .default('basic')
        .describe('verbose also records what was asked for, without texts'),
    })
    .prefault({}),
  elicitation: z
    .strictObject({
      enabled: z.boolean().default(true).describe('whether the server may ask the person'),
      block_secret_questions: z
        .boolean()
        .default(true)
        .describe('refuse forms that ask for passwords, keys or card numbers'),
    })
    .prefault({}),
  roots: z
    .strictObject({
      enabled: z.boolean().default(true).describe('whether the server may ask which folders it is for'),
      only: z
        .array(path.refine(isAbsolute, 'a folder is written from the root, or from the home by ~'))
        .default([])
        .describe('the folders it may be told; an empty list means all'),
    })
    .prefault({}),
  spend: ownSpend.prefault({}).describe('what the calls of a user to this server may cost'),
});

export const role = z.strictObject({
  permissions: permissions.prefault({}),
  rate_limit: rateLimit.prefault({}).describe('how often a user with this role may ask all servers together'),
  spend: ownSpend.prefault({}).describe('what the calls of a user with this role may cost'),
  users: z.array(z.string().min(1, 'a user has a name')).default([]).describe('in os mode: who has this role'),
});
