import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Sends a question, and resolves with the answer. */
export type Ask = (question: unknown) => Promise<string>;

/**
 * One program for all tests of this process, started when it is first needed. It gets `[number, question]` a line and tells
 * `[number, answer]`; it ends when its socket does, as this process ends.
 * @param start starts it, to connect to this socket
 */
export function openMeeting(start: (socket: string) => void): () => Promise<Ask> {
  let met: Promise<Ask> | undefined;
  return () => (met ??= meet(start));
}

async function meet(start: (socket: string) => void): Promise<Ask> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-guard-meeting-'));
  const listener = createServer().listen(join(folder, 'socket'));
  await once(listener, 'listening');
  start(join(folder, 'socket'));
  const [socket]: Socket[] = await once(listener, 'connection');
  listener.close();
  await rm(folder, { recursive: true });
  if (!socket) throw new Error('nobody has come');
  socket.unref();

  const waiting = new Map<number, (answer: string) => void>();
  let count = 0;
  createInterface({ input: socket }).on('line', (line) => {
    const [number, answer]: [number, string] = JSON.parse(line); // oxlint-disable-line typescript/no-unsafe-assignment -- our own program
    waiting.get(number)?.(answer);
    waiting.delete(number);
  });
  return (question) =>
    new Promise((resolve) => {
      waiting.set(++count, resolve);
      socket.write(`${JSON.stringify([count, question])}\n`);
    });
}
