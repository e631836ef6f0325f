import { member, type JsonValue, type Call } from '@mcp-guard/core';
import { CLIENT_METHODS } from './methods.js';

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
