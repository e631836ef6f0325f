import { randomBytes } from 'node:crypto';
import { SpanKind, SpanStatusCode, TraceFlags, type Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { callOutcome, type AuditRow, type Exchange } from '@mcp-guard/store';
import { callsTool, kindAsked, type NameKind } from '@mcp-guard/rules';
import type { TraceContext } from '../state/tracer.js';
import { toTime, type TelemetrySource } from './origin.js';

/** The names of what is asked for, by its kind, in the conventions for MCP and generative AI. */
const TARGETS: ReadonlyMap<NameKind | undefined, string> = new Map<NameKind | undefined, string>([
  ['tools', 'gen_ai.tool.name'],
  ['prompts', 'gen_ai.prompt.name'],
  ['resources', 'mcp.resource.uri'],
]);

/** One span for a message, from its arrival until its answer has left the guard. Only what the record holds is in it. */
export function toSpan(
  { asked, answer }: Exchange,
  context: TraceContext | undefined,
  origin: TelemetrySource,
): ReadableSpan {
  const { method, target, at } = asked;
  const end = answer ? answer.at + answer.guardUs / 1000 : at + asked.guardUs / 1000;
  const traceId = context?.traceId ?? randomBytes(16).toString('hex');
  const spanId = context?.spanId ?? randomBytes(8).toString('hex');
  const traceFlags = TraceFlags.SAMPLED;
  const startTime = toTime(at);
  const endTime = toTime(Math.max(end, at));
  const failure = failureOf(asked, answer);
  return {
    name: [method ?? asked.shape, TARGETS.get(kindAsked(method ?? '')) === undefined ? null : target]
      .filter(Boolean)
      .join(' '),
    kind: SpanKind.SERVER,
    spanContext: () => ({ traceId, spanId, traceFlags }),
    ...(context?.parentId !== undefined && {
      parentSpanContext: { traceId, spanId: context.parentId, traceFlags, isRemote: true },
    }),
    startTime,
    endTime,
    duration: toTime(Math.max(end - at, 0)),
    ended: true,
    status: failure === undefined ? { code: SpanStatusCode.UNSET } : { code: SpanStatusCode.ERROR },
    attributes: toAttributes(asked, answer, failure),
    links: [],
    events: [],
    resource: origin.resource,
    instrumentationScope: origin.scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** The failure of a call: the guard's code, or that the server answered with an error. */
const FAILURES: ReadonlyMap<string, string> = new Map([
  ['failure', 'mcp_error'],
  ['tool_error', 'tool_error'], // as the conventions name a result with `isError`
]);

const failureOf = (asked: AuditRow, answer: AuditRow | undefined): string | undefined =>
  asked.code ?? answer?.code ?? FAILURES.get(answer?.shape ?? '');

function toAttributes(asked: AuditRow, answer: AuditRow | undefined, failure: string | undefined): Attributes {
  const { method, target, rpcId, session, server, actor, direction, rule, guardUs, seq } = asked;
  const named = TARGETS.get(kindAsked(method ?? ''));
  const attributes: Record<string, string | number | null | undefined> = {
    'mcp.method.name': method,
    'mcp.session.id': session,
    'jsonrpc.request.id': rpcId,
    'gen_ai.operation.name': callsTool(method ?? '') ? 'execute_tool' : undefined,
    ...(named !== undefined && { [named]: target }),
    'error.type': failure,
    'mcp_guard.server': server,
    'mcp_guard.user': actor,
    'mcp_guard.direction': direction,
    'mcp_guard.outcome': callOutcome({ asked, answer }),
    'mcp_guard.rule': rule ?? answer?.rule,
    'mcp_guard.guard_us': guardUs + (answer?.guardUs ?? 0),
    'mcp_guard.upstream_ms': answer?.waitedMs,
    'mcp_guard.audit_id': seq,
  };
  return Object.fromEntries(Object.entries(attributes).filter(isSet)) as Attributes; // oxlint-disable-line typescript/no-unsafe-type-assertion -- what is left has a value
}

const isSet = ([, value]: [string, unknown]): boolean => value !== undefined && value !== null;
