import { randomBytes } from 'node:crypto';
import { isObject, member, type Request } from '@mcp-guard/core';
import type { Config } from '@mcp-guard/policy';
import type { Direction } from '@mcp-guard/rules';

/** Contexts that wait for the rows of their messages; the oldest are forgotten, and their spans are not sent. */
const MAX_WAITING = 20_000;
const TRACE_BYTES = 16;
const SPAN_BYTES = 8;
/** Version 00 of W3C Trace Context, whose ids are not all zeros; later versions begin like it. */
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;
const MAX_LENGTH = 256;

/** The place of a span in a trace. All in hex. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  /** The span that the sender named; nothing if it named none. */
  readonly parentId: string | undefined;
  readonly flags: string;
}

/**
 * Gives each request a span, as a child of what its sender named in `_meta`. A notification has no id that its row could
 * be found by: what its sender named stays in it.
 */
export class Tracer {
  readonly #waiting = new Map<string, TraceContext>();

  /** Returns its `traceparent` for the receiver. */
  begin(session: string, direction: Direction, message: Request): string {
    const key = keyOf(session, direction, message.id);
    const context = toContext(message);
    this.#waiting.set(key, context);
    for (const oldest of this.#waiting.keys()) {
      if (this.#waiting.size <= MAX_WAITING) break;
      this.#waiting.delete(oldest);
    }
    return `00-${context.traceId}-${context.spanId}-${context.flags}`;
  }

  /** The context of the request that a row is about, once. @param id JSON text */
  take(session: string, direction: Direction, id: string): TraceContext | undefined {
    const key = keyOf(session, direction, id);
    const context = this.#waiting.get(key);
    this.#waiting.delete(key);
    return context;
  }

  /** For a row that may not be the last of its request: a span of its own beside that of the request. */
  beside(session: string, direction: Direction, id: string): TraceContext | undefined {
    const context = this.#waiting.get(keyOf(session, direction, id));
    return context && { ...context, spanId: randomHex(SPAN_BYTES) };
  }
}

/** Returns nothing where no traces are sent. */
export const openTracer = ({ otlp, traces }: Pick<Config['telemetry'], 'otlp' | 'traces'>): Tracer | undefined =>
  otlp !== null && traces ? new Tracer() : undefined;

const keyOf = (session: string, direction: Direction, id: string): string => `${session} ${direction} ${id}`;

function toContext({ params }: Request): TraceContext {
  const given = isObject(params) ? member(member(params, '_meta'), 'traceparent') : undefined;
  const parent = typeof given === 'string' && given.length <= MAX_LENGTH ? TRACEPARENT.exec(given) : null;
  const [, traceId = randomHex(TRACE_BYTES), parentId, flags = '01'] = parent ?? [];
  return { traceId, spanId: randomHex(SPAN_BYTES), parentId, flags };
}

const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');
