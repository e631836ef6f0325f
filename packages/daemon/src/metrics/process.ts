import { readdirSync, readFileSync } from 'node:fs';
import { constants, monitorEventLoopDelay, PerformanceObserver, type ELDHistogram } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { isObject } from '@mcp-guard/core';
import { Durations } from './durations.js';
import type { Family, Sample } from './family.js';

/** In seconds. */
const GC_BOUNDS: readonly number[] = [0.001, 0.01, 0.1, 1, 2, 5];
const GC_KINDS: ReadonlyMap<unknown, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

/**
 * Measures the process from now on.
 * @returns what collects the families; their names and meanings are those of every Node program under Prometheus
 */
export function watchProcess(): () => Promise<readonly Family[]> {
  const startedAt = Math.round(Date.now() / 1000 - process.uptime());
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const collections = new Durations('kind', GC_BOUNDS);
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
    ...ofSystem(),
    ...(await lag(delay)),
    ...active(),
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

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({
  name,
  help,
  type: 'gauge',
  samples,
});

const single = (name: string, help: string, value: number): Family => gauge(name, help, [{ labels: {}, value }]);

function cpu(): readonly Family[] {
  const { user, system } = process.cpuUsage();
  return [
    spent('user_', 'Total user CPU time spent in seconds.', user),
    spent('system_', 'Total system CPU time spent in seconds.', system),
    spent('', 'Total user and system CPU time spent in seconds.', user + system),
  ];
}

const spent = (kind: string, help: string, microseconds: number): Family => ({
  name: `process_cpu_${kind}seconds_total`,
  help,
  type: 'counter',
  samples: [{ labels: {}, value: microseconds / 1e6 }],
});

/** What /proc tells: only on Linux, but for the resident memory. */
function ofSystem(): readonly Family[] {
  const resident = single('process_resident_memory_bytes', 'Resident memory size in bytes.', process.memoryUsage.rss());
  if (process.platform !== 'linux') return [resident];
  const status = readFileSync('/proc/self/status', 'utf8');
  const bytes = (field: string): number => Number(new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
  const limit = /^Max open files +(\d+|unlimited)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return [
    resident,
    single('process_virtual_memory_bytes', 'Virtual memory size in bytes.', bytes('VmSize')),
    single('process_heap_bytes', 'Process heap size in bytes.', bytes('VmData')),
    // One of them was open only to list them.
    single('process_open_fds', 'Number of open file descriptors.', readdirSync('/proc/self/fd').length - 1),
    single('process_max_fds', 'Maximum number of open file descriptors.', Number(limit)),
  ];
}

/** The delays since the last scrape, and how long the loop takes right now. */
async function lag(delay: ELDHistogram): Promise<readonly Family[]> {
  const asked = performance.now();
  await setImmediate();
  const now = (performance.now() - asked) / 1000;
  const families = [
    single('nodejs_eventloop_lag_seconds', 'Lag of event loop in seconds.', now),
    single('nodejs_eventloop_lag_min_seconds', 'The minimum recorded event loop delay.', delay.min / 1e9),
    single('nodejs_eventloop_lag_max_seconds', 'The maximum recorded event loop delay.', delay.max / 1e9),
    recorded('mean', 'mean of', delay.mean),
    recorded('stddev', 'standard deviation of', delay.stddev),
    ...[50, 90, 99].map((part) => recorded(`p${part}`, `${part}th percentile of`, delay.percentile(part))),
  ];
  delay.reset();
  return families;
}

const recorded = (name: string, help: string, nanoseconds: number): Family =>
  single(`nodejs_eventloop_lag_${name}_seconds`, `The ${help} the recorded event loop delays.`, nanoseconds / 1e9);

/** What keeps the process alive, by kind. */
const active = (): readonly Family[] => [
  ...byType(
    'resources',
    'resources that are currently keeping the event loop alive, grouped by async resource type.',
    process.getActiveResourcesInfo(),
  ),
  ...byType(
    'handles',
    'libuv handles grouped by handle type. Every handle type is C++ class name.',
    classesOf('_getActiveHandles'),
  ),
  ...byType(
    'requests',
    'libuv requests grouped by request type. Every request type is C++ class name.',
    classesOf('_getActiveRequests'),
  ),
];

/** Node lists both without documenting it, so either may be gone one day. */
function classesOf(name: '_getActiveHandles' | '_getActiveRequests'): readonly string[] {
  const list: unknown = Reflect.get(process, name);
  const items: unknown = typeof list === 'function' ? Reflect.apply(list, process, []) : [];
  if (!Array.isArray(items)) return [];
  return items.map((item: Partial<object>) => item.constructor?.name ?? 'Object');
}

function byType(name: string, help: string, types: readonly string[]): readonly Family[] {
  const samples = [...Map.groupBy(types, (type) => type)].map(([type, { length: value }]) => ({
    labels: { type },
    value,
  }));
  return [
    gauge(`nodejs_active_${name}`, `Number of active ${help}`, samples),
    single(`nodejs_active_${name}_total`, `Total number of active ${name}.`, types.length),
  ];
}

function heap(): readonly Family[] {
  const { heapTotal, heapUsed, external } = process.memoryUsage();
  const spaces = getHeapSpaceStatistics();
  const bySpace = (kind: string, field: 'space_size' | 'space_used_size' | 'space_available_size'): Family =>
    gauge(
      `nodejs_heap_space_size_${kind}_bytes`,
      `Process heap space size ${kind} from Node.js in bytes.`,
      spaces.map((space) => ({ labels: { space: space.space_name.replace('_space', '') }, value: space[field] })),
    );
  return [
    single('nodejs_heap_size_total_bytes', 'Process heap size from Node.js in bytes.', heapTotal),
    single('nodejs_heap_size_used_bytes', 'Process heap size used from Node.js in bytes.', heapUsed),
    single('nodejs_external_memory_bytes', 'Node.js external memory size in bytes.', external),
    bySpace('total', 'space_size'),
    bySpace('used', 'space_used_size'),
    bySpace('available', 'space_available_size'),
  ];
}

function version(): Family {
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
  const labels = { version: process.version, major, minor, patch };
  return gauge('nodejs_version_info', 'Node.js version info.', [{ labels, value: 1 }]);
}
