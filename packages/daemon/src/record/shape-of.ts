import type { Malformed, Message } from '@mcp-guard/core';

/** Methods whose results may say that a tool failed. */
const TOOL_METHODS: ReadonlySet<string> = new Set(['tools/call', 'tasks/result']);

/**
 * The shape of a message for the record. It is the one word of a result that is read, so that a tool that failed is not
 * recorded like one that did not.
 * @param method of the request that it makes or answers
 */
export const shapeOf = (message: Message | Malformed, method: string | null): string =>
  message.kind === 'result' && TOOL_METHODS.has(method ?? '') && message.result['isError'] === true
    ? 'tool_error'
    : message.kind;
