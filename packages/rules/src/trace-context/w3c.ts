import type { JsonValue } from '@mcp-guard/core';

/** Version 00 of W3C Trace Context, and later ones that say no more. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const MAX_TRACESTATE = 512;
/** Names and values of up to 32 systems, without the blanks that W3C Trace Context allows inside a value. */
const TRACESTATE = /^[a-z0-9][a-z0-9_\-*/@]*=[!-+\--<>-~]+(?:,[ \t]?[a-z0-9][a-z0-9_\-*/@]*=[!-+\--<>-~]+){0,31}$/;

/** A member of `_meta` only says where a message stands in a trace; any other text by its name is a message. */
export function isTraceField(key: string, value: JsonValue | undefined): boolean {
  if (typeof value !== 'string') return false;
  if (key === 'traceparent') return TRACEPARENT.test(value);
  return key === 'tracestate' && value.length <= MAX_TRACESTATE && TRACESTATE.test(value);
}
