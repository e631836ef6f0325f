import type { ContenderConnection, Settle } from './contender-connection.js';
import { withDeadline } from './deadline.js';
import type { Child, Command, Processes } from './processes.js';

/** A response with a result. One with an error arrives as a `Refusal` instead. */
export interface Answer {
  /** Length of the line. */
  readonly bytes: number;
  /** The line; of a large one only its two ends. */
  readonly line: Buffer;
}

/** An answer that is an error. The connection goes on. */
export class Refusal extends Error {}

const ANSWER_MS = 60_000;
const LARGE_BYTES = 1024 * 1024;
export const INITIALIZE = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'mcp-guard-benchmark', version: '0' },
};

/** Starts a server and shakes hands with it. */
export async function openClient(processes: Processes, name: string, command: Command): Promise<StdioClient> {
  const client = new StdioClient(processes, name, command);
  try {
    await client.request('initialize', INITIALIZE);
    client.notify('notifications/initialized');
    return client;
  } catch (error) {
    await client.kill();
    throw error;
  }
}

/**
 * Speaks newline-delimited JSON-RPC with a child, and does nothing else: no schemas and no
 * parsing of answers, because what the client spends would hide what is measured.
 */
export class StdioClient implements ContenderConnection {
  readonly name: string;
  readonly pid: number;
  readonly #processes: Processes;
  readonly #child: Child;
  readonly #waiting = new Map<number, Settle>();
  #chunks: Buffer[] = [];
  #lastId = 0;
  #complaint = '';
  #failure: Error | undefined;

  constructor(processes: Processes, name: string, command: Command) {
    this.#processes = processes;
    this.name = name;
    this.#child = processes.start(command);
    this.pid = this.#child.pid ?? -1;
    this.#child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#complaint = (this.#complaint + chunk.toString()).slice(-2000);
    });
    this.#child.once('error', (error) => this.#fail(error.message));
    this.#child.once('close', (code, signal) => this.#fail(`ended with ${signal ?? code}`));
  }

  /** `params` is JSON text, so that it is written once for many calls. */
  send(method: string, params: string, settle: Settle): void {
    if (this.#failure) return settle(this.#failure);
    const id = ++this.#lastId;
    this.#waiting.set(id, settle);
    this.#child.stdin.write(`{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}\n`);
  }

  request(method: string, params: object): Promise<Answer> {
    const answered = new Promise<Answer>((resolve, reject) => {
      this.send(method, JSON.stringify(params), (answer) => {
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
    });
    return withDeadline(answered, ANSWER_MS, `${this.name}: no answer to ${method} within ${ANSWER_MS / 1000} s`);
  }

  notify(method: string): void {
    this.#child.stdin.write(`{"jsonrpc":"2.0","method":"${method}"}\n`);
  }

  close(): Promise<void> {
    return this.#processes.end(this.#child);
  }

  kill(): Promise<void> {
    return this.#processes.kill(this.#child);
  }

  #read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      this.#chunks.push(chunk.subarray(start, end));
      this.#receive(this.#chunks);
      this.#chunks = [];
      start = end + 1;
    }
    if (start < chunk.length) this.#chunks.push(chunk.subarray(start));
  }

  #receive(chunks: readonly Buffer[]): void {
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const line =
      chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(bytes > LARGE_BYTES ? ends(chunks) : chunks);
    const id = readId(line);
    const settle = id === undefined ? undefined : this.#waiting.get(id);
    if (settle && id !== undefined && line.includes('"result":')) {
      this.#waiting.delete(id);
      settle({ bytes, line });
    } else if (line.includes('"method":')) {
      if (id !== undefined) this.#refuse(id);
    } else if (settle && id !== undefined) {
      this.#waiting.delete(id);
      settle(new Refusal(`${this.name}: ${line.toString('utf8', 0, 400)}`));
    }
  }

  #refuse(id: number): void {
    const error = { code: -32601, message: 'the benchmark answers no questions' };
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, error })}\n`);
  }

  #fail(reason: string): void {
    const complaint = this.#complaint.trim().split('\n').slice(-3).join(' / ');
    this.#failure ??= new Error(`${this.name}: ${reason}${complaint && `: ${complaint}`}`);
    for (const settle of this.#waiting.values()) settle(this.#failure);
    this.#waiting.clear();
  }
}

/** Enough to find the id. Copying 10 MB would hold up the clock of the small calls beside it. */
const ends = (chunks: readonly Buffer[]): Buffer[] => [...chunks.slice(0, 1), ...chunks.slice(-8)];

/** No text can be mistaken for the key: its quotes would be escaped. */
function readId(line: Buffer): number | undefined {
  const at = line.lastIndexOf('"id":');
  const digits = at < 0 ? undefined : /^\s*(\d+)/.exec(line.toString('latin1', at + 5, at + 25))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
