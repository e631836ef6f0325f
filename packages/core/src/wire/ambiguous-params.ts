import { isObject, member, META_RELATED_TASK, type JsonObject, type JsonValue } from './jsonrpc.js';
import { hasFoldedKey, knownKeys, type KnownKeys } from './names.js';

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

/** Whether some reader may take a key of `params` for one that decides something. */
export function hasAmbiguousParams(params: JsonObject): boolean {
  return (
    hasFoldedKey(params, PARAMS) ||
    nestedHasFoldedKey(params, '_meta', META) ||
    nestedHasFoldedKey(member(params, '_meta'), META_RELATED_TASK, RELATED_TASK) ||
    nestedHasFoldedKey(params, 'ref', REF) ||
    nestedHasFoldedKey(params, 'notifications', NOTIFICATIONS)
  );
}

const nestedHasFoldedKey = (outer: JsonValue | undefined, key: string, known: KnownKeys): boolean => {
  const nested = member(outer, key);
  return isObject(nested) && hasFoldedKey(nested, known);
};
