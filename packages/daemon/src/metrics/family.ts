export type Labels = Readonly<Record<string, string>>;

/** One value of a counter or a gauge. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** Values by size. */
export interface Distribution {
  readonly labels: Labels;
  /** How many values were at most each of `bounds`, and after those all: cumulative. */
  readonly counts: readonly number[];
  readonly sum: number;
}

interface Head {
  /** As Prometheus has it, with its unit: `mcp_guard_upstream_seconds`. */
  readonly name: string;
  /** One sentence. */
  readonly help: string;
}

/** Values of one name, for all that show them. Labels are of closed sets: no name that a server invents. */
export type MetricFamily =
  | (Head & { readonly type: 'counter' | 'gauge'; readonly samples: readonly Sample[] })
  | (Head & {
      readonly type: 'histogram';
      readonly bounds: readonly number[];
      readonly samples: readonly Distribution[];
    });

/** Counters have names that say so. */
export const counter = (name: string, help: string, samples: readonly Sample[]): MetricFamily => ({
  name: `mcp_guard_${name}_total`,
  help,
  type: 'counter',
  samples,
});

export const gauge = (name: string, help: string, samples: readonly Sample[]): MetricFamily => ({
  name: `mcp_guard_${name}`,
  help,
  type: 'gauge',
  samples,
});

/** A gauge without labels. */
export const single = (name: string, help: string, value: number): MetricFamily =>
  gauge(name, help, [{ labels: {}, value }]);
