import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { url } from '../keys/values.js';

/* How a person decides about calls that are held. */

const webhook = z
  .strictObject(
    {
      webhook: url.describe('the URL that gets reports'),
      format: z.enum(['slack', 'json']).default('json').describe('the form of the reports'),
      secret: z.string().min(1).nullable().default(null).describe('signs the reports, with HMAC-SHA256'),
    },
    { error: ({ code }) => (code === 'invalid_type' ? 'expected desktop, or a map with a webhook' : undefined) },
  )
  .refine(({ format, secret }) => format === 'json' || secret === null, {
    message: 'Slack does not look at a signature: the secret is for the format json',
    path: ['secret'],
  });

export const approvals = z.strictObject({
  expires_after: z
    .int()
    .min(1)
    .max(604_800)
    .default(1800)
    .describe('seconds that a held call waits for a person, and that an approved one may then be sent')
    .register(loosens, { looser: 'more' }),
  deny_for: z
    .int()
    .min(0)
    .max(604_800)
    .default(3600)
    .describe('seconds that a denied call stays denied')
    .register(loosens, { looser: 'less' }),
  passphrase: z
    .boolean()
    .default(false)
    .describe('whether every decision must be authenticated with it')
    .register(loosens, {
      looser: 'false',
      words: ' was switched off, which counts once it is given up: mcp-guard approvals passphrase --off',
    }),
  inside_clients: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe('whether a decision counts that comes from among the processes of a client, such as an editor’s terminal')
    .register(loosens, { looser: ['refuse', 'allow'], words: ' was switched to allow' }),
  wait: z
    .int()
    .min(0)
    .max(3600)
    .default(45)
    .describe('seconds that a call is kept open for a decision; 0 answers at once that it is held')
    .register(loosens, { looser: 'nothing' }),
  notify: z
    .array(z.union([webhook, z.literal('desktop').describe('notifications of the system')]))
    .max(16, 'at most 16')
    .default([])
    .describe('receivers of reports about held calls: webhooks, and desktop, which shows a notification of the system')
    .register(loosens, { looser: 'fewer entries', words: ': a receiver was removed' }),
});
