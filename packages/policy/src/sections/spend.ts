import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { namePattern } from '../keys/values.js';
import type { Placement, RuleSource, Section } from './section.js';

/** Text for a number that a YAML reader would round. */
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
const cap = (words: string) => amount.nullable().default(null).describe(words).register(loosens, { looser: 'more' });
const capOf = (what: string) => cap(`the most that ${what} may cost; null means no cap`);
const vendors = z.array(namePattern);

const vendor = pointer
  .optional()
  .describe('where in the arguments the vendor is; required where vendors are allowed by name');
const releaseOnError = z
  .boolean()
  .default(false)
  .describe('whether a call that fails has cost nothing; else only the errors -32601 and -32602 give the amount back');

/** A price is no limit: a lower price lets more pass, and a higher one may be in another currency. */
const tool = z
  .union([
    z.strictObject({
      amount: pointer.describe(
        'where in the arguments the amount is: a number or text of plain digits, such as 12.50; several are added up',
      ),
      vendor,
      currency: pointer
        .optional()
        .describe(
          'where in the arguments the currency is; a call in another currency than that of the section is refused',
        ),
      unit: z.enum(['major', 'minor']).default('major').describe('minor means that the amount is in cents'),
      release_on_error: releaseOnError,
    }),
    z.strictObject({
      price: amount.describe('the price of each call, as fine as a millionth'),
      vendor,
      release_on_error: releaseOnError,
    }),
  ])
  .register(loosens, { looser: 'any change' });

/** @param inherited the section whose currency counts if none is named */
const spendOf = (inherited: string) =>
  z.strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'a currency is three capital letters')
      .nullable()
      .default(null)
      .describe(`the currency of all amounts here; null means ${inherited}`)
      .register(loosens, { looser: 'any change' }),
    tools: z
      .record(namePattern, tool)
      .default({})
      .describe(
        'by pattern: where the arguments name the amount, or the price of each call; if several entries match a tool, the highest cost applies',
      )
      .register(loosens, { looser: 'fewer entries' }),
    max_per_call: capOf('a call'),
    max_per_session: cap(
      'the most that the calls of a session may cost; each connection starts at zero; null means no cap',
    ),
    max_per_hour: capOf('the calls of any hour'),
    max_per_day: capOf('the calls of any 24 hours'),
    require_approval_above: cap('calls that cost more than this need an approval; null means none'),
    block_vendors: vendors
      .default([])
      .describe('patterns of vendors that get nothing, in any spelling')
      .register(loosens, { looser: 'fewer entries' }),
    allow_vendors: vendors
      .nullable()
      .default(null)
      .describe('patterns of vendors that may be paid, which must match every spelling; null means all')
      .register(loosens, { looser: 'more entries' }),
  });

const own = spendOf('that of `spend`').prefault({});
const ofAll = spendOf('USD').prefault({});

type Written = z.output<typeof ofAll>;
/** With the currency that is meant. */
export type Spend = Written & { readonly currency: string };

export const spend = {
  ofServer: own.describe('the most that the calls of a user to this server may cost'),
  ofRole: own.describe('the most that the calls of a user with this role may cost'),
  ofAll: ofAll.describe('the most that the calls of a user to all servers together may cost'),
  bind(written: Written | undefined, { above, all }: Placement<Written>): readonly RuleSource<Spend>[] {
    if (!written) return [];
    const currency = written.currency ?? all?.currency ?? 'USD';
    return [{ source: `${above}spend`, rules: { ...written, currency } }];
  },
} satisfies Section;
