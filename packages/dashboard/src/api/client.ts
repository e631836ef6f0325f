import { isHint } from '@mcp-guard/core/page';
import { ApiError } from './api-error.js';
import { isRecord, isText, type ShapeCheck } from './check.js';
import { isEntered, isNothing } from './now-shapes.js';
import type { TokenKeeper } from './page-token.js';

/** Requests to the daemon in the name of this page. Each throws an `ApiError`. */
export interface Api {
  /** @param path behind `/api`: `/now` */
  get<T>(path: string, check: ShapeCheck<T>, signal?: AbortSignal): Promise<T>;
  post<T>(path: string, check: ShapeCheck<T>, body: object): Promise<T>;
  /** The stream of live events. */
  events(signal: AbortSignal): Promise<Response>;
  /** Signs in with a code that was typed. */
  enter(code: string): Promise<void>;
  /** Gives the right to see anything back. Resolves also if the daemon is gone, which has forgotten it. */
  leave(): Promise<void>;
}

interface ClientOptions {
  readonly fetch: typeof fetch;
  readonly token: TokenKeeper;
  /** The daemon does not know this page: a person has to sign in. */
  /** @param wasIn the daemon knows no longer what the page had signed in with */
  readonly onSignedOut: (wasIn: boolean) => void;
}

const HEADER = 'x-mcp-guard-page';
const ENTER = '/api/enter';

export function createApi({ fetch, token, onSignedOut }: ClientOptions): Api {
  async function send(path: string, init: RequestInit): Promise<Response> {
    const own = token.read();
    if (own === null && path !== ENTER) return signOut();
    const headers = new Headers(init.headers);
    if (own !== null) headers.set(HEADER, own);
    const response = await reach(() => fetch(path, { ...init, headers, cache: 'no-store', credentials: 'omit' }));
    if (response.ok) return response;
    // A decision is refused with this status, too: only for what is read does it mean that the page is not known.
    if (response.status === 401 && init.method === 'GET') return signOut();
    throw await toError(response);
  }

  function signOut(): never {
    const wasIn = token.read() !== null;
    token.forget();
    onSignedOut(wasIn);
    throw new ApiError(401, 'this page has to sign in');
  }

  const post = async <T>(path: string, check: ShapeCheck<T>, body: object): Promise<T> => {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return read(await send(path, init), check);
  };

  return {
    get: async (path, check, signal) => {
      const init: RequestInit = { method: 'GET', ...(signal && { signal }) };
      return read(await send(`/api${path}`, init), check);
    },
    post: (path, check, body) => post(`/api${path}`, check, body),
    events: (signal) => send('/api/events', { method: 'GET', signal, headers: { accept: 'text/event-stream' } }),
    async enter(code) {
      token.keep((await post(ENTER, isEntered, { code })).token);
    },
    async leave() {
      await post('/api/leave', isNothing, {}).catch(() => undefined);
      token.forget();
      onSignedOut(false);
    },
  };
}

async function reach(ask: () => Promise<Response>): Promise<Response> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw new ApiError(0, 'the daemon cannot be reached', { command: 'mcp-guard start -d' });
  }
}

async function read<T>(response: Response, check: ShapeCheck<T>): Promise<T> {
  const value: unknown = await response.json().catch(() => undefined);
  if (check(value)) return value;
  throw new ApiError(response.status, 'the daemon has answered what this page does not understand; load it again');
}

const isRefusal = isRecord({ message: isText });
const hasHint = isRecord({ hint: isHint });

async function toError(response: Response): Promise<ApiError> {
  const value: unknown = await response.json().catch(() => undefined);
  const message = isRefusal(value) ? value.message : `the daemon has answered with status ${response.status}`;
  return new ApiError(response.status, message, hasHint(value) ? value.hint : null);
}
