import type { IncomingMessage } from 'node:http';
import { ERRORS, GuardError, parseJson, type JsonValue } from '@mcp-guard/core';
import type { Requester } from '../identity/requester.js';
import type { ControlRoute } from './control-route.js';

/** How a request of the control API came in. */
interface Asked {
  readonly request: IncomingMessage;
  /** Its path, as the routes have it, with its query. */
  readonly url: string;
  readonly maxBytes: number;
  /** Says who asks, or throws why this route is not for them. */
  readonly requesterOf: (route: ControlRoute) => Requester;
}

/** Answers on the control socket and for the page alike. Returns nothing if there is no such route; throws what it throws. */
export async function answerRequest(
  routes: readonly ControlRoute[],
  { request, url, maxBytes, requesterOf }: Asked,
): Promise<unknown> {
  const [path = ''] = url.split('?', 1);
  const query = url.slice(path.length);
  for (const route of routes) {
    const id = route.method === request.method ? matchPath(route.path, path) : undefined;
    if (id === undefined) continue;
    const body = await readJson(request, maxBytes);
    return route.answer({ id, query: new URLSearchParams(query), body, requester: requesterOf(route) });
  }
  return undefined;
}

/** Returns the segment in the place of `:id`. Empty for a pattern without it; nothing if the path is another. */
function matchPath(pattern: string, path: string): string | undefined {
  const [begin = '', end] = pattern.split(':id', 2);
  if (end === undefined) return pattern === path ? '' : undefined;
  if (!path.startsWith(begin) || !path.endsWith(end)) return undefined;
  const id = path.slice(begin.length, path.length - end.length);
  return id === '' || id.includes('/') ? undefined : decode(id);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The JSON in the body of a request; nothing if it has none. Throws if there is too much of it, or it is no JSON. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<JsonValue | undefined> {
  const text = await readText(request, maxBytes);
  if (text === '') return undefined;
  try {
    return parseJson(text);
  } catch {
    throw new GuardError('MALFORMED_MESSAGE', 'the body of the request is not JSON');
  }
}

/** The body of a request. Throws MESSAGE_TOO_LARGE as soon as that is known: by its head, if that says so. */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const insist = (bytes: number): void => {
    if (bytes > maxBytes) throw new GuardError('MESSAGE_TOO_LARGE', `the request is longer than ${maxBytes} bytes`);
  };
  insist(Number(request.headers['content-length'] ?? 0));
  const chunks: Buffer[] = [];
  let length = 0;
  // The connection is kept, so that the sender gets the refusal.
  const incoming: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of incoming) {
    chunks.push(chunk);
    insist((length += chunk.length));
  }
  return Buffer.concat(chunks).toString('utf8');
}

interface Failure {
  readonly status: number;
  readonly body: Pick<GuardError, 'code' | 'message' | 'hint'>;
}

/** The sender of a request gets this for an error. */
export function toFailure(thrown: unknown): Failure {
  const { code, message, hint } = GuardError.from(thrown);
  return { status: ERRORS[code].http, body: { code, message, hint } };
}
