import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { PUBLIC_KEY } from '../keys/public-key.js';
import { byteSize, path, serverName, url } from '../keys/values.js';
import { shapeOf } from '../sections/layers.js';
import { approvals } from './approvals.js';
import { auth } from './auth.js';
import { daemon } from './daemon.js';
import { pii } from './pii.js';
import { server } from './server.js';
import { telemetry } from './telemetry.js';

/*
 * A whole configuration file as one schema: the source of the types, the defaults and the
 * messages of errors. Strict everywhere: an unknown key is an error.
 */

export const interceptors = z.strictObject({
  timeout: z
    .number()
    .positive()
    .max(3600)
    .default(10)
    .describe('seconds that a decision may take; for a large message, of computing, and ten times as many of waiting')
    .register(loosens, { looser: 'more' }),
  timeout_action: z
    .literal('block', 'a decision that takes too long can only block')
    .default('block')
    .describe('the outcome after a timeout')
    .register(loosens, { looser: 'any change' }),
});

export const audit = z.strictObject({
  enabled: z
    .literal(true, 'the audit cannot be switched off')
    .default(true)
    .describe('whether messages are recorded')
    .register(loosens, { looser: 'any change' }),
  stdout: z
    .boolean()
    .default(false)
    .describe('also print every row, where the daemon runs in the foreground')
    .register(loosens, { looser: 'nothing' }),
  retention_days: z
    .number()
    .positive()
    .max(36_500)
    .default(90)
    .describe('days for which rows are kept')
    .register(loosens, { looser: 'less' }),
  max_bytes: byteSize
    .default(2 ** 31)
    .describe(
      'the size of the record, in bytes or as 2GiB, which is the default: a warning at 80 %, at 98 % traffic is refused; in an hour a server may use a quarter of it, a session an eighth',
    )
    .register(loosens, { looser: 'nothing' }),
  payload: z
    .literal('none', 'only `none` is supported by this version')
    .default('none')
    .describe('arguments and results are not recorded, except the masked call of an approval')
    .register(loosens, { looser: 'any change' }),
  durability: z
    .enum(['process', 'full'])
    .default('process')
    .describe('process survives the death of the daemon, full also a power cut, and is slower')
    .register(loosens, { looser: ['full', 'process'] }),
  jsonl: path
    .refine((file) => !/^\/(?:proc|sys|dev)(?:\/|$)/.test(file), 'no file can be kept below /proc, /sys or /dev')
    .nullable()
    .default(null)
    .describe('also append every row to this file, one JSON object a line')
    .register(loosens, { looser: 'any change' }),
});

export const refusals = z
  .enum(['error', 'tool_result'])
  .default('error')
  .describe('how a refused tool call is answered: with a JSON-RPC error, or with a result that is an error')
  .register(loosens, { looser: 'nothing' });

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, 'a SHA-256 is 64 digits of 0-9a-f or A-F')
  .toLowerCase()
  .describe('the SHA-256 of its text: each change of the base needs a new one here');

const publicKey = z
  .string()
  .regex(PUBLIC_KEY, 'a key is 43 letters and digits of base64 and a =; `mcp-guard base keygen` prints it')
  .describe('the Ed25519 key that signs it, in base64; the signature is at its URL with .sig at the end of the path');

const fromUrl = {
  url: url.describe('its address; the text is kept in `bases/` of the home'),
  allow_private: z.boolean().default(false).describe('whether its name may lead into a private network'),
};

const base = z.union([
  z.strictObject({ ...fromUrl, sha256 }),
  z.strictObject({ ...fromUrl, public_key: publicKey }),
  z.strictObject({
    path: path.describe(
      'its path, relative to this file; it must belong to you or root, and no other user may write it',
    ),
    sha256: sha256.nullable().default(null),
  }),
]);

/** A person's configuration. */
export const configSchema = z.strictObject({
  // Its contents are compared where they bind.
  extends: base
    .nullable()
    .default(null)
    .describe('a base that this file can only tighten: {url, sha256}, {url, public_key} or {path}')
    .register(loosens, { looser: 'nothing' }),
  servers: z.record(serverName, server).default({}).describe('the servers that clients may name'),
  daemon: daemon.prefault({}).describe('the daemon itself'),
  auth: auth.prefault({}).describe('who a client is, and which roles that gives'),
  interceptors: interceptors.prefault({}).describe('how long a decision may take'),
  pii: pii.prefault({}).describe('secrets, personal data and hidden text, in both directions'),
  ...shapeOf('ofAll'),
  approvals: approvals.prefault({}).describe('how a person decides about calls that are held'),
  audit: audit.prefault({}).describe('the record of every message'),
  telemetry: telemetry.prefault({}).describe('OpenTelemetry; applies from the next start'),
  refusals,
});

/** A configuration file that was read: every key is there, every value has been checked. */
export type ConfigFile = z.output<typeof configSchema>;
export type Base = NonNullable<ConfigFile['extends']>;
export type ApprovalSettings = z.output<typeof approvals>;
