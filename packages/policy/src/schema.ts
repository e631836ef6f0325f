import { z } from 'zod';
import { compilePattern, compileUriPattern, type Pattern } from './match.js';

/*
 * The whole configuration as one schema: the types, the defaults and the words of every
 * error come from here. Strict everywhere: a key that means nothing is a mistake.
 */

const patterns = (compile: (source: string) => Pattern) =>
  z.array(
    z
      .string()
      .min(1, 'an empty pattern matches nothing')
      .superRefine((source, context) => {
        try {
          compile(source);
        } catch (error) {
          context.addIssue(
            `the expression does not compile: ${error instanceof Error ? error.message : String(error)}`,
          );
        }
      }),
  );

const names = patterns(compilePattern);
const uris = patterns(compileUriPattern);

const permissions = z.strictObject({
  allowed_tools: names.nullable().default(null).describe('tools that may be used; null means all'),
  denied_tools: names.default([]).describe('tools that are hidden and refused, whatever is allowed'),
  allowed_resources: uris.nullable().default(null).describe('URIs that may be read; null means all'),
  denied_resources: uris.default([]).describe('URIs that are hidden and refused, whatever is allowed'),
  allowed_prompts: names.nullable().default(null).describe('prompts that may be used; null means all'),
  denied_prompts: names.default([]).describe('prompts that are hidden and refused, whatever is allowed'),
});

const policy = z.strictObject({
  unknown_methods: z
    .enum(['carry', 'refuse'])
    .nullable()
    .default(null)
    .describe('methods outside the specification; null means refuse where an allow list is set'),
  permissions: permissions.prefault({}),
  sampling: z
    .strictObject({ enabled: z.boolean().default(false).describe('whether the server may ask the client’s model') })
    .prefault({}),
});

const NO_CONTROLS = /^\P{Cc}*$/u;
const text = z.string().regex(/^[^\0]*$/, 'a NUL character cannot be passed on');

const server = z.strictObject({
  transport: z.literal('stdio', 'only stdio servers are supported by this version').default('stdio'),
  command: text.min(1, 'a server needs a command').describe('the program, found on PATH or absolute; no shell'),
  args: z.array(text).default([]),
  env: z
    .record(z.string().regex(/^[^=\0]+$/, 'not the name of a variable'), text)
    .default({})
    .describe('its environment, beside PATH, HOME, LANG and TMPDIR'),
  cwd: text.nullable().default(null).describe('its working folder; null means the client’s'),
  max_sessions: z.int().min(1).max(10_000).default(32).describe('open connections per user'),
  policy: policy.prefault({}),
});

const serverName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u,
    'a server’s name has 1 to 64 letters, digits, spaces or ._@- and begins with a letter or digit',
  );

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['KiB', 2 ** 10],
  ['MiB', 2 ** 20],
  ['GiB', 2 ** 30],
]);

/** `2GiB`, `512MiB`, or a number of bytes. */
const byteSize = z
  .union([
    z.int().positive(),
    z.string().regex(/^[1-9]\d{0,8} ?(KiB|MiB|GiB)?$/, 'a size is written like 2GiB or 512MiB'),
  ])
  .transform((size) => {
    if (typeof size === 'number') return size;
    const [, digits, unit = ''] = /^(\d+) ?(\w*)$/.exec(size) ?? [];
    return Number(digits) * (UNITS.get(unit) ?? 1);
  });

const path = text.min(1).regex(NO_CONTROLS, 'a path has no control characters');

export const configSchema = z.strictObject({
  servers: z.record(serverName, server).default({}).describe('the servers that clients may name'),
  daemon: z
    .strictObject({
      socket_path: path.nullable().default(null).describe('null means daemon.sock in the home'),
      home: path.nullable().default(null).describe('null means MCP_GUARD_HOME or ~/.config/mcp-guard'),
      shutdown_timeout: z.number().min(0).max(3600).default(30).describe('seconds that `stop` waits for answers'),
      log_level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
      max_message_bytes: z
        .int()
        .min(1024)
        .max(2 ** 29)
        .default(33_554_432),
      max_depth: z.int().min(4).max(1000).default(128).describe('nesting of a message'),
      encryption: z.strictObject({ enabled: z.boolean().default(false) }).prefault({}),
    })
    .prefault({}),
  auth: z
    .strictObject({ mode: z.literal('os', 'only the mode `os` is supported by this version').default('os') })
    .prefault({}),
  interceptors: z
    .strictObject({
      timeout: z.number().positive().max(3600).default(10).describe('seconds that a decision may take'),
      timeout_action: z.literal('block', 'a decision that takes too long can only block').default('block'),
    })
    .prefault({}),
  audit: z
    .strictObject({
      enabled: z.literal(true, 'the audit cannot be switched off').default(true),
      stdout: z.boolean().default(false).describe('also print every row, where the daemon runs in the foreground'),
      retention_days: z.number().positive().max(36_500).default(90),
      max_bytes: byteSize.default(2 ** 31).describe('the size at which traffic is refused'),
      payload: z.literal('none', 'only `none` is supported by this version').default('none'),
      durability: z.enum(['process', 'full']).default('process').describe('full also survives a power cut'),
      jsonl: path.nullable().default(null).describe('also append every row to this file'),
    })
    .prefault({}),
  refusals: z.enum(['error', 'tool_result']).default('error').describe('how a refused tool call is answered'),
});

/** A configuration that was read: every key is there, every value has been checked. */
export type Config = z.output<typeof configSchema>;
export type ServerConfig = Config['servers'][string];
export type ServerPolicy = ServerConfig['policy'];

/** Keys of the documented surface that this version does not carry out yet. It refuses them rather than ignore them. */
export const LATER_KEYS: ReadonlySet<string> = new Set([
  'extends',
  'allow_other_servers',
  'default',
  'pii',
  'spend',
  'approvals',
  'url',
  'headers',
  'upstream_auth_token',
  'locked',
  'arguments',
  'require_approval',
  'rate_limit',
  'elicitation',
  'roots',
  'max_tokens',
  'audit',
  'dashboard_port',
  'api_keys',
  'oauth',
  'roles',
]);
