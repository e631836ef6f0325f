import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { role } from './policy.js';
import { roleName, url } from '../keys/values.js';

const apiKeys = z
  .record(
    z.string().superRefine((key, context) => {
      if (key === '') context.addIssue('a key is not empty');
      else if (/^sha256:/i.test(key) && !/^sha256:[0-9a-f]{64}$/i.test(key)) {
        context.addIssue('a hash is written sha256: and 64 digits of 0-9a-f or A-F');
      }
    }),
    z
      .strictObject({
        roles: z
          .array(roleName)
          .min(1, 'a key needs a role; `default` has no rules')
          .default(['default'])
          .describe('the roles of a client that brings this key'),
      })
      .register(loosens, { looser: 'any change', words: ': the roles of a key were changed' }),
  )
  .default({});

const oauth = z.strictObject({
  issuer: url.describe('the OpenID provider, exactly as its tokens name it'),
  client_id: z.string().min(1).describe('the client id of mcp-guard at the provider'),
  client_secret: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('its secret; null for a public client, as most are'),
  audience: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('the audience of access tokens; null means that the ID token is used'),
  jwks_uri: url.nullable().default(null).describe('the address of its keys; null means the one in its metadata'),
  scopes: z
    .array(z.string().min(1))
    .default(['openid', 'profile'])
    .describe('the scopes of a login; add offline_access where the provider gives refresh tokens only for that'),
  claims_to_roles: z
    .strictObject({
      claim_name: z.string().min(1).default('roles').describe('the claim of a token that names the roles of its user'),
      mapping: z
        .record(z.string().min(1), z.union([roleName, z.array(roleName).min(1)]))
        .default({})
        .describe('from values of the claim to a role, or to a list of roles'),
    })
    .prefault({})
    .describe('the roles that the claims of a token give'),
  clock_tolerance_seconds: z.int().min(0).max(300).default(30).describe('the most by which clocks may differ'),
});

export const auth = z
  .strictObject({
    mode: z
      .enum(['os', 'api_key', 'oauth'])
      .default('os')
      .describe(
        'how users are identified: the user of the system, a key of each client, or a login at an OpenID provider; in each mode only processes of your own user get in',
      )
      .register(loosens, { looser: 'any change' }),
    api_keys: apiKeys
      .describe('by KEY, or by sha256:HEX of a key; a client sends its key from MCP_GUARD_API_KEY')
      .register(loosens, { looser: 'more entries', words: ': a key was added' }),
    oauth: oauth
      .nullable()
      .default(null)
      .describe('the OpenID provider of the mode oauth; people log in with `mcp-guard auth login`')
      .register(loosens, { looser: 'any change' }),
    roles: z
      .record(roleName, role)
      .default({})
      .describe(
        'rules for the users of a role, on every server; a user with several roles is bound by all of them, and one with none has `default`',
      )
      .register(loosens, { looser: 'fewer entries' }),
  })
  .superRefine(({ mode, oauth: provider }, context) => {
    if (mode === 'oauth' && provider === null) {
      context.addIssue({ code: 'custom', path: ['oauth'], message: 'the mode oauth needs a provider here' });
    }
  });
