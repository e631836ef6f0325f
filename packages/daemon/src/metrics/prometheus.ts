import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry, type MetricValue } from 'prom-client';
import type { Distribution, Family } from './family.js';
import type { Metrics } from './metrics.js';

/** What a scrape of Prometheus gets. */
export interface Exposition {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Is loaded with the first scrape. What is known of the process comes from the library. */
export function openExposition(metrics: Metrics): Exposition {
  const ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  return {
    contentType: ofProcess.contentType,
    async text() {
      const registry = new Registry();
      for (const family of metrics.collect()) register(registry, family);
      return `${await registry.metrics()}\n${await ofProcess.metrics()}`;
    },
  };
}

/** Without labels there would be a 0, also where nothing was counted. */
const NO_VALUES = ['_'];

function register(registry: Registry, family: Family): void {
  const { name, help, samples } = family;
  const labelNames = samples[0] ? Object.keys(samples[0].labels) : NO_VALUES;
  const options = { name, help, labelNames, registers: [registry] };
  if (family.type === 'histogram') return void new Recorded(options, family.bounds, family.samples);
  const metric = family.type === 'counter' ? new Counter(options) : new Gauge(options);
  for (const { labels, value } of family.samples) metric.inc({ ...labels }, value);
}

type NamedValue = MetricValue<string> & { metricName?: string };

/** A histogram that was counted elsewhere. */
class Recorded extends Histogram {
  readonly #head: Pick<Family, 'name' | 'help'>;
  readonly #bounds: readonly number[];
  readonly #samples: readonly Distribution[];

  constructor(
    options: {
      readonly name: string;
      readonly help: string;
      readonly labelNames: string[];
      readonly registers: Registry[];
    },
    bounds: readonly number[],
    samples: readonly Distribution[],
  ) {
    super(options);
    this.#head = { name: options.name, help: options.help };
    this.#bounds = bounds;
    this.#samples = samples;
  }

  /** What a registry asks for, which the types of the library leave out. */
  getForPromString(): object {
    const values = this.#samples.flatMap((sample) => this.#toValues(sample));
    return { ...this.#head, type: 'histogram', values, aggregator: 'sum' };
  }

  #toValues({ labels, counts, sum }: Distribution): readonly NamedValue[] {
    const { name } = this.#head;
    const bounds = [...this.#bounds, '+Inf'];
    const buckets = bounds.map((le, index) => ({
      metricName: `${name}_bucket`,
      labels: { ...labels, le },
      value: counts[index] ?? 0,
    }));
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels: { ...labels }, value: sum },
      { metricName: `${name}_count`, labels: { ...labels }, value: counts.at(-1) ?? 0 },
    ];
  }
}
