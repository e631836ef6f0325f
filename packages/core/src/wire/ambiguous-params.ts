import { isObject, member, META_RELATED_TASK, type JsonObject } from './jsonrpc.js';
import { hasFoldedKey, knownKeys } from './names.js';

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

/** Some reader may take a key of `params` for one that decides something. */
export function hasAmbiguousParams(params: JsonObject): boolean {
  if (hasFoldedKey(params, PARAMS)) return true;
  for (const [name, known] of NESTED) {
    if (!Object.hasOwn(params, name)) continue;
    const nested = params[name];
    if (isObject(nested) && hasFoldedKey(nested, known)) return true;
  }
  const task = member(member(params, '_meta'), META_RELATED_TASK);
  return isObject(task) && hasFoldedKey(task, RELATED_TASK);
}
