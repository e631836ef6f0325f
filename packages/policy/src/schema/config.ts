import { VARIABLE_NAME } from '@mcp-guard/core';
import { isOfTerminal } from '@mcp-guard/core/terminal-environment';
import { z } from 'zod';
import { approvals } from './approvals.js';
import { auth } from './auth.js';
import { findGapProblem } from '../client-text.js';
import { loadsCode } from '../loads-code.js';
import { pii } from './pii.js';
import { serverPolicy } from './policy.js';
import { spend } from './spend.js';
import { byteSize, envValue, isEmpty, isNull, later, namePattern, path, serverName, text, url } from './values.js';

/*
 * A whole configuration file as one schema: the types, the defaults and the words of every
 * error come from here. Strict everywhere: a key that means nothing is a mistake.
 */

const server = z.strictObject({
  transport: z
    .literal('stdio', 'only stdio servers are supported by this version')
    .default('stdio')
    .describe('how the server is reached'),
  command: text.min(1, 'a server needs a command').describe('the program, found on PATH or absolute; no shell'),
  args: z.array(text).default([]).describe('what it is started with'),
  env: z
    .record(z.string().regex(VARIABLE_NAME, 'is not a name that can be passed on'), envValue)
    .superRefine((env, context) => {
      for (const [name, value] of Object.entries(env)) {
        const problem = typeof value === 'string' ? undefined : findGapProblem(name, value);
        if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, path: [name] });
      }
    })
    .prefault({})
    .describe(
      'its environment, beside what servers get of the terminal; ${client:NAME} is a value that the client sends',
    ),
  cwd: text.nullable().default(null).describe('its working folder; null means the client’s'),
  url: later(text.nullable(), isNull).describe('of a remote server'),
  headers: later(z.record(z.string(), text), isEmpty).describe('sent to a remote server'),
  upstream_auth_token: later(text.nullable(), isNull).describe('sent to a remote server'),
  max_sessions: z.int().min(1).max(10_000).default(32).describe('open connections per user'),
  policy: serverPolicy.prefault({}),
});

/** What makes programs load code is said for the one server that it is for. */
const passedVariable = z
  .string()
  .regex(VARIABLE_NAME, 'this is no name of a variable')
  .refine((name) => isOfTerminal(name) || !loadsCode(name), {
    message: 'this makes programs load other code; name it in the env of the server that it is for',
  });

const daemon = z.strictObject({
  socket_path: path.nullable().default(null).describe('null means daemon.sock in the home'),
  home: path.nullable().default(null).describe('null means MCP_GUARD_HOME or ~/.config/mcp-guard'),
  shutdown_timeout: z.number().min(0).max(3600).default(30).describe('seconds that `stop` waits for answers'),
  log_level: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('what the daemon’s log tells'),
  dashboard_port: later(z.int().min(0).max(65_535)).describe('of the page on 127.0.0.1'),
  max_message_bytes: z
    .int()
    .min(1024)
    .max(2 ** 29)
    .default(33_554_432)
    .describe('the longest message, in bytes'),
  max_depth: z.int().min(4).max(1000).default(128).describe('nesting of a message'),
  pass_env: z
    .array(passedVariable)
    .max(256)
    .default([])
    .describe('names of further variables of the terminal that servers get, as `start` or `init` saw them last'),
  encryption: z
    .strictObject({ enabled: z.boolean().default(false).describe('whether the record is encrypted') })
    .prefault({}),
});

const interceptors = z.strictObject({
  timeout: z
    .number()
    .positive()
    .max(3600)
    .default(10)
    .describe('seconds that a decision may take; for a large message, of computing, and ten times as many of waiting'),
  timeout_action: z
    .literal('block', 'a decision that takes too long can only block')
    .default('block')
    .describe('what happens then'),
});

const audit = z.strictObject({
  enabled: z.literal(true, 'the audit cannot be switched off').default(true).describe('whether messages are recorded'),
  stdout: z.boolean().default(false).describe('also print every row, where the daemon runs in the foreground'),
  retention_days: z.number().positive().max(36_500).default(90).describe('how long rows are kept'),
  max_bytes: byteSize.default(2 ** 31).describe('the size at which traffic is refused'),
  payload: z
    .literal('none', 'only `none` is supported by this version')
    .default('none')
    .describe('how much of arguments and results is recorded'),
  durability: z.enum(['process', 'full']).default('process').describe('full also survives a power cut'),
  jsonl: path.nullable().default(null).describe('also append every row to this file'),
});

