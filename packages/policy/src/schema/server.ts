import { VARIABLE_NAME } from '@mcp-guard/core';
import { z } from 'zod';
import { findGapProblem } from '../text/client-text.js';
import { loosens } from '../keys/loosens.js';
import { REMOTE_TRANSPORTS, type RemoteTransport } from '../keys/upstream-values.js';
import { envValue, text } from '../keys/values.js';
import { maxSessions, serverPolicy } from './policy.js';
import { remoteServer } from './remote-server.js';

/** A program on this machine. */
const stdioServer = z.strictObject(
  {
    transport: z
      .literal('stdio')
      .default('stdio')
      .describe('how the server is reached')
      .register(loosens, { looser: 'any change' }),
    command: text
      .min(1, 'a server needs a command')
      .describe('the program, found on PATH or absolute; no shell')
      .register(loosens, { looser: 'any change' }),
    args: z
      .array(text)
      .default([])
      .describe('the arguments of the command')
      .register(loosens, { looser: 'any change' }),
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
        'its environment, beside the variables of the terminal that every server gets; ${client:NAME} is a value that the client sends',
      )
      .register(loosens, { looser: 'any change' }),
    cwd: text
      .nullable()
      .default(null)
      .describe('its working folder; null means the client’s')
      .register(loosens, { looser: 'any change' }),
    max_sessions: maxSessions,
    policy: serverPolicy.prefault({}).describe('the rules for this server'),
  },
  {
    error: ({ code }) =>
      code === 'unrecognized_keys' ? 'a server that is started by a command has no such key' : undefined,
  },
);

/** A server that clients may name: how it is reached, and what binds it. */
export const server = z.preprocess(
  nameTransport,
  z.discriminatedUnion('transport', [stdioServer, remoteServer], {
    error: ({ code, input }) => (code === 'invalid_union' ? describeTransport(input) : undefined),
  }),
);

/** The names that clients and other guards have for a transport. */
const OTHER_NAMES: ReadonlyMap<unknown, RemoteTransport> = new Map([
  ['http', 'streamable-http'],
  ['streamable_http', 'streamable-http'],
  ['streamablehttp', 'streamable-http'],
  ['ws', 'websocket'],
]);

function describeTransport(entry: unknown): string {
  const given: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'transport') : undefined;
  const ours = typeof given === 'string' ? OTHER_NAMES.get(given.toLowerCase()) : undefined;
  return ours === undefined ? `expected one of stdio, ${REMOTE_TRANSPORTS.join(', ')}` : `here this is ${ours}`;
}

/** An entry that names no transport is what its keys make of it. */
function nameTransport(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
  const has = (key: string): boolean => !isNothing(Reflect.get(entry, key));
  const usual = has('url') && !Object.hasOwn(entry, 'command') ? 'streamable-http' : 'stdio';
  const named: object = { transport: usual, ...entry };
  if (Reflect.get(named, 'transport') !== 'stdio') return named;
  return Object.fromEntries(Object.entries(named).filter(([key]) => !OF_REMOTE.has(key) || has(key)));
}

/** A server of this machine may have these if they ask for nothing. */
const OF_REMOTE: ReadonlySet<string> = new Set(['url', 'headers', 'upstream_auth_token']);

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

/** The keys of the kind of server that this is. */
export const shapeOfServer = (transport: string): z.core.$ZodShape =>
  (transport === 'stdio' ? stdioServer : remoteServer).shape;
