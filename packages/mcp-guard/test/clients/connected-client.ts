import type { Heard } from './heard.ts';
import type { Json, JsonObject } from './json.ts';

export type Era = 'legacy' | 'modern';

/** What both SDKs understand as the options of a request. Times are milliseconds. */
export interface CallOptions {
  readonly timeout?: number;
  readonly resetTimeoutOnProgress?: boolean;
  readonly maxTotalTimeout?: number;
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: {
    progress: number;
    total?: number | undefined;
    message?: string | undefined;
  }) => void;
}

export interface ToolCall {
  readonly name: string;
  readonly arguments?: Record<string, unknown>;
  readonly _meta?: Record<string, unknown>;
}

export type LogLevel = 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'alert' | 'emergency';

export interface CompletionQuestion {
  readonly ref: { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };
  readonly argument: { name: string; value: string };
  readonly context?: { arguments: Record<string, string> };
}

/** The methods that the clients of both SDKs have under the same name. */
export interface ClientCalls {
  ping(options?: CallOptions): Promise<object>;
  listTools(params?: { cursor?: string }, options?: CallOptions): Promise<object>;
  listResources(params?: { cursor?: string }, options?: CallOptions): Promise<object>;
  listResourceTemplates(params?: { cursor?: string }, options?: CallOptions): Promise<object>;
  listPrompts(params?: { cursor?: string }, options?: CallOptions): Promise<object>;
  readResource(params: { uri: string }, options?: CallOptions): Promise<object>;
  subscribeResource(params: { uri: string }, options?: CallOptions): Promise<object>;
  unsubscribeResource(params: { uri: string }, options?: CallOptions): Promise<object>;
  getPrompt(params: { name: string; arguments?: Record<string, string> }, options?: CallOptions): Promise<object>;
  complete(params: CompletionQuestion, options?: CallOptions): Promise<object>;
  setLoggingLevel(level: LogLevel, options?: CallOptions): Promise<object>;
  sendRootsListChanged(): Promise<void>;
}

/** What an answer may know about the question of the server. */
export interface Asked {
  readonly params: JsonObject;
  /** Aborted when the server takes its question back. */
  readonly signal: AbortSignal;
  /** Tells the server how far the answer is; does nothing where the question did not ask for it. */
  readonly tellProgress: (progress: number, total: number) => Promise<void>;
  /** What the server has said so far. */
  readonly heard: Heard;
}

// Types and not interfaces: the SDKs' results have an index signature, which an interface does not match.
export type SampledText = {
  role: 'assistant';
  model: string;
  stopReason?: string;
  content: { type: 'text'; text: string };
};
export type Elicited = {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, string | number | boolean | string[]>;
};
export type Roots = {
  roots: { uri: string; name?: string }[];
};

/** How the client's person, model and folders answer the server. What is missing is not declared as a capability. */
export interface Answers {
  readonly sampling?: (asked: Asked) => SampledText | Promise<SampledText>;
  readonly elicitation?: (asked: Asked) => Elicited | Promise<Elicited>;
  readonly roots?: (asked: Asked) => Roots | Promise<Roots>;
}

export interface Subscription {
  readonly honoured: Json;
  close(): Promise<void>;
  /** How it ended. */
  readonly closed: Promise<string>;
}

/** One client of one SDK, connected to one server. */
export interface ConnectedClient extends ClientCalls {
  readonly era: Era;
  readonly heard: Heard;
  /** Resolves when the connection is gone, whoever ended it. */
  readonly closed: Promise<void>;
  /** What the handshake told: revision, server, capabilities, instructions. */
  handshake(): object;
  callTool(call: ToolCall, options?: CallOptions): Promise<object>;
  /** Any request at all; the answer is not checked against a schema. */
  request(method: string, params?: Record<string, unknown>, options?: CallOptions): Promise<object>;
  notify(method: string, params?: Record<string, unknown>): Promise<void>;
  /** A call as a task, followed to its end: every message about it. Only the 1.x SDK can do it. */
  streamTask?(call: ToolCall): Promise<readonly object[]>;
  /** `server/discover`, in the modern era only. */
  discover?(): Promise<object>;
  /** `subscriptions/listen`, in the modern era only. */
  listen?(filter: SubscriptionFilter): Promise<Subscription>;
  close(): Promise<void>;
}

export interface SubscriptionFilter {
  toolsListChanged?: boolean;
  promptsListChanged?: boolean;
  resourcesListChanged?: boolean;
  resourceSubscriptions?: string[];
}

/** How a server is started; the same for the client itself and for the guard's configuration. */
export interface ServerCommand {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** Where a server listens that runs already. */
export interface ServerAddress {
  readonly url: string;
  readonly transport: 'streamable-http' | 'sse';
}

/** A client under test: how it connects to a server that it starts itself, or that listens. */
export interface ClientKind {
  readonly name: string;
  /** The newest era that it speaks. */
  readonly speaks: Era;
  connect(server: ServerCommand | ServerAddress, answers?: Answers): Promise<ConnectedClient>;
}
