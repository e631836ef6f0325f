import { knownKeys, member, type Call, type JsonValue, type KnownKeys } from '@mcp-guard/core';

/** Every method that a client may send, in all revisions of the specification (and its tasks extension). */
export const CLIENT_METHODS: KnownKeys = knownKeys(
  'initialize',
  'server/discover',
  'ping',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'subscriptions/listen',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'tasks/get',
  'tasks/result',
  'tasks/list',
  'tasks/cancel',
  'tasks/update',
  'notifications/initialized',
  'notifications/cancelled',
  'notifications/progress',
  'notifications/roots/list_changed',
  'notifications/tasks/status',
);

/** A server may send these, likewise. */
const SERVER_METHODS: ReadonlySet<string> = new Set([
  'ping',
  'sampling/createMessage',
  'elicitation/create',
  'roots/list',
  'tasks/get',
  'tasks/result',
  'tasks/list',
  'tasks/cancel',
  'notifications/cancelled',
  'notifications/progress',
  'notifications/message',
  'notifications/resources/updated',
  'notifications/resources/list_changed',
  'notifications/tools/list_changed',
  'notifications/prompts/list_changed',
  'notifications/elicitation/complete',
  'notifications/tasks/status',
]);

/** The specification has the method: then its name carries nothing from a sender. */
export const isSpecified = (method: string): boolean => CLIENT_METHODS.names.has(method) || SERVER_METHODS.has(method);

/** A session begins with one of these; if it is refused, the session ends. */
export const isProbe = (method: string): boolean => method === 'initialize' || method === DISCOVER;

/** The guard must not respond to this with an error: a client reads any as another revision, and asks by `initialize`. */
export const isUnanswerable = (method: string): boolean => method === DISCOVER;

const DISCOVER = 'server/discover';

const DEFINITIONS: ReadonlySet<string> = new Set([
  'initialize',
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
]);

/** The response describes the server or its items: a model reads it as instructions. */
export const isDefinition = (method: string): boolean => DEFINITIONS.has(method);

/** A method outside the specification may be a server's alias for a call; a task's update goes on with one. */
export const isToolCall = ({ method }: Call): boolean =>
  method === 'tools/call' || method === 'tasks/update' || !CLIENT_METHODS.names.has(method);

/**
 * Returns nothing for a message that continues a call, whatever it names: then every rule counts. A call without a name
 * counts as one of every tool.
 */
export function toolOf({ method, params }: Call): JsonValue | undefined {
  if (method === 'tasks/update') return undefined;
  const name = member(params, 'name');
  return method === 'tools/call' ? (name ?? null) : name;
}
