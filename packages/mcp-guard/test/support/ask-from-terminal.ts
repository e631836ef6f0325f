import { readFile } from 'node:fs/promises';
import { guardPaths } from '@mcp-guard/core';
import type { TestGuard } from './guard.ts';
import { askOutside } from './person.ts';
import { runInTerminalOf, type Seat } from './terminal.ts';

export type { Seat } from './terminal.ts';

/** Asks one thing of a Unix socket, and shows the answer. */
const PROGRAM = `
const [options, content] = process.argv.slice(1);
require('node:http').request(JSON.parse(options), (answer) => answer.pipe(process.stdout)).end(content);
`;

/** What the control API answers to a person. A refusal is `{code, message}`. */
export async function askFromTerminal<T>(
  guard: Pick<TestGuard, 'home'>,
  path: string,
  body: object,
  seat: Seat = 'outside',
): Promise<T> {
  const { controlSocket: socketPath, key } = guardPaths(guard.home);
  const content = JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${(await readFile(key, 'utf8')).trim()}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(content),
  };
  const options = { socketPath, path, method: 'POST', headers, agent: false };
  const told = seat === 'outside' ? await askOutside(options, content) : await askInside(options, content);
  const answer: T = JSON.parse(told); // oxlint-disable-line typescript/no-unsafe-assignment -- our own daemon's
  return answer;
}

async function askInside(options: object, content: string): Promise<string> {
  const command = [process.execPath, '-e', PROGRAM, '--', JSON.stringify(options), content];
  return (await runInTerminalOf({ env: process.env, seat: 'inside' }, command)).screen;
}
