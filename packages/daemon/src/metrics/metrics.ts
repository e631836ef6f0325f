import type { DaemonStatus, ServerView } from '@mcp-guard/core';
import type { Feed } from '../record/feed.js';
import { GROUPS } from './groups/registry.js';
import type { MetricFamily } from './family.js';
import { Tally, type ServersInForce } from './tally.js';

export interface MetricsParts {
  readonly feed: Pick<Feed, 'follow'>;
  readonly inForce: ServersInForce;
  readonly status: () => DaemonStatus;
  readonly servers: () => readonly ServerView[];
  readonly viewers: () => number;
  readonly recordLag: () => number;
}

/** Everything that is counted and measured, by families; for Prometheus and for OpenTelemetry alike. */
export interface Metrics {
  collect(): readonly MetricFamily[];
}

export function openMetrics({ feed, inForce, status, servers, viewers, recordLag }: MetricsParts): Metrics {
  const tally = new Tally(inForce);
  feed.follow(tally.add);
  return {
    collect() {
      const sources = { tally, status: status(), servers: servers(), viewers: viewers(), recordLag: recordLag() };
      return GROUPS.flatMap((group) => group(sources));
    },
  };
}
