import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { DaemonStatus, PageCode } from '@mcp-guard/core';
import { askDaemon } from './ask-daemon.ts';
import { askFromTerminal, type Seat } from './ask-from-terminal.ts';
import type { TestGuard } from './guard.ts';

type Home = Pick<TestGuard, 'home'>;

export interface WebRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WebAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Asks the HTTP side of a daemon as any program can: nothing is added to the request and nothing of its path is changed. */
export const askWeb = (
  url: string,
  path: string,
  { method = 'GET', headers = {}, body }: WebRequest = {},
): Promise<WebAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    request({ hostname, port, path, method, headers: { connection: 'close', ...headers } }, (answer) => {
      text(answer).then(
        (told) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: told }),
        reject,
      );
    })
      .once('error', reject)
      .end(body);
  });

/** Where the page of a daemon is. */
export async function pageUrl(guard: Home): Promise<string> {
  const { dashboard } = await askDaemon<DaemonStatus>(guard, '/status');
  if (dashboard === null) throw new Error('this daemon has no page');
  return dashboard;
}

/** A code that a person asks for in a terminal, or that a program asks for without one. */
export const askForCode = (guard: Home, seat: Seat | 'no terminal' = 'outside'): Promise<PageCode> =>
  seat === 'no terminal' ? askDaemon(guard, '/page/code', {}) : askFromTerminal(guard, '/page/code', {}, seat);

export const json = { 'content-type': 'application/json' } as const;

/** Signs a page in, and returns what its requests bring. */
export async function signIn({ url, code }: PageCode): Promise<Readonly<Record<string, string>>> {
  const { status, body } = await askWeb(url, '/api/enter', {
    method: 'POST',
    headers: { origin: url, ...json },
    body: JSON.stringify({ code }),
  });
  if (status !== 200) throw new Error(`the code was refused: ${body}`);
  const { token }: { token: string } = JSON.parse(body);
  return { 'x-mcp-guard-page': token, origin: url };
}
