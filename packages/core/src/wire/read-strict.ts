import { isAscii, isUtf8 } from 'node:buffer';
import { GuardError } from '../errors.js';
import { splitElements, startsBatch } from './batch-elements.js';
import { parseEscapedKeys } from './json-cursor.js';
import {
  isObject,
  member,
  META_RELATED_TASK,
  parseJson,
  tryParseJson,
  type JsonObject,
  type JsonValue,
  type Message,
} from './jsonrpc.js';
import { lineSafe } from '../line-safe.js';
import { hasFoldedKey, knownKeys } from './names.js';
import { JsonScanner } from './scan-json.js';

/** A line that cannot be forwarded, with the known facts about the end that waits for it. */
export interface Malformed {
  readonly kind: 'malformed';
  readonly error: GuardError;
  /** JSON text of a usable id. */
  readonly id: string | undefined;
  /** With a method its sender waits; without one it may be the response that the other side waits for. */
  readonly method: string | undefined;
  /** It may be the response that the other side waits for. */
  readonly isAnswer: boolean;
}

/** The elements of a JSON-RPC batch, each to be read on its own. */
export interface Batch {
  readonly kind: 'batch';
  readonly elements: readonly Buffer[];
}

const ENVELOPE = knownKeys('jsonrpc', 'id', 'method', 'params', 'result', 'error');

/** Members of `params` that decide the target of a request. */
const PARAMS = knownKeys(
  'name',
  'uri',
  'arguments',
  'ref',
  '_meta',
  'notifications',
  'requestId',
  'progressToken',
  'taskId',
  'inputResponses',
  'requestState',
  'protocolVersion',
  'capabilities',
);
const RELATED_TASK = knownKeys('taskId');
const REF = knownKeys('type', 'name', 'uri');
const META = knownKeys(
  'progressToken',
  'io.modelcontextprotocol/protocolVersion',
  'io.modelcontextprotocol/clientCapabilities',
  'io.modelcontextprotocol/related-task',
);
const NOTIFICATIONS = knownKeys(
  'resourceSubscriptions',
  'toolsListChanged',
  'promptsListChanged',
  'resourcesListChanged',
  'taskIds',
);

/** Known keys in members of `params`. */
const NESTED = Object.entries({ _meta: META, ref: REF, notifications: NOTIFICATIONS });

/** JSON-RPC allows any number; MCP asks for an integer, and only one spelling of it can be paired exactly. */
const INTEGER = /^(?:0|-?[1-9]\d*)$/;
const MAX_ID_LENGTH = 512;
const MAX_BATCH = 1000;
const MAX_BATCH_DEPTH = 2000;
/** The most values of a message. Parsed, each may take 150 bytes, fifty times as many as in the text. */
const MAX_VALUES = 2 ** 20;
/** The most members of the objects in which the main thread looks for names; it takes a microsecond for each. */
const MAX_MEMBERS = 2 ** 14;
/** The longest arguments, which it looks through for a few tools. */
const MAX_ARGUMENTS = 2 ** 17;

/**
 * Reads one line such that every other reader reads the same: valid UTF-8 and JSON,
 * no duplicate or look-alike keys, bounded depth and number of values, one kind of message, an id with one
 * spelling. A line that passes may be forwarded as `bytes`.
 * @param line without its line end
 * @param maxDepth of nested arrays and objects
 */
export function readStrict(line: Buffer, maxDepth: number): Message | Malformed | Batch {
  const scan = new JsonScanner();
  scan.feed(line);
  const refuse = (why: string, rpc?: number, rule?: string): Malformed =>
    toMalformed(scan, new GuardError('MALFORMED_MESSAGE', why, { rpc, rule }));

  const isPlain = isAscii(line);
  if (!isPlain && !isUtf8(line)) return refuse('the message is not valid UTF-8', PARSE_ERROR);
  // The elements of a batch are read one by one afterwards: a fault in one does not affect the others.
  if (scan.maxDepth > maxDepth && scan.maxDepth > (startsBatch(line) ? MAX_BATCH_DEPTH : maxDepth))
    return refuse(`the message is nested deeper than ${maxDepth} levels`, undefined, 'daemon.max_depth');
  if (scan.separators > MAX_VALUES) return refuse(`the message has more than ${toCount(MAX_VALUES)} values`);
  let value: JsonValue;
  try {
    const text = line.toString(isPlain ? 'latin1' : 'utf8');
    value = scan.escapesKeys ? parseEscapedKeys(text) : parseJson(text);
  } catch {
    return refuse('the line is not JSON', PARSE_ERROR);
  }
  const bytes = scan.breaksLines ? lineSafe(line) : line;
  if (Array.isArray(value)) {
    if (value.length === 0) return refuse('the batch is empty');
    if (value.length > MAX_BATCH) return refuse(`the batch has more than ${MAX_BATCH} messages`);
    return { kind: 'batch', elements: [...splitElements(bytes)] };
  }
  if (countKeys(value) !== scan.colons) return refuse('an object of the message has two equal keys');
  if (typeof value !== 'object' || value === null) return refuse('the line is JSON but not a message');
  return toMessage(value, bytes, scan, refuse);
}

