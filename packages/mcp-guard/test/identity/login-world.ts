import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { createMemory } from './provider-memory.ts';
import { createKey } from './provider.ts';

/** A real authorization server, and a remote server that trusts it, on free ports of this machine. */
export interface LoginWorld extends AsyncDisposable {
  /** Of the remote server. */
  readonly url: string;
  readonly issuer: string;
  /** `METHOD path` of the authorization server, in order. */
  readonly asked: readonly string[];
  /** What the remote server needs for any request. */
  needed: string;
  /** The status and challenge of the remote server for a request with this header. */
  show(authorization: string | undefined): Promise<{ status: number; challenge: string | undefined }>;
}

const METADATA_PATH = '/.well-known/oauth-protected-resource/mcp';

export async function startLoginWorld(): Promise<LoginWorld> {
  const [issuerServer, remote] = [createServer(), createServer()];
  const [issuer, origin] = await Promise.all([listen(issuerServer), listen(remote)]);
  const url = `${origin}/mcp`;
  const asked: string[] = [];
  const adapter = createMemory();
  const provider = new Provider(issuer, { adapter, ...configure(url) });
  issuerServer.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '', issuer);
    asked.push(`${request.method} ${pathname}`);
    if (pathname.startsWith('/interaction/')) void agree(provider, request, response, url);
    else provider.callback()(request, response);
  });
  const world: LoginWorld = {
    url,
    issuer,
    asked,
    needed: 'read',
    async show(authorization) {
      const response = await fetch(url, {
        method: 'POST',
        headers: authorization === undefined ? {} : { authorization },
      });
      await response.body?.cancel();
      return { status: response.status, challenge: response.headers.get('www-authenticate') ?? undefined };
    },
    async [Symbol.asyncDispose]() {
      for (const server of [issuerServer, remote]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
  remote.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === METADATA_PATH) {
      const metadata = { resource: url, authorization_servers: [issuer], scopes_supported: ['read'] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
      return;
    }
    void scopesOf(adapter, url, request.headers.authorization).then((scopes) => {
      const where = `resource_metadata="${origin}${METADATA_PATH}"`;
      if (!scopes) return response.writeHead(401, { 'www-authenticate': `Bearer ${where}` }).end();
      const missing = `Bearer error="insufficient_scope", scope="${world.needed}", ${where}`;
      if (!scopes.includes(world.needed)) return response.writeHead(403, { 'www-authenticate': missing }).end();
      return response.writeHead(200).end();
    });
  });
  return world;
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

/** What a token gives at the remote server; nothing for one that is not for it, or no longer good. */
async function scopesOf(
  adapter: ReturnType<typeof createMemory>,
  url: string,
  authorization = '',
): Promise<readonly string[] | undefined> {
  const token = /^Bearer (\S+)$/u.exec(authorization)?.[1] ?? '';
  const found = await adapter('AccessToken').find(token);
  return found?.['aud'] === url ? String(found['scope']).split(' ') : undefined;
}

/** What a person does on the pages of the issuer: logs in, and agrees. */
async function agree(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  url: string,
): Promise<void> {
  const { prompt, params } = await provider.interactionDetails(request, response);
  const accountId = 'anna';
  if (prompt.name === 'login') return provider.interactionFinished(request, response, { login: { accountId } });
  const grant = new provider.Grant({ accountId, clientId: String(params['client_id']) });
  grant.addOIDCScope('offline_access read write');
  grant.addResourceScope(url, 'read write');
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

function configure(url: string): object {
  const { kid, key } = createKey();
  return {
    jwks: { keys: [{ ...key.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomUUID()] },
    scopes: ['offline_access', 'read', 'write'],
    clientDefaults: { id_token_signed_response_alg: 'RS256' },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    issueRefreshToken: () => true,
    rotateRefreshToken: () => true,
    ttl: { AccessToken: 3600, RefreshToken: 3600, Interaction: 600, Session: 600, Grant: 3600 },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ audience: url, scope: 'read write', accessTokenFormat: 'opaque' }),
        useGrantedResource: () => true,
      },
    },
  };
}
