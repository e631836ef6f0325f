import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { url } from '../keys/values.js';

/* How a person decides about calls that are held. */

const webhook = z
  .strictObject(
    {
      webhook: url.describe('the URL that gets reports: public and https, or on this machine'),
      format: z.enum(['slack', 'json']).default('json').describe('the form of the reports'),
      secret: z
        .string()
        .min(1)
        .nullable()
        .default(null)
        .describe(
          'signs the reports: x-mcp-guard-signature is `t=<Unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`, and x-mcp-guard-event-id is the same for every attempt',
        ),
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
    .describe('seconds until a held call expires, and in which an approved one may be sent')
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
    .describe('whether every decision must be signed with the passphrase; `mcp-guard approvals passphrase` sets it')
    .register(loosens, {
      looser: 'false',
      words: ' was switched off, which counts once it is given up: mcp-guard approvals passphrase --off',
    }),
  inside_clients: z
    .enum(['refuse', 'allow'])
    .default('refuse')
    .describe('decisions from the processes of a client, such as an editor’s own terminal')
    .register(loosens, { looser: ['refuse', 'allow'], words: ' was switched to allow' }),
  wait: z
    .int()
    .min(0)
    .max(3600)
    .default(45)
    .describe(
      'seconds for which a held call is kept open; keep it below your client’s time limit; 0 answers at once that it is held',
    )
    .register(loosens, { looser: 'nothing' }),
  notify: z
    .array(z.union([webhook, z.literal('desktop').describe('notifications of the system')]))
    .max(16, 'at most 16')
    .default([])
    .describe(
      'receivers of reports about held calls: webhooks, and desktop for a notification of the system; a report has no arguments',
    )
    .register(loosens, { looser: 'fewer entries', words: ': a receiver was removed' }),
});
