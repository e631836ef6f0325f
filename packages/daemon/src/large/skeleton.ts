import {
  GuardError,
  isObject,
  isCall,
  META_CLIENT_CAPABILITIES,
  META_PROTOCOL_VERSION,
  META_RELATED_TASK,
  type JsonObject,
  type JsonValue,
  type Message,
  type Call,
} from '@mcp-guard/core';
import { MAX_SHOWN_TOOLS, type ToolKind } from '@mcp-guard/store';
import { LIST_KINDS } from '@mcp-guard/rules';
import { kindsOf } from '../state/tool-kinds.js';
import { hintsOf, hashTools } from '../state/tool-lists.js';

/** Characters of the names, URIs and ids that the main thread reads; a request with a longer one is refused. */
const MAX_TEXT = 65_536;
/** Characters of a server's state, which a client brings back; a call with a longer one cannot be resumed with its payment. */
const MAX_STATE = 2 ** 20;
/** Ids of a list beyond this number count as ids of unknown tasks. */
const MAX_ITEMS = 4096;

/** The kept part of a member: a plain value, the texts of a list, or the known members of an object. */
type Shape = 'value' | 'state' | 'texts' | Shapes;
interface Shapes {
  readonly [key: string]: Shape;
}

/** The parts of a request that pairing, limits, tasks, the record and notifications to a waiting client read, and nothing else. */
const PARAMS: Shapes = {
  name: 'value',
  uri: 'value',
  taskId: 'value',
  requestId: 'value',
  ref: { type: 'value', name: 'value', uri: 'value' },
  arguments: {},
  _meta: {
    progressToken: 'value',
    [META_PROTOCOL_VERSION]: 'value',
    [META_CLIENT_CAPABILITIES]: {},
    [META_RELATED_TASK]: { taskId: 'value' },
  },
  notifications: {
    ...Object.fromEntries(LIST_KINDS.map((kind) => [`${kind}ListChanged`, 'value'] as const)),
    taskIds: 'texts',
  },
};
/** The same for a response: what the ends agreed on, the task that it creates, and how a call goes on. */
const RESULT: Shapes = {
  protocolVersion: 'value',
  capabilities: Object.fromEntries(LIST_KINDS.map((kind) => [kind, { listChanged: 'value' }] as const)),
  resultType: 'value',
  requestState: 'state',
  isError: 'value',
  taskId: 'value',
  task: { taskId: 'value' },
};
const ERROR: Shapes = { code: 'value' };

/**
 * The main thread keeps this of a message whose body stays in a worker: the members that it reads, in any place and
 * after any other members.
 */
export function toSkeleton(message: Call): Call;
export function toSkeleton(message: Message): Message;
export function toSkeleton(message: Message): Message {
  const rest = { value: {}, bytes: Buffer.alloc(0), body: 'in worker' } as const;
  if (isCall(message)) {
    const params = message.params && thin(message.params, PARAMS);
    return { ...message, params, ...rest };
  }
  if (message.kind === 'result') return { ...message, result: thinResult(message.result), ...rest };
  return { ...message, error: thin(message.error, ERROR), ...rest };
}

/** Why a skeleton cannot represent a request: it would leave out a name, which no limit would count. */
export function findUntold({ params }: Call): GuardError | undefined {
  if (!params || !hasLongText(params, PARAMS)) return undefined;
  return new GuardError('MALFORMED_MESSAGE', `a name, URI or id of the message is longer than ${MAX_TEXT} characters`);
}

/** For a list of tools, the names stay too, with hashes of their definitions. */
function thinResult(result: JsonObject): JsonObject {
  const kept = thin(result, RESULT);
  const { tools } = result;
  if (!Array.isArray(tools)) return kept;
  const [hints, kinds] = [hintsOf(tools), kindsOf(tools)];
  const shown = [...hashTools(tools)].slice(-MAX_SHOWN_TOOLS);
  return {
    ...kept,
    tools: shown.map(([name, definition]) => ({
      name,
      definition,
      annotations: toAnnotations(hints.get(name), kinds.get(name)),
    })),
  };
}

/** Annotations that mean the same. */
const toAnnotations = (readOnlyHint: boolean | undefined, kind: ToolKind | null | undefined): JsonObject => ({
  ...(readOnlyHint !== undefined && { readOnlyHint }),
  ...((kind === 'destroys' || kind === 'writes') && { destructiveHint: kind === 'destroys' }),
});

function thin(object: JsonObject, shapes: Shapes): JsonObject {
  const kept: [string, JsonValue][] = [];
  for (const [key, shape] of Object.entries(shapes)) {
    if (!Object.hasOwn(object, key)) continue;
    const value = toShape(object[key] ?? null, shape);
    if (value !== undefined) kept.push([key, value]);
  }
  return Object.fromEntries(kept);
}

/** A member of the wrong type is kept, without its content. */
function toShape(value: JsonValue, shape: Shape): JsonValue | undefined {
  if (typeof value === 'string') return value.length <= (shape === 'state' ? MAX_STATE : MAX_TEXT) ? value : undefined;
  if (Array.isArray(value)) return shape === 'texts' ? value.filter(isId).slice(0, MAX_ITEMS) : [];
  if (isObject(value)) return typeof shape === 'object' ? thin(value, shape) : {};
  return value;
}

const isId = (item: JsonValue): boolean => typeof item === 'string' && item.length <= 1024;

function hasLongText(object: JsonObject, shapes: Shapes): boolean {
  return Object.entries(shapes).some(([key, shape]) => {
    const value = Object.hasOwn(object, key) ? object[key] : undefined;
    if (typeof value === 'string') return value.length > MAX_TEXT;
    return isObject(value) && typeof shape === 'object' && hasLongText(value, shape);
  });
}
