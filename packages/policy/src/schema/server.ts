import { VARIABLE_NAME } from '@mcp-guard/core';
import { z } from 'zod';
import { findGapProblem } from '../client-text.js';
import { loosens } from '../keys/loosens.js';
import { envValue, isEmpty, isNull, later, text } from '../keys/values.js';
import { serverPolicy } from './policy.js';

/** A server that clients may name: how it is reached, and what binds it. */
export const server = z.strictObject({
  transport: z
    .literal('stdio', 'only stdio servers are supported by this version')
    .default('stdio')
    .describe('how the server is reached')
    .register(loosens, { looser: 'any change' }),
  command: text
    .min(1, 'a server needs a command')
    .describe('the program, found on PATH or absolute; no shell')
    .register(loosens, { looser: 'any change' }),
  args: z.array(text).default([]).describe('what it is started with').register(loosens, { looser: 'any change' }),
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
    )
    .register(loosens, { looser: 'any change' }),
  cwd: text
    .nullable()
    .default(null)
    .describe('its working folder; null means the client’s')
    .register(loosens, { looser: 'any change' }),
  url: later(text.nullable(), isNull).describe('of a remote server').register(loosens, { looser: 'any change' }),
  headers: later(z.record(z.string(), text), isEmpty)
    .describe('sent to a remote server')
    .register(loosens, { looser: 'any change' }),
  upstream_auth_token: later(text.nullable(), isNull)
    .describe('sent to a remote server')
    .register(loosens, { looser: 'any change' }),
  max_sessions: z
    .int()
    .min(1)
    .max(10_000)
    .default(32)
    .describe('open connections per user')
    .register(loosens, { looser: 'more' }),
  policy: serverPolicy.prefault({}),
});
