import { SeverityNumber } from '@opentelemetry/api';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { rowOutcome, type AuditRow } from '@mcp-guard/store';
import { toTime, type TelemetrySource } from './origin.js';

/** A row of the record, with the fields of its copy in `audit.jsonl`. */
export function toLog(row: AuditRow, { resource, scope }: TelemetrySource): ReadableLogRecord {
  const { at, kind, shape, warn } = row;
  const outcome = rowOutcome(row);
  const isRefusal = outcome === 'refused' || warn;
  const entries = Object.entries({ ...row, outcome }).filter(([, value]) => value !== null);
  return {
    hrTime: toTime(at),
    hrTimeObserved: toTime(at),
    severityNumber: isRefusal ? SeverityNumber.WARN : SeverityNumber.INFO,
    severityText: isRefusal ? 'WARN' : 'INFO',
    eventName: 'mcp_guard.audit',
    body: outcome === null ? `${kind} ${shape}` : `${kind} ${shape}: ${outcome}`,
    resource,
    instrumentationScope: scope,
    attributes: Object.fromEntries(entries.map(([name, value]) => [`mcp_guard.${name}`, value])),
    droppedAttributesCount: 0,
  };
}
