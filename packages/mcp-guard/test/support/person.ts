import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestOptions } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { leaveInTerminal } from './terminal.ts';

/** Asks what it is told to, one question a line, and tells the answers. It ends with the process of the test. */
const PROGRAM = `
const socket = require('node:net').createConnection(process.argv[1]).once('close', () => process.exit());
require('node:readline').createInterface({ input: socket }).on('line', (line) => {
  const [id, options, content] = JSON.parse(line);
  const tell = (text) => socket.write(JSON.stringify([id, text]) + '\\n');
  const onAnswer = (answer) => {
    let text = '';
    answer.setEncoding('utf8').on('data', (part) => (text += part)).once('end', () => tell(text));
  };
  require('node:http').request(options, onAnswer).once('error', (error) => tell(String(error))).end(content);
});
`;

/** Sits in a terminal of its own, and sends requests to Unix sockets from there. */
export interface Person {
  /** The text of the answer. */
  ask(options: RequestOptions, content: string): Promise<string>;
}

let outside: Promise<Person> | undefined;

/** One for all tests of this process, outside of all clients: a terminal for each question is dear. */
export const personOutside = (): Promise<Person> => (outside ??= seatPerson());

async function seatPerson(): Promise<Person> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-guard-person-'));
  const listener = createServer().listen(join(folder, 'socket'));
  await once(listener, 'listening');
  leaveInTerminal([process.execPath, '-e', PROGRAM, '--', join(folder, 'socket')]);
  const [socket]: Socket[] = await once(listener, 'connection');
  listener.close();
  await rm(folder, { recursive: true });
  if (!socket) throw new Error('nobody sits in the terminal');
  socket.unref();

  const waiting = new Map<number, (text: string) => void>();
  let count = 0;
  createInterface({ input: socket }).on('line', (line) => {
    const [id, text]: [number, string] = JSON.parse(line); // oxlint-disable-line typescript/no-unsafe-assignment -- our own program
    waiting.get(id)?.(text);
    waiting.delete(id);
  });
  return {
    ask: (options, content) =>
      new Promise((resolve) => {
        waiting.set(++count, resolve);
        socket.write(`${JSON.stringify([count, options, content])}\n`);
      }),
  };
}
