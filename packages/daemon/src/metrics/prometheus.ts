import type { Distribution, MetricFamily, Labels } from './family.js';
import type { Metrics } from './metrics.js';
import { watchProcess } from './process.js';

/** Version 0.0.4 of the text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The exposition for a scrape of Prometheus. It is opened with the first scrape, and watches the process from then on.
 */
export function openExposition(metrics: Metrics): () => Promise<string> {
  const ofProcess = watchProcess();
  return async () => toText([...metrics.collect(), ...(await ofProcess())]);
}

/** @returns the page that Prometheus reads: each family with its help and type, even if nothing was counted yet */
export function toText(families: readonly MetricFamily[]): string {
  return families.map((family) => `${toLines(family).join('\n')}\n`).join('\n');
}

function toLines(family: MetricFamily): readonly string[] {
  const { name, help, type } = family;
  const values =
    family.type === 'histogram'
      ? family.samples.flatMap((sample) => toBuckets(name, family.bounds, sample))
      : family.samples.map(({ labels, value }) => toLine(name, labels, value));
  return [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`, ...values];
}

function toBuckets(name: string, bounds: readonly number[], { labels, counts, sum }: Distribution): readonly string[] {
  const buckets = [...bounds, Infinity].map((bound, index) =>
    toLine(`${name}_bucket`, { ...labels, le: toNumber(bound) }, counts[index] ?? 0),
  );
  return [...buckets, toLine(`${name}_sum`, labels, sum), toLine(`${name}_count`, labels, counts.at(-1) ?? 0)];
}

function toLine(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text).replaceAll('"', '\\"')}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${toNumber(value)}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

/** Numbers are written as Go reads them. JavaScript differs only in the infinities. */
const toNumber = (value: number): string => String(value).replace(/^(-?)Infinity$/, (_, sign) => `${sign || '+'}Inf`);
