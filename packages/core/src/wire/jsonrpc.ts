/** JSON as it was parsed. Own properties only: a key may be called `__proto__`. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Throws what `JSON.parse` throws. */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text); // oxlint-disable-line typescript/no-unsafe-assignment -- a JSON parser returns JSON
  return value;
}

/** Returns nothing for a text that is no JSON. */
export function tryParseJson(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

interface Inspected {
  /** The whole message as it was parsed; nothing in it may be changed. */
  readonly value: JsonObject;
  /** Exactly the bytes that may be forwarded: one JSON text without a line end. Empty as long as the body is in a worker. */
  readonly bytes: Buffer;
  /** For a body in a worker, only the members that the daemon reads to pair, count and record the message. */
  readonly body: 'here' | 'in worker';
}

/**
 * A message that was read strictly. `id` is JSON text in one spelling (`1`, `"1"`), never
 * the parsed number: 2^53 and 2^53+1 are two ids.
 */
export interface Request extends Inspected {
  readonly kind: 'request';
  readonly id: string;
  readonly method: string;
  readonly params: JsonObject | undefined;
}

export interface Notification extends Inspected {
  readonly kind: 'notification';
  readonly method: string;
  readonly params: JsonObject | undefined;
}

export interface Result extends Inspected {
  readonly kind: 'result';
  readonly id: string;
  readonly result: JsonObject;
}

export interface ErrorResponse extends Inspected {
  readonly kind: 'failure';
  /** `undefined` if the sender did not know which request failed (`id: null`). */
  readonly id: string | undefined;
  readonly error: JsonObject;
}

export type Call = Request | Notification;
export type Response = Result | ErrorResponse;
export type Message = Call | Response;

export const isCall = (message: Message): message is Call =>
  message.kind === 'request' || message.kind === 'notification';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own member, or nothing: `constructor` is no member of `{}`. */
export const member = (value: JsonValue | undefined, key: string): JsonValue | undefined =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

export const META_PROTOCOL_VERSION = 'io.modelcontextprotocol/protocolVersion';
export const META_CLIENT_CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
export const META_SERVER_INFO = 'io.modelcontextprotocol/serverInfo';
export const META_RELATED_TASK = 'io.modelcontextprotocol/related-task';

/** The era is a fact of a message, never of a connection: modern requests name their revision. */
export const isModern = (params: JsonObject | undefined): boolean =>
  member(member(params, '_meta'), META_PROTOCOL_VERSION) !== undefined;
