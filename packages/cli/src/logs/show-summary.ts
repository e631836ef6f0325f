import { safeJson } from '@mcp-guard/core';
import type { AuditReader } from '@mcp-guard/store';
import type { CommandTools, ConfigOption } from '../command.js';
import { parseDuration } from '../output/duration.js';
import { parseMoment } from '../output/moment.js';
import { warnOfDamage } from './damage.js';
import { describeSummary, summarize, type Grouping } from './summarize.js';

export interface SummaryOptions extends ConfigOption {
  readonly by?: Grouping;
  /** Default: 24 hours. */
  readonly last?: string;
  readonly since?: string;
  readonly until?: string;
  readonly json?: true;
}

/** Prints how many calls of a time were refused, held, redacted and failed. */
export function showSummary(
  record: AuditReader,
  { by = 'server', last = '24h', since, until, json }: SummaryOptions,
  tools: CommandTools,
): void {
  const now = Date.now();
  const counted = summarize(record, by, {
    since: since === undefined ? now - parseDuration(last) : parseMoment(since, now, '--since'),
    until: until === undefined ? undefined : parseMoment(until, now, '--until'),
  });
  if (json) tools.print(safeJson(counted));
  else if (counted.total.calls > 0) tools.print(describeSummary(counted));
  else tools.print('no call was recorded in this time');
  warnOfDamage(record, tools);
}
