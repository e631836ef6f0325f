import {
  safe,
  ByteBudget,
  LineReader,
  readStrict,
  type Response,
  type JsonObject,
  type JsonValue,
  type Malformed,
} from '@mcp-guard/core';
import type { StartedServer } from '@mcp-guard/core/launch';
import { forTerminal } from '@mcp-guard/detectors';
import { ServerFault } from './server-fault.js';

/** Bytes of one message, and of all that a server sends: a hundred tools are some 100 KB. */
const MAX_LINE = 4 * 2 ** 20;
const MAX_ALL = 8 * 2 ** 20;
const MAX_DEPTH = 128;
/** Characters of an error that are shown: a guard puts the last lines of the server's output into it. */
const MAX_ERROR = 600;

const METHOD_NOT_FOUND = -32601;

interface Waiting {
  readonly method: string;
  readonly resolve: (result: JsonObject) => void;
  readonly reject: (fault: ServerFault) => void;
}

/** Sends requests to a server over its standard streams, and offers it nothing: its own requests are refused, pings aside. */
export class Conversation {
  readonly #server: Pick<StartedServer, 'input' | 'output'>;
  readonly #waiting = new Map<string, Waiting>();
  #asked = 0;
  #heard = 0;
  #fault: ServerFault | undefined;
  /** It has written lines that are no messages. */
  isNoisy = false;

  constructor(server: Pick<StartedServer, 'input' | 'output'>) {
    this.#server = server;
    const lines = new LineReader({
      maxBytes: MAX_LINE,
      budget: new ByteBudget(MAX_LINE),
      onLine: (line) => this.#take(line),
      onDiscarded: (_, why) => this.end(new ServerFault(`cannot be understood: ${why}`)),
    });
    server.output.on('data', (chunk: Buffer) => {
      this.#heard += chunk.length;
      if (this.#heard > MAX_ALL) this.end(new ServerFault(`says more than ${MAX_ALL} bytes`));
      if (!this.#fault) lines.push(chunk);
    });
  }

  /** The result; throws `ServerFault` for an error response, and once the conversation has ended. */
  request(method: string, params: JsonObject = {}): Promise<JsonObject> {
    return new Promise((resolve, reject) => {
      if (this.#fault) return reject(this.#fault);
      const id = ++this.#asked;
      this.#waiting.set(String(id), { method, resolve, reject });
      this.#send({ id, method, params });
    });
  }

  notify(method: string): void {
    this.#send({ method });
  }

  /** Ends reading and sending; the first reason counts. */
  end(fault: ServerFault): void {
    if (this.#fault) return;
    this.#fault = fault;
    this.#server.output.pause();
    for (const { reject } of this.#waiting.values()) reject(fault);
    this.#waiting.clear();
  }

  #take(line: Buffer): void {
    if (this.#fault) return;
    const message = readStrict(line, MAX_DEPTH);
    switch (message.kind) {
      case 'request':
        return this.#reply(message.id, message.method);
      case 'result':
      case 'failure':
        return this.#settle(message);
      case 'malformed':
        return this.#doubt(message);
      case 'batch':
        this.isNoisy = true;
        return;
      case 'notification':
    }
  }

  #settle(answer: Response): void {
    const waiting = this.#takeWaiting(answer.id);
    if (!waiting) return;
    if (answer.kind === 'result') return waiting.resolve(answer.result);
    const { code, message } = answer.error;
    const words = typeof message === 'string' ? forTerminal(message, MAX_ERROR, safe) : '';
    const what = `answers ${waiting.method} with the error ${Number(code)}: ${words}`;
    waiting.reject(new ServerFault(what, Number(code)));
  }

  /** A banner is ignored; an ambiguous response is an error. */
  #doubt({ id, isAnswer, error }: Malformed): void {
    this.isNoisy = true;
    const waiting = isAnswer ? this.#takeWaiting(id) : undefined;
    waiting?.reject(new ServerFault(`answers ${waiting.method} with something other than MCP: ${error.message}`));
  }

  #takeWaiting(id: string | undefined): Waiting | undefined {
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id !== undefined) this.#waiting.delete(id);
    return waiting;
  }

  /** @param id JSON text, in which different numbers stay different */
  #reply(id: string, method: string): void {
    const error = '"error":{"code":-32601,"message":"this client only lists"}';
    this.#write(`{"jsonrpc":"2.0","id":${id},${method === 'ping' ? '"result":{}' : error}}`);
  }

  #send(message: Readonly<Record<string, JsonValue>>): void {
    this.#write(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }

  #write(line: string): void {
    this.#server.input.write(`${line}\n`);
  }
}

export const isUnknownMethod = (error: unknown): boolean =>
  error instanceof ServerFault && error.rpc === METHOD_NOT_FOUND;
