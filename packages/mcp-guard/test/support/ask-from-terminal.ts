import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { guardPaths } from '@mcp-guard/core';
import type { TestGuard } from './guard.ts';
import { python, PYTHON_OPTIONS } from './python.ts';

/** Where a person sits: in a terminal of its own, or in one that a client has started. */
export type Seat = 'outside' | 'inside';

/** Asks one thing of a Unix socket, as a process in a terminal. */
const PROGRAM = `
import os, pty, socket, sys, time
path, request, seat = sys.argv[1:]
if seat == 'outside':
    starter = os.getpid()
    if os.fork() != 0:
        os._exit(0)
    while os.getppid() == starter:
        time.sleep(0.001)
    os.setsid()
told = os.dup(1)
pid, terminal = pty.fork()
if pid == 0:
    asking = socket.socket(socket.AF_UNIX)
    asking.connect(path)
    asking.sendall(request.encode())
    while part := asking.recv(65536):
        os.write(told, part)
    os._exit(0)
os.close(told)
os.waitpid(pid, 0)
`;

/** What the control API answers to a person. A refusal is `{code, message}`. */
export async function askFromTerminal<T>(
  guard: Pick<TestGuard, 'home'>,
  url: string,
  body: object,
  seat: Seat = 'outside',
): Promise<T> {
  const { controlSocket, key } = guardPaths(guard.home);
  const content = JSON.stringify(body);
  const head = [
    `POST ${url} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${(await readFile(key, 'utf8')).trim()}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(content)}`,
    'connection: close',
  ];
  const request = `${head.join('\r\n')}\r\n\r\n${content}`;
  const child = spawn(python(), [...PYTHON_OPTIONS, '-c', PROGRAM, controlSocket, request, seat], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told = await text(child.stdout);
  const answer: T = JSON.parse(told.slice(told.indexOf('\r\n\r\n'))); // oxlint-disable-line typescript/no-unsafe-assignment -- our own daemon's
  return answer;
}
