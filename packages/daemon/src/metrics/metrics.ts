import type { DaemonStatus, ServerView } from '@mcp-guard/core';
import type { Feed } from '../record/feed.js';
import { GROUPS } from './groups/registry.js';
import type { MetricFamily } from './family.js';
import { Tally } from './tally.js';

export interface MetricsParts {
  readonly feed: Pick<Feed, 'follow'>;
  readonly isServer: (name: string) => boolean;
  readonly status: () => DaemonStatus;
  readonly servers: () => readonly ServerView[];
  readonly viewers: () => number;
  readonly recordLag: () => number;
}

/** Everything that is counted and measured, by families; for Prometheus and for OpenTelemetry alike. */
export interface Metrics {
  collect(): readonly MetricFamily[];
}

export function openMetrics({ feed, isServer, status, servers, viewers, recordLag }: MetricsParts): Metrics {
  const tally = new Tally(isServer);
  feed.follow((rows) => tally.add(rows));
  return {
    collect() {
      const sources = { tally, status: status(), servers: servers(), viewers: viewers(), recordLag: recordLag() };
      return GROUPS.flatMap((group) => group(sources));
    },
  };
}
