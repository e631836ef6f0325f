import { readdirSync, readFileSync } from 'node:fs';
import { constants, monitorEventLoopDelay, PerformanceObserver, type ELDHistogram } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { isObject } from '@mcp-guard/core';
import type { MetricFamily, Sample } from './family.js';
import { MetricDurations } from './series.js';

/** In seconds. */
const GC_BOUNDS: readonly number[] = [0.001, 0.01, 0.1, 1, 2, 5];
const GC_KINDS: ReadonlyMap<unknown, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

const KEPT_ALIVE = 'resources that are currently keeping the event loop alive, grouped by async resource type.';
const HANDLES = 'libuv handles grouped by handle type. Every handle type is C++ class name.';
const REQUESTS = 'libuv requests grouped by request type. Every request type is C++ class name.';

/**
 * Measures the process from now on.
 * @returns what collects the families; their names and meanings are those of every Node program under Prometheus
 */
export function watchProcess(): () => Promise<readonly MetricFamily[]> {
  const startedAt = Math.round(Date.now() / 1000 - process.uptime());
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const collections = new MetricDurations('kind', GC_BOUNDS);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const detail: unknown = Reflect.get(entry, 'detail'); // which the types have of other entries only
      const kind = isObject(detail) ? GC_KINDS.get(detail['kind']) : undefined;
      if (kind !== undefined) collections.add(kind, entry.duration / 1000);
    }
  }).observe({ entryTypes: ['gc'] });

  return async () => [
    ...cpu(),
    single('process_start_time_seconds', 'Start time of the process since unix epoch in seconds.', startedAt),
    ...memoryAndFiles(),
    ...(await lag(delay)),
    active('resources', KEPT_ALIVE, process.getActiveResourcesInfo()),
    active('handles', HANDLES, classesOf('_getActiveHandles')),
    active('requests', REQUESTS, classesOf('_getActiveRequests')),
    ...heap(),
    version(),
    {
      name: 'nodejs_gc_duration_seconds',
      help: 'Garbage collection duration by kind, one of major, minor, incremental or weakcb.',
      type: 'histogram',
      bounds: GC_BOUNDS,
      samples: collections.samples,
    },
  ];
}

const labelled = (name: string, help: string, samples: readonly Sample[]): MetricFamily => ({
  name,
  help,
  type: name.endsWith('_seconds_total') ? 'counter' : 'gauge',
  samples,
});

const single = (name: string, help: string, value: number): MetricFamily =>
  labelled(name, help, [{ labels: {}, value }]);

function cpu(): readonly MetricFamily[] {
  const { user, system } = process.cpuUsage();
  return [
    single('process_cpu_user_seconds_total', 'Total user CPU time spent in seconds.', user / 1e6),
    single('process_cpu_system_seconds_total', 'Total system CPU time spent in seconds.', system / 1e6),
    single('process_cpu_seconds_total', 'Total user and system CPU time spent in seconds.', (user + system) / 1e6),
  ];
}

/** Reads /proc on Linux; without it, as where no more files can be opened, only the resident memory. */
function memoryAndFiles(): readonly MetricFamily[] {
  const resident = single('process_resident_memory_bytes', 'Resident memory size in bytes.', process.memoryUsage.rss());
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const [, size] = /^VmSize:\s*(\d+) kB$/m.exec(status) ?? [];
    const [, data] = /^VmData:\s*(\d+) kB$/m.exec(status) ?? [];
    const [, limit] = /^Max open files +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    const open = readdirSync('/proc/self/fd').length - 1; // one was open only to list them
    return [
      resident,
      single('process_virtual_memory_bytes', 'Virtual memory size in bytes.', Number(size) * 1024),
      single('process_heap_bytes', 'Process heap size in bytes.', Number(data) * 1024),
      single('process_open_fds', 'Number of open file descriptors.', open),
      single('process_max_fds', 'Maximum number of open file descriptors.', Number(limit)),
    ];
  } catch {
    return [resident];
  }
}

/** How long the loop takes right now, and the delays since the last scrape. */
async function lag(delay: ELDHistogram): Promise<readonly MetricFamily[]> {
  const asked = performance.now();
  await setImmediate();
  const families = [
    recorded('', 'Lag of event loop in seconds.', (performance.now() - asked) * 1e6),
    recorded('min_', 'The minimum recorded event loop delay.', delay.min),
    recorded('max_', 'The maximum recorded event loop delay.', delay.max),
    recorded('mean_', 'The mean of the recorded event loop delays.', delay.mean),
    recorded('stddev_', 'The standard deviation of the recorded event loop delays.', delay.stddev),
    ...[50, 90, 99].map((part) =>
      recorded(`p${part}_`, `The ${part}th percentile of the recorded event loop delays.`, delay.percentile(part)),
    ),
  ];
  delay.reset();
  return families;
}

const recorded = (name: string, help: string, nanoseconds: number): MetricFamily =>
  single(`nodejs_eventloop_lag_${name}seconds`, help, nanoseconds / 1e9);

/** Node lists both without documenting it, so either may be gone one day. */
function classesOf(name: '_getActiveHandles' | '_getActiveRequests'): readonly string[] {
  const list: unknown = Reflect.get(process, name);
  const items: unknown = typeof list === 'function' ? Reflect.apply(list, process, []) : [];
  if (!Array.isArray(items)) return [];
  return items.map((item: Partial<object>) => item.constructor?.name ?? 'Object');
}

/** Their sum has no family of its own, as it has elsewhere: it would be a gauge under the name of a counter. */
function active(name: string, help: string, types: readonly string[]): MetricFamily {
  const counted = [...Map.groupBy(types, (type) => type)];
  const samples = counted.map(([type, { length: value }]) => ({ labels: { type }, value }));
  return labelled(`nodejs_active_${name}`, `Number of active ${help}`, samples);
}

function heap(): readonly MetricFamily[] {
  const { heapTotal, heapUsed, external } = process.memoryUsage();
  const spaces = getHeapSpaceStatistics();
  const bySpace = (kind: string, field: 'space_size' | 'space_used_size' | 'space_available_size'): MetricFamily => {
    const help = `Process heap space size ${kind} from Node.js in bytes.`;
    const samples = spaces.map((space) => {
      return { labels: { space: space.space_name.replace('_space', '') }, value: space[field] };
    });
    return labelled(`nodejs_heap_space_size_${kind}_bytes`, help, samples);
  };
  return [
    single('nodejs_heap_size_total_bytes', 'Process heap size from Node.js in bytes.', heapTotal),
    single('nodejs_heap_size_used_bytes', 'Process heap size used from Node.js in bytes.', heapUsed),
    single('nodejs_external_memory_bytes', 'Node.js external memory size in bytes.', external),
    bySpace('total', 'space_size'),
    bySpace('used', 'space_used_size'),
    bySpace('available', 'space_available_size'),
  ];
}

function version(): MetricFamily {
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
  const labels = { version: process.version, major, minor, patch };
  return labelled('nodejs_version_info', 'Node.js version info.', [{ labels, value: 1 }]);
}