/** Tells the end that waits for it what a scan of the whole line shows. */
export const toMalformed = (scan: Waiting, error: GuardError): Malformed => ({
  kind: 'malformed',
  error,
  id: usableId(scan.id),
  method: toMethod(scan.method),
  isAnswer: scan.hasAnswer || scan.method === undefined,
});

/** A scan shows these facts about the end that waits for a line. */
export type Waiting = Pick<JsonScanner, 'id' | 'method' | 'hasAnswer'>;

const PARSE_ERROR = -32700;

function toMessage(
  value: JsonObject,
  bytes: Buffer,
  scan: JsonScanner,
  refuse: (why: string) => Malformed,
): Message | Malformed {
  if (hasFoldedKey(value, ENVELOPE)) return refuse('the message has keys that can be taken for others');
  const { method, result, error } = value;
  const whole = { value, bytes, body: 'here' } as const;
  if (value['jsonrpc'] !== '2.0') return refuse('the message is not JSON-RPC 2.0');
  const id = Object.hasOwn(value, 'id') ? usableId(scan.id) : undefined;
  if (id === undefined && Object.hasOwn(value, 'id') && !(error !== undefined && value['id'] === null)) {
    return refuse('the id is neither a string nor an integer in plain digits');
  }
  if (method !== undefined) {
    if (typeof method !== 'string') return refuse('the method is not a string');
    if (result !== undefined || error !== undefined) return refuse('the message is both a request and a response');
    const params = value['params'] ?? undefined;
    if (params !== undefined && !isObject(params)) return refuse('the params are not an object');
    const wide = params && scan.colons > MAX_MEMBERS ? findWide(value, params) : undefined;
    if (wide !== undefined) return refuse(`${wide} members`);
    if (params && hasAmbiguousParams(params)) return refuse('the params have keys that can be taken for others');
    return id === undefined
      ? { kind: 'notification', method, params, ...whole }
      : { kind: 'request', id, method, params, ...whole };
  }
  if (result !== undefined && error !== undefined) return refuse('the response has both a result and an error');
  if (isObject(error) && Number.isInteger(error['code']) && typeof error['message'] === 'string') {
    return { kind: 'failure', id, error, ...whole };
  }
  if (isObject(result) && id !== undefined) return { kind: 'result', id, result, ...whole };
  return refuse('the message is neither a request nor a response');
}

/** Some reader may take a key of `params` for one that decides something. */
function hasAmbiguousParams(params: JsonObject): boolean {
  if (hasFoldedKey(params, PARAMS)) return true;
  for (const [name, known] of NESTED) {
    if (!Object.hasOwn(params, name)) continue;
    const nested = params[name];
    if (isObject(nested) && hasFoldedKey(nested, known)) return true;
  }
  const task = member(member(params, '_meta'), META_RELATED_TASK);
  return isObject(task) && hasFoldedKey(task, RELATED_TASK);
}

/** Which object of a request has too many members, and how many it may have. */
function findWide(message: JsonObject, params: JsonObject): string | undefined {
  if (isWide(params['arguments'], MAX_ARGUMENTS)) return `the arguments have more than ${toCount(MAX_ARGUMENTS)}`;
  if (![message, params, params['_meta']].some((object) => isWide(object, MAX_MEMBERS))) return undefined;
  return `the message, its params or _meta have more than ${toCount(MAX_MEMBERS)}`;
}

const isWide = (object: JsonValue | undefined, most: number): boolean =>
  isObject(object) && Object.keys(object).length > most;

const toCount = (count: number): string => count.toLocaleString('en');

function toMethod(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const method = tryParseJson(text);
  return typeof method === 'string' ? method : ''; // there is one, of any kind
}

/** One spelling per id: plain digits, or a string as `JSON.stringify` writes it. Nothing else can be paired exactly. */
function usableId(text: string | undefined): string | undefined {
  if (text === undefined || text.length > MAX_ID_LENGTH) return undefined;
  if (INTEGER.test(text)) return text;
  if (!text.startsWith('"')) return undefined;
  const id = tryParseJson(text);
  return typeof id === 'string' ? toIdText(id) : undefined;
}

/** The spelling under which an id is paired; `undefined` for a value that is no usable id. */
export function toIdText(id: JsonValue | undefined): string | undefined {
  if (typeof id === 'string') return JSON.stringify(id);
  return typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : undefined;
}

/** Recursive: the depth was checked before. */
function countKeys(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const element of value) if (typeof element === 'object') keys += countKeys(element);
  } else {
    for (const key in value) {
      const inner = value[key];
      keys += typeof inner === 'object' ? 1 + countKeys(inner) : 1;
    }
  }
  return keys;
}
