import { expect, it } from 'vitest';
import type { MetricFamily } from '../../src/metrics/family.js';
import { toText } from '../../src/metrics/prometheus.js';
import { watchProcess } from '../../src/metrics/process.js';

const gauge = (samples: Extract<MetricFamily, { type: 'gauge' | 'counter' }>['samples']): MetricFamily => ({
  name: 'g',
  help: 'A gauge.',
  type: 'gauge',
  samples,
});

const lines = (families: readonly MetricFamily[]): readonly string[] => toText(families).split('\n');

it('escapes what a label or a help could break the page with', () => {
  const label = gauge([{ labels: { server: 'a"b\\c\nd 1' }, value: 1 }]);
  expect(lines([{ ...label, help: 'one\ntwo \\' }])).toEqual([
    String.raw`# HELP g one\ntwo \\`,
    '# TYPE g gauge',
    String.raw`g{server="a\"b\\c\nd 1"} 1`,
    '',
  ]);
});

it.each([
  [0.5, '0.5'],
  [1e21, '1e+21'],
  [5e-324, '5e-324'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
  [Number.NaN, 'NaN'],
])('writes %d as Go reads it', (value, written) => {
  expect(lines([gauge([{ labels: {}, value }])])).toContain(`g ${written}`);
});

it('writes a histogram with cumulative buckets, their sum and their count', () => {
  const samples = [{ labels: { server: 'a' }, counts: [1, 3, 4], sum: 7.5 }];
  const family: MetricFamily = { name: 'h', help: 'A histogram.', type: 'histogram', bounds: [0.00005, 1], samples };
  expect(lines([family, gauge([])])).toEqual([
    '# HELP h A histogram.',
    '# TYPE h histogram',
    'h_bucket{server="a",le="0.00005"} 1',
    'h_bucket{server="a",le="1"} 3',
    'h_bucket{server="a",le="+Inf"} 4',
    'h_sum{server="a"} 7.5',
    'h_count{server="a"} 4',
    '',
    '# HELP g A gauge.',
    '# TYPE g gauge',
    '',
  ]);
});

it('measures the process under the names that every Node program has in Prometheus', async () => {
  const families = await watchProcess()();
  const names = families.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'process_cpu_seconds_total',
      'process_start_time_seconds',
      'process_resident_memory_bytes',
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_active_handles',
      'nodejs_heap_space_size_used_bytes',
      'nodejs_gc_duration_seconds',
      'nodejs_version_info',
    ]),
  );
  expect(new Set(names).size).toBe(names.length);
  expect(toText(families)).not.toMatch(/^process_.* NaN$/m);
});
