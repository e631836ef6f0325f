import { StreamableHTTPClientTransport, type JSONRPCMessage } from '@modelcontextprotocol/client';
import type { ContenderConnection, Settle } from '../contender-connection.js';
import { withDeadline } from '../deadline.js';
import { INITIALIZE, Refusal, type Answer } from '../stdio-client.js';

const ANSWER_MS = 60_000;

/** Shakes hands with a server over HTTP. */
export async function openSdkClient(url: string): Promise<SdkClient> {
  const client = new SdkClient(url);
  await client.start();
  await client.request('initialize', INITIALIZE);
  client.agree(INITIALIZE.protocolVersion);
  await client.notify('notifications/initialized');
  return client;
}

/** The SDK's transport without the client above it, which checks every answer against schemas. */
class SdkClient implements ContenderConnection {
  readonly name = 'direct';
  readonly pid: number = process.pid;
  readonly #transport: StreamableHTTPClientTransport;
  readonly #waiting = new Map<number, Settle>();
  #lastId = 0;
  #params: { readonly text: string; readonly object: Record<string, unknown> } = { text: '', object: {} };

  constructor(url: string) {
    this.#transport = new StreamableHTTPClientTransport(new URL(url));
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- a transport is no event target
    this.#transport.onmessage = (message) => this.#receive(message);
  }

  start(): Promise<void> {
    return this.#transport.start();
  }

  agree(version: string): void {
    this.#transport.setProtocolVersion(version);
  }

  send(method: string, params: string, settle: Settle): void {
    const id = ++this.#lastId;
    this.#waiting.set(id, settle);
    const message: JSONRPCMessage = { jsonrpc: '2.0', id, method, params: this.#toObject(params) };
    this.#transport.send(message).catch((error: unknown) => this.#settle(id, toError(error)));
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

  notify(method: string): Promise<void> {
    return this.#transport.send({ jsonrpc: '2.0', method });
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  #receive(message: JSONRPCMessage): void {
    if (!('id' in message) || typeof message.id !== 'number') return;
    if ('result' in message) {
      this.#settle(message.id, new ReadAnswer(message));
    } else if ('error' in message) this.#settle(message.id, new Refusal(`${this.name}: ${message.error.message}`));
  }

  /** Read once for many calls: the SDK's own client is handed objects. */
  #toObject(params: string): Record<string, unknown> {
    if (params !== this.#params.text) this.#params = { text: params, object: readObject(params) };
    return this.#params.object;
  }

  #settle(id: number, answer: Answer | Error): void {
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    settle?.(answer);
  }
}

/** Written as text only if that is looked at. */
class ReadAnswer implements Answer {
  readonly #message: JSONRPCMessage;

  constructor(message: JSONRPCMessage) {
    this.#message = message;
  }

  get line(): Buffer {
    return Buffer.from(JSON.stringify(this.#message));
  }

  get bytes(): number {
    return this.line.length;
  }
}

function readObject(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' ? { ...value } : {};
}

const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
