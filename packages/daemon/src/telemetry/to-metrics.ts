import { ValueType } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import type { MetricFamily } from '../metrics/family.js';
import { toTime, type TelemetrySource } from './origin.js';

/** Everything that `/metrics` shows of the guard, at one moment. @param startedAt Unix milliseconds */
export function toMetrics(
  families: readonly MetricFamily[],
  startedAt: number,
  origin: TelemetrySource,
): ResourceMetrics {
  const times = { startTime: toTime(startedAt), endTime: toTime(Date.now()) };
  const metrics = families.filter(({ samples }) => samples.length > 0).map((family) => toMetric(family, times));
  return { resource: origin.resource, scopeMetrics: [{ scope: origin.scope, metrics }] };
}

type Times = Pick<MetricData['dataPoints'][number], 'startTime' | 'endTime'>;

function toMetric(family: MetricFamily, times: Times): MetricData {
  const { name, help: description } = family;
  const unit = name.endsWith('_seconds') ? 's' : name.endsWith('_bytes') ? 'By' : '1';
  const head = {
    descriptor: { name: name.replace(/_total$/, ''), description, unit, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  if (family.type === 'histogram') {
    const dataPoints = family.samples.map(({ labels, counts, sum }) => ({
      ...times,
      attributes: { ...labels },
      value: {
        buckets: {
          boundaries: [...family.bounds],
          counts: counts.map((count, index) => count - (counts[index - 1] ?? 0)),
        },
        sum,
        count: counts.at(-1) ?? 0,
      },
    }));
    return { ...head, dataPointType: DataPointType.HISTOGRAM, dataPoints };
  }
  const dataPoints = family.samples.map(({ labels, value }) => ({ ...times, attributes: { ...labels }, value }));
  return family.type === 'counter'
    ? { ...head, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints }
    : { ...head, dataPointType: DataPointType.GAUGE, dataPoints };
}
