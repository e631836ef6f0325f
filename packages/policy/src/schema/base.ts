import { VARIABLE_NAME } from '@mcp-guard/core';
import { z } from 'zod';
import { namePattern, serverName } from '../keys/values.js';
import { shapeOf } from '../sections/layers.js';
import { approvals } from './approvals.js';
import { auth } from './auth.js';
import { audit, interceptors, refusals } from './config.js';
import { daemon } from './daemon.js';
import { pii } from './pii.js';
import { serverPolicy } from './policy.js';

/* A base is a configuration that others can only tighten; `extends` names it. */

type WithoutDefault<T> = T extends z.ZodDefault<infer Inner> | z.ZodPrefault<infer Inner> ? Inner : T;

/** The same keys, of which none needs to be there. */
function withoutDefaults<Shape extends z.core.$ZodShape>(
  shape: Shape,
): { [Key in keyof Shape]: z.ZodOptional<WithoutDefault<Shape[Key]>> } {
  const bare = Object.entries(shape).map(([key, schema]) => {
    const inner = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault ? schema.unwrap() : schema;
    const optional = z.optional(inner);
    const words = schema instanceof z.ZodType ? schema.description : undefined;
    return [key, words === undefined ? optional : optional.describe(words)];
  });
  return Object.fromEntries(bare); // oxlint-disable-line typescript/no-unsafe-return -- of our own schema, key by key
}

const ofThePerson = (what: string) =>
  z.never(`a base does not set ${what}: that is for the file that extends it`).optional();

/** Commands and URLs select the servers of an entry; a base starts nothing. */
const ruledServer = z
  .strictObject({
    command: namePattern.optional().describe('the program; a pattern'),
    args: z.array(namePattern).optional().describe('its arguments, a pattern each; without it, any'),
    url: namePattern.optional().describe('the URL of a remote server, in any spelling; a pattern'),
    env: z
      .record(z.string().regex(VARIABLE_NAME, 'is not a name that can be passed on'), namePattern)
      .optional()
      .describe(
        'variables that it must be started with, a pattern for each value; no other variable that decides what runs may be set',
      ),
    headers: ofThePerson('headers'),
    upstream_auth_token: ofThePerson('a credential'),
    oauth: ofThePerson('a credential'),
    ca_file: namePattern.optional().describe('its ca_file, a pattern; without it, the server names none'),
    cwd: namePattern
      .optional()
      .describe('its working folder, a pattern; * also means the client’s; without it, the server names none'),
    max_sessions: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('the most connections of one user that are open at once'),
    policy: serverPolicy.prefault({}).describe('the rules for this server'),
  })
  .superRefine((entry, context) => {
    if (entry.command === undefined && entry.url === undefined) {
      context.addIssue('a base matches servers by their command or url, not by their name');
    }
    if (entry.command !== undefined && entry.url !== undefined) {
      context.addIssue('a server has a command or a url; give each an entry of its own');
    }
  });

/** A base, which `extends` names. Sections that it does not have are the person's own. */
export const baseSchema = z.strictObject({
  extends: z.never('a base cannot extend another').optional(),
  version: z
    .int()
    .min(1)
    .max(999_999_999)
    .optional()
    .describe('the version of a signed base: greater with each change, since an older one is refused'),
  allow_other_servers: z.boolean().default(true).describe('whether servers that no entry matches may be used'),
  default: serverPolicy.prefault({}).describe('the policy of servers that no entry matches'),
  servers: z.record(serverName, ruledServer).default({}).describe('policies, for the servers that match'),
  daemon: z
    .strictObject({
      ...withoutDefaults(daemon.shape),
      proxy: ofThePerson('a proxy'),
      socket_path: ofThePerson('a path of this machine'),
      home: ofThePerson('a path of this machine'),
      pass_env: ofThePerson('an environment'),
    })
    .prefault({}),
  auth: auth.optional().describe('replaces the auth of the file as a whole'),
  interceptors: interceptors.optional(),
  pii: pii.optional(),
  ...withoutDefaults(shapeOf('ofAll')),
  approvals: z
    .strictObject({ ...withoutDefaults(approvals.shape), notify: ofThePerson('a URL that gets reports') })
    .prefault({}),
  audit: z.strictObject({ ...withoutDefaults(audit.shape), jsonl: ofThePerson('a path of this machine') }).prefault({}),
  refusals: refusals.unwrap().optional().describe('how a refused tool call is answered'),
});

export type BaseFile = z.output<typeof baseSchema>;
