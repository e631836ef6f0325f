import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { guardPaths } from '@mcp-guard/core';
import type { TestGuard } from './guard.ts';

/** Where a person sits: in a terminal of its own, or in one that a client has started. */
export type Seat = 'outside' | 'inside';

/** Asks one thing of a Unix socket, as a process in a terminal. */
const PROGRAM = `
import http.client, json, os, pty, socket, sys, time
path, key, url, body, seat = json.loads(sys.argv[1])
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
    asking = http.client.HTTPConnection('localhost')
    asking.sock = socket.socket(socket.AF_UNIX)
    asking.sock.connect(path)
    asking.request('POST', url, body, {'authorization': 'Bearer ' + key, 'content-type': 'application/json'})
    os.write(told, asking.getresponse().read())
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
  const asked = [controlSocket, (await readFile(key, 'utf8')).trim(), url, JSON.stringify(body), seat];
  const child = spawn('python3', ['-c', PROGRAM, JSON.stringify(asked)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const answer: T = JSON.parse(await text(child.stdout)); // oxlint-disable-line typescript/no-unsafe-assignment -- our own daemon's
  return answer;
}
