import { z } from 'zod';
import { parseFolderOrHost } from '../patterns/folder-or-host.js';
import { namePattern, path } from '../keys/values.js';

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

export const argumentRule = z
  .strictObject({
    tool: namePattern.describe('the tools that it binds, as a pattern, in any spelling of their names'),
    path: z
      .string()
      .regex(/^(\/([^~/]|~[01])*)+$/, 'a path is a JSON pointer such as /to or /items/*/price')
      .describe(
        'which argument: a JSON pointer, with * for every member or element; every value there must satisfy every operator of the rule',
      ),
    one_of: z.array(scalar).min(1).optional().describe('the values that pass: text exactly, numbers as decimals'),
    matches: oneOrMore(namePattern)
      .optional()
      .describe(
        'patterns of which one must match the text; * crosses /, and a ^ expression needs a $ to end with the text',
      ),
    min: decimal
      .optional()
      .describe(
        'the smallest number that passes, compared with all digits that were sent; a numeric text is no number',
      ),
    max: decimal.optional().describe('the largest number that passes'),
    under: oneOrMore(place)
      .optional()
      .describe(
        'folders (absolute, or ~) that a path must be in, or hosts that a URL must be at: by http or https, without userinfo, at the scheme’s port unless one is named; *.example.org is not example.org',
      ),
    absent: z.literal(true).optional().describe('the argument must be missing'),
    optional: z.boolean().default(false).describe('whether the argument may be missing'),
    else: z
      .enum(['deny', 'approve'])
      .default('deny')
      .describe('other calls are refused, or need an approval; what cannot be read in one way only is always refused'),
  })
  .superRefine((rule, context) => {
    const given = OPERATORS.filter((operator) => rule[operator] !== undefined);
    if (given.length === 0) context.addIssue(`a rule needs one of ${OPERATORS.join(', ')}`);
    if (rule.absent && (given.length > 1 || rule.optional)) context.addIssue('`absent` stands alone');
  });
