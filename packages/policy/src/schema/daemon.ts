import { VARIABLE_NAME } from '@mcp-guard/core';
import { isOfTerminal } from '@mcp-guard/core/terminal-environment';
import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import { proxyUrl } from '../keys/upstream-values.js';
import { path } from '../keys/values.js';
import { loadsCode } from '../text/loads-code.js';

/** A variable that makes programs load code has to be set for the one server that needs it. */
const passedVariable = z
  .string()
  .regex(VARIABLE_NAME, 'this is no name of a variable')
  .refine((name) => isOfTerminal(name) || !loadsCode(name), {
    message: 'this makes programs load other code; name it in the env of the server that it is for',
  });

export const daemon = z.strictObject({
  socket_path: path
    .nullable()
    .default(null)
    .describe('the socket of the daemon; null means daemon.sock in the home')
    .register(loosens, { looser: 'nothing' }),
  home: path
    .nullable()
    .default(null)
    .describe('the folder of everything that is kept; null means MCP_GUARD_HOME or ~/.config/mcp-guard')
    .register(loosens, { looser: 'nothing' }),
  shutdown_timeout: z
    .number()
    .min(0)
    .max(3600)
    .default(30)
    .describe('seconds that `stop` waits for answers')
    .register(loosens, { looser: 'nothing' }),
  log_level: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('the lowest level in the daemon’s log')
    .register(loosens, { looser: 'nothing' }),
  dashboard_port: z
    .union([z.literal(false), z.int().min(0).max(65_535)])
    .default(9777)
    .describe('the port of the page on 127.0.0.1, or the next free one; 0 is any free one, false is no page')
    .register(loosens, { looser: 'any change' }),
  max_message_bytes: z
    .int()
    .min(1024)
    .max(2 ** 29)
    .default(33_554_432)
    .describe('the longest message, in bytes')
    .register(loosens, { looser: 'more' }),
  max_depth: z
    .int()
    .min(4)
    .max(1000)
    .default(128)
    .describe('the deepest nesting of a message')
    .register(loosens, { looser: 'more' }),
  pass_env: z
    .array(passedVariable)
    .max(256)
    .default([])
    .describe('names of further variables of the terminal that servers get, as `start` or `init` saw them last')
    .register(loosens, { looser: 'more entries' }),
  proxy: proxyUrl
    .nullable()
    .default(null)
    .describe(
      'the proxy for remote servers, http://host:port or https://host:port, with its login where it needs one; null means HTTPS_PROXY and NO_PROXY of the terminal in which `init` or `start` ran last',
    )
    .register(loosens, { looser: 'any change' }),
  encryption: z
    .strictObject({
      enabled: z
        .boolean()
        .default(false)
        .describe(
          'whether the record is encrypted, with the key in `database.key` of the home or in MCP_GUARD_DATABASE_KEY',
        )
        .register(loosens, { looser: 'false' }),
    })
    .prefault({})
    .describe('encryption of the record'),
});
