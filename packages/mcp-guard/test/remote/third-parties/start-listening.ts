import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, createConnection } from 'node:net';
import { until } from '../../support/until.ts';

/** A program that listens on a port that it was given. */
export interface Listening {
  readonly port: number;
  /** Ends it and all that it has started. */
  close(): Promise<void>;
}

/** @param toArgs the arguments of Node, for a port */
export async function startListening(
  toArgs: (port: number) => readonly string[],
  toEnv: (port: number) => Readonly<Record<string, string>>,
): Promise<Listening> {
  const port = await findFreePort();
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...toEnv(port) };
  const child = spawn(process.execPath, toArgs(port), { env, detached: true, stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  const gone = once(child, 'close');
  const close = async (): Promise<void> => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It is gone.
    }
    await gone;
  };
  try {
    await until('it listens', () => {
      if (child.exitCode !== null) throw new Error(`it ended: ${said}`);
      return answers(port);
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { port, close };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
