import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { guardPaths, type DaemonHealth, type DaemonStatus } from '@mcp-guard/core';
import type { TestGuard } from './guard.ts';

/** What `status --json` and `health --json` print, asked directly: tests wait for it, and a process for each look is dear. */
export const readStatus = (guard: TestGuard): Promise<DaemonStatus> => ask(guard, '/status');
export const readHealth = (guard: TestGuard): Promise<DaemonHealth> => ask(guard, '/health');

async function ask<T>(guard: TestGuard, path: string): Promise<T> {
  const { controlSocket: socketPath, key } = guardPaths(guard.home);
  const headers = { authorization: `Bearer ${(await readFile(key, 'utf8')).trim()}` };
  const body = await new Promise<string>((resolve, reject) => {
    request({ socketPath, path, headers }, (answer) => void text(answer).then(resolve, reject))
      .once('error', reject)
      .end();
  });
  const answer: T = JSON.parse(body); // oxlint-disable-line typescript/no-unsafe-assignment -- our own daemon's
  return answer;
}
