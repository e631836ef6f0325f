import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { loosens } from '../keys/loosens.js';
import {
  bearerToken,
  findUrlProblem,
  hasHeader,
  headers,
  REMOTE_TRANSPORTS,
  scope,
  serverUrl,
} from '../keys/upstream-values.js';
import { path } from '../keys/values.js';
import { maxSessions, serverPolicy } from './policy.js';

const secret = z.string().min(1).max(8192);

const oauth = z
  .strictObject({
    client_id: secret
      .nullable()
      .default(null)
      .describe('the client id of mcp-guard at the server’s login; null: it registers itself'),
    client_secret: secret.nullable().default(null).describe('null for a public client, as most are'),
    scopes: z
      .array(scope)
      .max(64, 'at most 64')
      .nullable()
      .default(null)
      .describe('the scopes of a login; null means those that the server asks for'),
  })
  .refine(({ client_id: id, client_secret: own }) => id !== null || own === null, {
    message: 'a secret belongs to a client_id',
    path: ['client_secret'],
  })
  .prefault({})
  .register(loosens, { looser: 'any change' });

const breaker = z
  .strictObject({
    failures: z
      .int()
      .min(1)
      .max(1000)
      .default(5)
      .describe('failed calls in a row after which it is not asked for a while'),
    open_seconds: z.number().positive().max(3600).default(30).describe('seconds for which it is left alone'),
  })
  .prefault({})
  .register(loosens, { looser: 'nothing' });

/** A server that is reached over the network, by each session in a session of its own. */
export const remoteServer = z
  .strictObject(
    {
      transport: z
        .enum(REMOTE_TRANSPORTS)
        .default('streamable-http')
        .describe('how the server is reached')
        .register(loosens, { looser: 'any change' }),
      url: serverUrl
        .describe('its address: https, or wss for a websocket; no name or password in it')
        .register(loosens, { looser: 'any change' }),
      headers: headers
        .prefault({})
        .describe('sent with every request; put secrets into secrets.env and write ${NAME}')
        .register(loosens, { looser: 'any change' }),
      upstream_auth_token: bearerToken
        .nullable()
        .default(null)
        .describe('sent as Authorization: Bearer; null means what `mcp-guard auth login` brings')
        .register(loosens, { looser: 'any change' }),
      oauth,
      allow_http: z
        .boolean()
        .default(false)
        .describe('whether it may be reached without TLS beyond this machine')
        .register(loosens, { looser: 'true' }),
      allow_private: z
        .boolean()
        .default(false)
        .describe('whether its name may lead to addresses of a private network')
        .register(loosens, { looser: 'true' }),
      ca_file: path
        .refine(isAbsolute, 'expected an absolute path')
        .nullable()
        .default(null)
        .describe('certificates (PEM) that are trusted for it beside those of the system')
        .register(loosens, { looser: 'any change' }),
      timeout: z
        .number()
        .min(1)
        .max(86_400)
        .default(300)
        .describe('seconds that a request may be without any sign of the server')
        .register(loosens, { looser: 'nothing' }),
      max_concurrent: z
        .int()
        .min(1)
        .max(1000)
        .default(64)
        .describe('requests that are under way at once; as many beside them may last')
        .register(loosens, { looser: 'more' }),
      circuit_breaker: breaker,
      max_sessions: maxSessions,
      policy: serverPolicy.prefault({}),
    },
    {
      error: ({ code }) =>
        code === 'unrecognized_keys' ? 'a remote server (one with a url) has no such key' : undefined,
    },
  )
  .superRefine(
    ({ url, transport, allow_http: allowHttp, headers: sent, upstream_auth_token: token, oauth: login }, context) => {
      const add = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message });
      const problem = findUrlProblem(url, transport, allowHttp);
      if (problem !== undefined) add('url', problem);
      const isLoggedIn = hasHeader(sent, 'authorization');
      if (token !== null && isLoggedIn) add('upstream_auth_token', 'the header authorization is set as well');
      if ((token !== null || isLoggedIn) && login.client_id !== null) {
        add('oauth', 'a login by oauth has no effect beside a configured token');
      }
    },
  );
