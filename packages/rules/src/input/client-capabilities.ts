import { isCall, member, META_CLIENT_CAPABILITIES, type JsonValue, type Message } from '@mcp-guard/core';
import { PASS, type Verdict } from '../interceptor.js';

/** A client declares its capabilities here: once (legacy), or with every request (modern). */
const CAPABILITIES = [['capabilities'], ['_meta', META_CLIENT_CAPABILITIES]] as const;

/** Hides a client's capability from a server that may not use it, and the same capability as a task. */
export function hideCapability(message: Message, name: string, rule: string): Verdict {
  if (!isCall(message) || !message.params) return PASS;
  const { params } = message;
  if (!Object.hasOwn(params, 'capabilities') && !Object.hasOwn(params, '_meta')) return PASS; // as most requests
  const declared = CAPABILITIES.flatMap((path) => [
    [...path, name],
    [...path, 'tasks', 'requests', name],
  ]).filter((path) => find(params, path) !== undefined);
  if (declared.length === 0) return PASS;
  const edits = declared.map((path) => ({ path: ['params', ...path], value: undefined }));
  return { kind: 'rewrite', edits, note: `hid the client’s capability ${name}`, rule };
}

function find(value: JsonValue, path: readonly string[]): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const step of path) found = member(found, step);
  return found;
}
