import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { namePattern, path } from './values.js';

/* Spend and approvals. This version reads them in order to refuse them with the right words. */

const amount = z.union([
  z.number().min(0, 'an amount is not negative'),
  z.string().regex(/^\d{1,15}(\.\d{1,15})?$/, 'an amount is a number such as 10 or 0.25'),
]);
const pointer = z.string().regex(/^(\/([^~/]|~[01])*)+$/, 'a JSON pointer such as /amount');
const cap = (what: string) =>
  amount.nullable().default(null).describe(`the most that ${what} may cost; null means no cap`);
const vendors = z.array(namePattern);

const vendor = pointer.optional().describe('where in the arguments the vendor stands');
const releaseOnError = z.boolean().default(false).describe('whether a call that fails has cost nothing');

export const spend = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'a currency is three capital letters')
    .default('USD')
    .describe('of all amounts here'),
  tools: z
    .record(
      namePattern,
      z.union([
        z.strictObject({
          amount: pointer.describe('where in the arguments the amount stands'),
          vendor,
          currency: pointer.optional().describe('where in the arguments the currency stands'),
          unit: z.enum(['major', 'minor']).default('major').describe('minor: the amount is in cents'),
          release_on_error: releaseOnError,
        }),
        z.strictObject({
          price: amount.describe('what each call costs'),
          vendor,
          release_on_error: releaseOnError,
        }),
      ]),
    )
    .default({})
    .describe('where a call says what it costs, or what each call costs'),
  max_per_call: cap('a call'),
  max_per_session: cap('the calls of a session'),
  max_per_hour: cap('the calls of an hour'),
  max_per_day: cap('the calls of a day'),
  require_approval_above: amount.nullable().default(null).describe('dearer calls need a person'),
  block_vendors: vendors.default([]).describe('vendors that get nothing, whatever is allowed'),
  allow_vendors: vendors.nullable().default(null).describe('vendors that may get something; null means all'),
});

/** Sets no cap and no price. */
export const isNoSpend = (value: unknown): boolean => isDeepStrictEqual(value, spend.parse({}));

export const approvals = z.strictObject({
  expires_after: z.int().min(1).max(604_800).default(300).describe('seconds that a held call waits for a person'),
  deny_for: z.int().min(0).max(604_800).default(3600).describe('seconds that a denied call stays denied'),
  passphrase: z.boolean().default(false).describe('whether every decision must be authenticated with it'),
  wait: z.int().min(0).max(3600).default(0).describe('seconds that a call is kept open for a decision'),
  notify: z
    .array(
      z.strictObject({
        webhook: path.describe('the URL that is told'),
        format: z.enum(['slack', 'json']).default('json').describe('in which form it is told'),
        secret: z.string().min(1).nullable().default(null).describe('signs what it is told'),
      }),
    )
    .default([])
    .describe('who is told of held calls'),
});

/** Changes nothing about approvals, of which there are none yet. */
export const isDefault = (value: unknown): boolean => isDeepStrictEqual(value, approvals.parse({}));
