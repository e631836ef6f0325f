import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { guardPaths } from '@mcp-guard/core';
import type { TestGuard } from './guard.ts';

export interface FakeDaemon extends AsyncDisposable {
  /** Method, path and body of what it was asked, in order. */
  readonly asked: readonly (readonly [question: string, body: unknown])[];
}

/** Listens where the daemon of a home would and answers everything the same. */
export async function startFakeDaemon(guard: TestGuard, status: number, answer: object): Promise<FakeDaemon> {
  const { key, controlSocket } = guardPaths(guard.home);
  const asked: [string, unknown][] = [];
  await writeFile(key, 'ab'.repeat(32), { mode: 0o600 });
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      asked.push([`${request.method} ${request.url}`, JSON.parse(body || 'null')]);
      response.writeHead(status).end(JSON.stringify(answer));
    });
  });
  const umask = process.umask(0o077);
  server.listen(controlSocket);
  await once(server, 'listening');
  process.umask(umask);
  return {
    asked,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}
