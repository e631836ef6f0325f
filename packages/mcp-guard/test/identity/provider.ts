import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { createMemory } from './provider-memory.ts';

export const CLIENT = 'guard';
/** What access tokens are for, where a test asks for them. */
export const API = 'https://api.example.com';

/** A key of a provider, and its name. */
export interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
}

export const createKey = (): SigningKey => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid: randomUUID(), key: privateKey, publicKey };
};

/** What every provider signs with at first: to make one takes as long as a whole test. */
let first: SigningKey | undefined;

export interface ProviderOptions {
  /** What the provider knows of the guard beside its defaults for public clients. */
  readonly client?: object;
  /** Whether a login can be renewed; default true. */
  readonly renewable?: boolean;
}

/** A real OpenID provider on a free port of this machine; whoever comes is logged in as `person`. */
export interface TestProvider extends AsyncDisposable {
  readonly issuer: string;
  person: { subject: string; roles: readonly string[] };
  /** Seconds that the next tokens live; 3600 at first. */
  lifetime: number;
  /** What signs now. */
  readonly key: SigningKey;
  /** Signs with a new key from now on; the old one is forgotten. */
  rotate(): void;
  /** Answers nothing but errors, or works again. */
  isDown: boolean;
  /** Gives no new tokens for old ones from now on. */
  refusesRefresh: boolean;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
}

export async function startProvider(options: ProviderOptions = {}): Promise<TestProvider> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const asked: string[] = [];
  const adapter = createMemory();
  let key = (first ??= createKey());

  function create(): Provider {
    return new Provider(issuer, { adapter, ...configure(options, key, state) });
  }
  const state: TestProvider = {
    issuer,
    person: { subject: 'anna', roles: ['staff'] },
    lifetime: 3600,
    get key() {
      return key;
    },
    rotate() {
      key = createKey();
      current = create();
    },
    isDown: false,
    refusesRefresh: false,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  let current = create();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '', issuer);
    asked.push(pathname);
    if (state.isDown) response.writeHead(503).end();
    else if (state.refusesRefresh && pathname === '/token') {
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
    } else if (pathname.startsWith('/interaction/')) void interact(current, request, response, state.person.subject);
    else current.callback()(request, response);
  });
  return state;
}

/** What a person does on the provider's pages: says who he is, then that he agrees. */
async function interact(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  accountId: string,
): Promise<void> {
  const { prompt, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') return provider.interactionFinished(request, response, { login: { accountId } });
  const grant = new provider.Grant({ accountId: session?.accountId ?? accountId, clientId: CLIENT });
  grant.addOIDCScope('openid profile offline_access');
  grant.addResourceScope(API, 'use');
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

function configure(
  { renewable = true, client = {} }: ProviderOptions,
  { kid, key }: SigningKey,
  now: Pick<TestProvider, 'person' | 'lifetime'>,
): object {
  const roles = (): readonly string[] => now.person.roles;
  const lifetime = (): number => now.lifetime;
  const resource = {
    audience: API,
    scope: 'use',
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: 'RS256' } },
  };
  return {
    clients: [
      {
        client_id: CLIENT,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/callback'],
        ...client,
      },
    ],
    jwks: { keys: [{ ...key.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [randomUUID()] },
    claims: { openid: ['sub', 'roles'] },
    conformIdTokenClaims: false,
    extraTokenClaims: () => ({ roles: roles() }),
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, roles: roles() }),
    }),
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    issueRefreshToken: () => renewable,
    ttl: { AccessToken: lifetime, IdToken: lifetime, RefreshToken: 3600, Interaction: 600, Session: 600, Grant: 3600 },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ ...resource, accessTokenTTL: lifetime() }),
        useGrantedResource: () => true,
      },
    },
  };
}
