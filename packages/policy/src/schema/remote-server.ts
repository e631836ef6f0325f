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
      .describe(
        'the client id of mcp-guard at the server’s login, or the URL of a client-id metadata document; null: it registers itself',
      ),
    client_secret: secret.nullable().default(null).describe('its secret; null for a public client, as most are'),
    scopes: z
      .array(scope)
      .max(64, 'at most 64')
      .nullable()
      .default(null)
      .describe('the scopes of a login where the server asks for none itself; null means those that it asks for'),
  })
  .refine(({ client_id: id, client_secret: own }) => id !== null || own === null, {
    message: 'a secret belongs to a client_id',
    path: ['client_secret'],
  })
  .prefault({})
  .describe('how the guard logs in at the server')
  .register(loosens, { looser: 'any change' });

const breaker = z
  .strictObject({
    failures: z.int().min(1).max(1000).default(5).describe('failed calls in a row after which it is left alone'),
    open_seconds: z
      .number()
      .positive()
      .max(3600)
      .default(30)
      .describe('seconds for which it is left alone; one second where its connections broke'),
  })
  .prefault({})
  .describe(
    'when a server that fails is not asked for a while; a server that refuses connections or has just restarted is asked again at once',
  )
  .register(loosens, { looser: 'nothing' });

/** A server that is reached over the network, by each session in a session of its own. */
export const remoteServer = z
  .strictObject(
    {
      transport: z
        .enum(REMOTE_TRANSPORTS)
        .default('streamable-http')
        .describe('the transport; a websocket needs a wss:// url')
        .register(loosens, { looser: 'any change' }),
      url: serverUrl
        .describe(
          'its address: https, or wss for a websocket; no name, password or secret in it; a redirect to another origin is refused',
        )
        .register(loosens, { looser: 'any change' }),
      headers: headers
        .prefault({})
        .describe(
          'sent with every request, without those of the protocol (Host, Accept, Mcp-Session-Id…); put secrets into secrets.env and write ${NAME}',
        )
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
        .describe('whether its name may lead into a private network')
        .register(loosens, { looser: 'true' }),
      ca_file: path
        .refine(isAbsolute, 'expected an absolute path')
        .nullable()
        .default(null)
        .describe('certificates (PEM) that are trusted beside those of the system; certificates are always checked')
        .register(loosens, { looser: 'any change' }),
      timeout: z
        .number()
        .min(1)
        .max(86_400)
        .default(300)
        .describe('seconds without any sign of the server, after which a request gets an error')
        .register(loosens, { looser: 'nothing' }),
      max_concurrent: z
        .int()
        .min(1)
        .max(1000)
        .default(64)
        .describe(
          'requests that are under way at once, and as many more that last (`subscriptions/listen`): of those, one session gets at most half of what is left, and 64',
        )
        .register(loosens, { looser: 'more' }),
      circuit_breaker: breaker,
      max_sessions: maxSessions,
      policy: serverPolicy.prefault({}).describe('the rules for this server'),
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
