import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { namePattern, path } from './values.js';

/* Spend and approvals. This version reads them in order to refuse them with the right words. */

const amount = z.union([
  z.number().min(0, 'an amount is not negative'),
  z.string().regex(/^\d{1,15}(\.\d{1,15})?$/, 'an amount is a number such as 10 or 0.25'),
]);
const pointer = z.string().regex(/^(\/([^~/]|~[01])*)+$/, 'a JSON pointer such as /amount');
const cap = amount.nullable().default(null);
const vendors = z.array(namePattern);

export const spend = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'a currency is three capital letters')
    .default('USD'),
  tools: z
    .record(
      namePattern,
      z.union([
        z.strictObject({
          amount: pointer,
          vendor: pointer.optional(),
          currency: pointer.optional(),
          unit: z.enum(['major', 'minor']).default('major'),
          release_on_error: z.boolean().default(false),
        }),
        z.strictObject({ price: amount, vendor: pointer.optional(), release_on_error: z.boolean().default(false) }),
      ]),
    )
    .default({})
    .describe('where a call says what it costs, or what each call costs'),
  max_per_call: cap,
  max_per_session: cap,
  max_per_hour: cap,
  max_per_day: cap,
  require_approval_above: cap,
  block_vendors: vendors.default([]),
  allow_vendors: vendors.nullable().default(null),
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
        webhook: path,
        format: z.enum(['slack', 'json']).default('json'),
        secret: z.string().min(1).nullable().default(null),
      }),
    )
    .default([]),
});
