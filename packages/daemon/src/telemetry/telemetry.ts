import { setTimeout as delay } from 'node:timers/promises';
import type { TelemetryStatus } from '@mcp-guard/core';
import type { guardedFetch } from '@mcp-guard/net/guarded-fetch';
import type { Config } from '@mcp-guard/policy';
import type { Metrics } from '../metrics/metrics.js';
import type { Feed } from '../record/feed.js';
import type { Tracer } from '../state/tracer.js';
import { SendOutcome } from './sender.js';

/** Between two sendings, in milliseconds. */
const EVERY = 5000;
/** A daemon that stops waits for the last sending no longer than this. */
const LAST = 1000;

export interface TelemetryOptions {
  readonly settings: Config['telemetry'];
  readonly version: string;
  readonly feed: Pick<Feed, 'follow'>;
  readonly metrics: Pick<Metrics, 'collect'>;
  readonly tracer: Pick<Tracer, 'take' | 'beside'>;
  readonly fetch: typeof guardedFetch;
  readonly onProblem: (error: unknown) => void;
}

/** Sends traces, metrics and logs to a collector; nothing runs and nothing is loaded where none is configured. */
export interface Telemetry {
  /** `null` where nothing is sent. */
  readonly status: TelemetryStatus | null;
  close(): Promise<void>;
}

const NONE: Telemetry = { status: null, close: () => Promise.resolve() };

export function openTelemetry({ settings, feed, fetch, onProblem, metrics, ...options }: TelemetryOptions): Telemetry {
  const { otlp, headers, traces, logs } = settings;
  if (otlp === null) return NONE;
  const to = { url: new URL(otlp), headers, fetch };
  const outcome = new SendOutcome();
  const loaded = import('./exporter.js').then(({ createExporter }) =>
    createExporter({ ...options, to, outcome, traces, logs, metrics: settings.metrics ? metrics : undefined }),
  );
  loaded.catch(onProblem);
  const unfollow = feed.follow((rows) => void loaded.then((exporter) => exporter.add(rows)).catch(onProblem));
  const flush = (): Promise<void> => loaded.then((exporter) => exporter.flush()).catch(onProblem);
  const timer = setInterval(() => void flush(), EVERY).unref();
  return {
    get status() {
      return { host: to.url.host, sent: outcome.sent, dropped: outcome.dropped, failure: outcome.failure };
    },
    async close() {
      clearInterval(timer);
      unfollow();
      // The first may be one that began before the last rows came.
      await Promise.race([flush().then(flush), delay(LAST, undefined, { ref: false })]);
    },
  };
}
