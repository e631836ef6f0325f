import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { GuardError } from '@mcp-guard/core';

/** A person has this long to log in, in milliseconds. */
const LOGIN_TIMEOUT = 300_000;
const MAX_CONNECTIONS = 16;
const PATH = '/callback';

/** Fixed texts only: what a stranger put into the address is not shown. */
const PAGES = {
  done: { status: 200, text: 'You are logged in. You can close this page.' },
  failed: { status: 400, text: 'The login failed; the terminal shows why. You can close this page.' },
  unknown: { status: 404, text: 'There is nothing here.' },
} as const;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
} as const;

/**
 * Takes one response of a provider on a free port of 127.0.0.1 (RFC 8252, section 7.3), and
 * shows the browser that brings it whether the login succeeded.
 * @param begin gets the address that the provider redirects to
 * @param isOurs whether a response belongs to this login; other programs of this machine can send some, which are ignored
 * @param finish processes the response, or throws why it is invalid; it is called once
 */
export async function takeCallback<T>(
  begin: (redirectUri: string) => void | Promise<void>,
  isOurs: (query: URLSearchParams) => boolean,
  finish: (query: URLSearchParams) => Promise<T>,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let isTaken = false;
  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '', origin);
    // A web page may know our port, but a DNS name that resolves here is not our host.
    if (isTaken || request.method !== 'GET' || request.headers.host !== host || url?.pathname !== PATH) {
      return show(response, 'unknown');
    }
    if (!isOurs(url.searchParams)) return show(response, 'unknown');
    isTaken = true;
    finish(url.searchParams).then(
      (result) => show(response, 'done', () => resolve(result)),
      (error: unknown) => show(response, 'failed', () => reject(GuardError.from(error))),
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const origin = `http://${host}`;

  const timeout = new AbortController();
  const late = delay(LOGIN_TIMEOUT, undefined, { signal: timeout.signal }).then(() => {
    throw new GuardError('UNAUTHENTICATED', `the login did not finish within ${LOGIN_TIMEOUT / 60_000} minutes`);
  });
  late.catch(() => undefined);
  try {
    await begin(`${origin}${PATH}`);
    return await Promise.race([promise, late]);
  } finally {
    timeout.abort();
    server.close();
    server.closeAllConnections();
  }
}

function show(response: ServerResponse, page: keyof typeof PAGES, then: () => void = () => undefined): void {
  const { status, text } = PAGES[page];
  response.once('finish', then).once('close', then).writeHead(status, HEADERS);
  response.end(`<!doctype html><title>mcp-guard</title><p>${text}</p>\n`);
}
