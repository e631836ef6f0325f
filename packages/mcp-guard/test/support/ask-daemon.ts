import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { guardPaths } from '@mcp-guard/core';
import type { TestGuard } from './guard.ts';

/** What the control API answers; with a body it is a POST. A refusal is `{code, message}`. */
export async function askDaemon<T>(guard: Pick<TestGuard, 'home'>, path: string, body?: unknown): Promise<T> {
  const { controlSocket: socketPath, key } = guardPaths(guard.home);
  const headers = {
    authorization: `Bearer ${(await readFile(key, 'utf8')).trim()}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const method = body === undefined ? 'GET' : 'POST';
  const told = await new Promise<string>((resolve, reject) => {
    request({ socketPath, path, headers, method }, (answer) => void text(answer).then(resolve, reject))
      .once('error', reject)
      .end(body === undefined ? undefined : JSON.stringify(body));
  });
  const answer: T = JSON.parse(told); // oxlint-disable-line typescript/no-unsafe-assignment -- our own daemon's
  return answer;
}