const refusals = z.enum(['error', 'tool_result']).default('error').describe('how a refused tool call is answered');

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 digits of 0-9a-f')
  .describe('the SHA-256 of its text');

const base = z
  .union([
    z.strictObject({ url: url.describe('where it is'), sha256 }),
    z.strictObject({
      path: path.describe('where it is, seen from this file'),
      sha256: sha256.nullable().default(null),
    }),
  ])
  .describe('a base that this file can only tighten: {url, sha256} or {path}');

/** A person's configuration. */
export const configSchema = z.strictObject({
  extends: base.nullable().default(null),
  servers: z.record(serverName, server).default({}).describe('the servers that clients may name'),
  daemon: daemon.prefault({}),
  auth: auth.prefault({}),
  interceptors: interceptors.prefault({}),
  pii: pii.prefault({}),
  spend: spend.prefault({}).describe('what the calls of a user to all servers together may cost'),
  approvals: approvals.prefault({}),
  audit: audit.prefault({}),
  refusals,
});

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

/** Commands and URLs say which servers an entry is about; a base starts nothing. */
const ruledServer = z
  .strictObject({
    command: namePattern.optional().describe('the program; a pattern'),
    args: z.array(namePattern).optional().describe('its arguments, one pattern each; none means any'),
    url: namePattern.optional().describe('of a remote server; a pattern'),
    env: z
      .record(z.string().regex(VARIABLE_NAME, 'is not a name that can be passed on'), namePattern)
      .optional()
      .describe(
        'variables that it must be started with, a pattern for each value; of those that decide what runs no other',
      ),
    headers: ofThePerson('headers'),
    upstream_auth_token: ofThePerson('a credential'),
    cwd: namePattern
      .optional()
      .describe('its working folder; a pattern, and * also means the client’s; none means that it names none'),
    max_sessions: z.int().min(1).max(10_000).optional().describe('open connections per user'),
    policy: serverPolicy.prefault({}),
  })
  .superRefine((entry, context) => {
    if (entry.command === undefined && entry.url === undefined) {
      context.addIssue('a base matches servers by their command or url, not by their name');
    }
  });

/** What `extends` names. Sections that it does not have are the person's own. */
export const baseSchema = z.strictObject({
  extends: z.never('a base cannot extend another').optional(),
  allow_other_servers: z.boolean().default(true).describe('whether servers may be used that no entry matches'),
  default: serverPolicy.prefault({}).describe('the policy of servers that no entry matches'),
  servers: z.record(serverName, ruledServer).default({}).describe('policies, for the servers that match'),
  daemon: z
    .strictObject({
      ...withoutDefaults(daemon.shape),
      socket_path: ofThePerson('a path of this machine'),
      home: ofThePerson('a path of this machine'),
      pass_env: ofThePerson('an environment'),
    })
    .prefault({}),
  auth: auth.optional(),
  interceptors: interceptors.optional(),
  pii: pii.optional(),
  spend: spend.optional().describe('what the calls of a user to all servers together may cost'),
  approvals: z
    .strictObject({ ...withoutDefaults(approvals.shape), notify: ofThePerson('a URL that is told') })
    .prefault({}),
  audit: z.strictObject({ ...withoutDefaults(audit.shape), jsonl: ofThePerson('a path of this machine') }).prefault({}),
  refusals: refusals.unwrap().optional().describe('how a refused tool call is answered'),
});

/** A configuration file that was read: every key is there, every value has been checked. */
export type ConfigFile = z.output<typeof configSchema>;
export type BaseFile = z.output<typeof baseSchema>;
export type Base = NonNullable<ConfigFile['extends']>;
export type ServerPolicy = z.output<typeof serverPolicy>;
export type Approvals = z.output<typeof approvals>;
/** With the currency that is meant. */
export type Spend = z.output<typeof spend> & { readonly currency: string };
