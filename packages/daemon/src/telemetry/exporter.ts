import { JsonLogsSerializer, JsonMetricsSerializer, JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { isKeptOpen, Pairs, type AuditRow, type Exchange } from '@mcp-guard/store';
import type { Metrics } from '../metrics/metrics.js';
import type { Tracer } from '../state/tracer.js';
import { toOrigin } from './origin.js';
import { Sender, type Destination, type SendOutcome } from './sender.js';
import { toLog } from './to-log.js';
import { toMetrics } from './to-metrics.js';
import { toSpan } from './to-span.js';

export interface ExporterOptions {
  readonly to: Destination;
  readonly outcome: SendOutcome;
  readonly version: string;
  readonly traces: boolean;
  readonly logs: boolean;
  /** Absent if none are sent. */
  readonly metrics: Pick<Metrics, 'collect'> | undefined;
  readonly tracer: Pick<Tracer, 'take' | 'beside'>;
}

/** Turns what was recorded into what a collector takes. Loaded only where telemetry is configured. */
export interface Exporter {
  add(rows: readonly AuditRow[]): void;
  /** Resolves once all that waits was sent or dropped. */
  flush(): Promise<void>;
}

export function createExporter({ to, outcome, version, traces, logs, metrics, tracer }: ExporterOptions): Exporter {
  const origin = toOrigin(version);
  const startedAt = Date.now();
  const pairs = new Pairs();
  const spans = new Sender<ReadableSpan>('v1/traces', to, outcome, (batch) =>
    JsonTraceSerializer.serializeRequest(batch),
  );
  const records = new Sender<ReadableLogRecord>('v1/logs', to, outcome, (batch) =>
    JsonLogsSerializer.serializeRequest(batch),
  );
  const values = new Sender<ResourceMetrics>(
    'v1/metrics',
    to,
    outcome,
    ([latest]) => latest && JsonMetricsSerializer.serializeRequest(latest),
    1, // older values say nothing beside newer ones
  );
  const contextOf = (row: AuditRow) => {
    const { session, direction, rpcId } = row;
    if (session === null || direction === null || rpcId === null) return undefined;
    // A call that was held has another row once it is decided.
    return row.outcome === 'hold' ? tracer.beside(session, direction, rpcId) : tracer.take(session, direction, rpcId);
  };
  return {
    add(rows) {
      // A call that is kept open has a span of its own, beside the one of the call that was let through.
      const held = rows.filter(isKeptOpen).map((asked): Exchange => ({ asked, answer: undefined }));
      const exchanges = [...held, ...rows.flatMap((row) => pairs.add(row) ?? [])];
      if (traces) spans.add(exchanges.map((exchange) => toSpan(exchange, contextOf(exchange.asked), origin)));
      if (logs) records.add(rows.map((row) => toLog(row, origin)));
    },
    async flush() {
      if (metrics) values.add([toMetrics(metrics.collect(), startedAt, origin)]);
      await Promise.all([spans.flush(), records.flush(), values.flush()]);
    },
  };
}
