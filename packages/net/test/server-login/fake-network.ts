import type { Fetch } from '../../src/oauth/index.ts';

interface Page {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

export interface FakeNetwork {
  readonly fetch: Fetch;
  /** `METHOD URL`, in order. */
  readonly asked: readonly string[];
  /** What was sent to a URL last. */
  sent(url: string): string | undefined;
}

/** Answers from a table by URL; everything else is 404. A page may be made when it is asked for. */
export function fakeNetwork(pages: Readonly<Record<string, Page | (() => Page)>>): FakeNetwork {
  const asked: string[] = [];
  const bodies = new Map<string, string>();
  return {
    asked,
    sent: (url) => bodies.get(url),
    fetch: async (url, options) => {
      const { body, method = body === undefined ? 'GET' : 'POST' } = options ?? {};
      const at = String(url);
      asked.push(`${method} ${at}`);
      if (body !== undefined) bodies.set(at, String(body));
      const found = pages[at] ?? { status: 404 };
      const { status = 200, headers = {}, json } = typeof found === 'function' ? found() : found;
      const type = json === undefined ? {} : { 'content-type': 'application/json' };
      return {
        status,
        headers: { ...type, ...headers },
        body: Buffer.from(json === undefined ? '' : JSON.stringify(json)),
      };
    },
  };
}

export const SERVER = 'https://mcp.example.com/mcp';
export const RESOURCE_URL = 'https://mcp.example.com/.well-known/oauth-protected-resource/mcp';
export const ISSUER = 'https://login.example.com';
export const ISSUER_URL = `${ISSUER}/.well-known/oauth-authorization-server`;

export const RESOURCE = { resource: SERVER, authorization_servers: [ISSUER] };
export const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  registration_endpoint: `${ISSUER}/register`,
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
};

export const UNAUTHORIZED = {
  status: 401,
  headers: { 'www-authenticate': `Bearer resource_metadata="${RESOURCE_URL}"` },
} as const;
