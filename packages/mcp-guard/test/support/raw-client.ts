import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CommandLine } from './guard.ts';

/** One message, as far as tests look into it. */
export interface Received {
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** All that the bridge has written to its standard error. */
  readonly stderr: string;
}

/** A client that writes and reads lines, and nothing in between. */
export interface RawClient extends AsyncDisposable {
  /** Of the bridge. */
  readonly pid: number;
  /** In the order in which they came. */
  readonly received: readonly Received[];
  /** What has come to standard error so far. */
  readonly stderr: string;
  /** Sends a message, or a line as it is. */
  send(message: object | string): void;
  /** Resolves with the answer, or with nothing when the connection was closed without one: nobody hangs. */
  request(method: string, params?: object, id?: string | number): Promise<Received | undefined>;
  /** The text that a tool gives. */
  call(tool: string, args?: object): Promise<string>;
  /** The handshake of the legacy era. */
  initialize(): Promise<Received | undefined>;
  /** Stops reading, or goes on. */
  pause(): void;
  resume(): void;
  kill(signal: NodeJS.Signals): void;
  /** Ends the input, as clients do, and waits for the end. */
  end(): Promise<Ended>;
  /** Resolves when the bridge is gone and all that it wrote was read. */
  readonly ended: Promise<Ended>;
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Starts the bridge as an MCP client does. */
export function startClient({ command, args, env }: CommandLine, around: Surroundings = {}): RawClient {
  const child = spawn(command, args, { env: { ...env, ...around.env }, cwd: around.cwd ?? '/' });
  const received: Received[] = [];
  const waiting = new Map<unknown, (answer: Received | undefined) => void>();
  let [stderr, line, count] = ['', '', 0];

  const onLine = (text: string): void => {
    const message: Received = JSON.parse(text); // oxlint-disable-line typescript/no-unsafe-assignment -- a throw is a finding
    received.push(message);
    if (message.method !== undefined) return;
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (line + text).split('\n');
    line = lines.pop() ?? '';
    lines.forEach(onLine);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined); // a bridge that is gone is told by `ended`
  const ended = once(child, 'close').then((): Ended => {
    for (const settle of waiting.values()) settle(undefined);
    return { code: child.exitCode, signal: child.signalCode, stderr };
  });

  const send: RawClient['send'] = (message) =>
    void child.stdin.write(
      `${typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message })}\n`,
    );
  const request: RawClient['request'] = (method, params = {}, id = ++count) => {
    const answer = new Promise<Received | undefined>((resolve) => waiting.set(id, resolve));
    send({ id, method, params });
    return Promise.race([answer, ended.then(() => undefined)]);
  };
  const end: RawClient['end'] = () => {
    child.stdin.end();
    return ended;
  };

  return {
    pid: child.pid ?? -1,
    received,
    get stderr() {
      return stderr;
    },
    send,
    request,
    async call(tool, given = {}) {
      const answer = await request('tools/call', { name: tool, arguments: given });
      return textOf(answer, () => JSON.stringify({ received, stderr }));
    },
    async initialize() {
      const clientInfo = { name: 'raw', version: '1' };
      const answer = await request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
      send({ method: 'notifications/initialized' });
      return answer;
    },
    pause: () => void child.stdout.pause(),
    resume: () => void child.stdout.resume(),
    kill: (signal) => void child.kill(signal),
    end,
    ended,
    async [Symbol.asyncDispose]() {
      child.stdout.resume();
      await end();
    },
  };
}

/** The text of a tool's result. Without one, the error tells what came before. */
function textOf(answer: Received | undefined, before: () => string): string {
  const text = /^\{"content":\[\{"type":"text","text":(".*")\}\]\}$/su.exec(
    JSON.stringify(answer?.result ?? null),
  )?.[1];
  if (text === undefined) throw new Error(`not the result of a tool: ${JSON.stringify(answer)} after ${before()}`);
  return String(JSON.parse(text));
}
