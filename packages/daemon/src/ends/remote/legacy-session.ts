import { member, parseJson } from '@mcp-guard/core';
import { headerOf, type LinkResponse } from './link/link.js';
import type { SentMessage } from './sent-message.js';

/** Messages after which a server holds more for this client than its handshake. */
const STATEFUL = /^(?:resources\/subscribe|logging\/setLevel|tasks\/.*)$/;
/** A longer response is not read here. */
const MAX_HANDSHAKE = 2 ** 20;
const SESSION_ID = /^[\x21-\x7e]{1,1024}$/;

/** The agreement of the two ends. */
interface Agreed {
  readonly version: string | undefined;
  /** JSON, in the order of the server. */
  readonly capabilities: string;
}

/** The session of the legacy era (revisions 2025-03-26 to 2025-11-25), as far as HTTP needs it. */
export class LegacySession {
  #id: string | undefined;
  #initialize: SentMessage | undefined;
  #initialized: SentMessage | undefined;
  #agreed: Agreed | undefined;
  /** It holds more than its handshake: subscriptions, a log level, tasks. It cannot be opened again. */
  isStateful = false;

  get id(): string | undefined {
    return this.#id;
  }

  /** The client has begun one, so it is of the legacy era. */
  get hasBegun(): boolean {
    return this.#initialize !== undefined;
  }

  /** The two messages of the client that opened it, once both were sent. */
  get handshake(): readonly [SentMessage, SentMessage] | undefined {
    return this.#initialize && this.#initialized && [this.#initialize, this.#initialized];
  }

  /** The headers of a message of this session. */
  get headers(): Record<string, string> {
    const version = this.#agreed?.version;
    return {
      ...(this.#id !== undefined && { 'mcp-session-id': this.#id }),
      ...(version !== undefined && { 'mcp-protocol-version': version }),
    };
  }

  /** Before a message of the legacy era is sent. */
  observe(message: SentMessage): void {
    const { method, bytes } = message;
    if (method === 'initialize') {
      this.#initialize = message;
      this.#initialized = this.#agreed = this.#id = undefined;
      this.isStateful = false;
    } else if (method === 'notifications/initialized') this.#initialized = message;
    else if (method !== undefined && STATEFUL.test(method)) this.isStateful = true;
    else if (method === 'tools/call' && bytes.includes('"task"')) this.isStateful = true;
    else if (message.kind === 'batch') this.isStateful = true; // not looked into
  }

  /** The head of the response to `initialize`. False if its session cannot be named in a header. */
  open(response: Pick<LinkResponse, 'headers'>): boolean {
    const id = headerOf(response, 'mcp-session-id');
    if (id !== undefined && !SESSION_ID.test(id)) return false;
    this.#id = id;
    return true;
  }

  /** The response to `initialize`, as it came. */
  agree(bytes: Buffer): void {
    this.#agreed = readAgreed(bytes);
  }

  /** Takes the place of the session that was lost. False if the server now agrees to something else. */
  replace(response: Pick<LinkResponse, 'headers'>, bytes: Buffer): boolean {
    const agreed = readAgreed(bytes);
    const before = this.#agreed;
    if (!agreed || agreed.version !== before?.version || agreed.capabilities !== before?.capabilities) return false;
    return this.open(response);
  }

  /** The server no longer knows it. */
  forget(): void {
    this.#id = undefined;
  }
}

function readAgreed(bytes: Buffer): Agreed | undefined {
  if (bytes.length > MAX_HANDSHAKE) return undefined;
  try {
    const result = member(parseJson(bytes.toString()), 'result');
    const version = member(result, 'protocolVersion');
    const capabilities = member(result, 'capabilities') ?? null;
    const isPlain = typeof version === 'string' && SESSION_ID.test(version);
    return { version: isPlain ? version : undefined, capabilities: JSON.stringify(capabilities) };
  } catch {
    return undefined; // the session refuses it
  }
}
