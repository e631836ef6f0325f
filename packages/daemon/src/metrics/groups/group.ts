import type { DaemonStatus, ServerView } from '@mcp-guard/core';
import type { MetricFamily } from '../family.js';
import type { Tally } from '../tally.js';

/** Values are taken from these when somebody asks for them. */
export interface MetricSources {
  readonly tally: Tally;
  readonly status: DaemonStatus;
  readonly servers: readonly ServerView[];
  /** Pages that look. */
  readonly viewers: number;
  /** Bytes of the journal that are not in the database yet. */
  readonly recordLag: number;
}

/** The families of one subject. */
export type MetricGroup = (sources: MetricSources) => readonly MetricFamily[];
