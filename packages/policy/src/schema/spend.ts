import { z } from 'zod';
import { namePattern } from './values.js';

/* What calls may cost. */

/** Text for what a YAML reader would round. */
const amount = z.union([
  z.number().min(0, 'an amount is not negative').max(1e15, 'an amount has at most 15 digits before the point'),
  z.string().regex(/^\d{1,15}(\.\d{1,15})?$/, 'an amount is a number such as 10 or 0.25'),
]);
const pointer = z
  .string()
  .regex(
    /^(\/([^~/]|~[01])*)+$/,
    'a JSON pointer such as /amount, in which * stands for every member or element: /payments/*/amount',
  );
const cap = (what: string) =>
  amount.nullable().default(null).describe(`the most that ${what} may cost; null means no cap`);
const vendors = z.array(namePattern);

const vendor = pointer.optional().describe('where in the arguments the vendor stands');
const releaseOnError = z.boolean().default(false).describe('whether a call that fails has cost nothing');

const tool = z.union([
  z.strictObject({
    amount: pointer.describe('where in the arguments the amount stands; several are added up'),
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
]);

/** @param whose currency counts where none is named */
const spendOf = (inherited: string) =>
  z.strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'a currency is three capital letters')
      .nullable()
      .default(null)
      .describe(`of all amounts here; null means ${inherited}`),
    tools: z.record(namePattern, tool).default({}).describe('where a call says what it costs, or what each call costs'),
    max_per_call: cap('a call'),
    max_per_session: cap('the calls of a session'),
    max_per_hour: cap('the calls of any hour'),
    max_per_day: cap('the calls of any 24 hours'),
    require_approval_above: amount.nullable().default(null).describe('dearer calls need a person'),
    block_vendors: vendors.default([]).describe('vendors that get nothing, whatever is allowed'),
    allow_vendors: vendors.nullable().default(null).describe('vendors that may get something; null means all'),
  });

/** Of all servers together. */
export const spend = spendOf('USD');
/** Of one server, or of a role. */
export const ownSpend = spendOf('that of `spend`');
