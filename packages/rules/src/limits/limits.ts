import { foldName, nameViews } from '@mcp-guard/core';
import { type RuleSource, compilePattern, type Pattern, type ServerPolicy } from '@mcp-guard/policy';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/** How many requests one rule lets pass, and in which time. */
export interface Limit {
  readonly rule: string;
  readonly limit: number;
  /** The window of the limit, in milliseconds. */
  readonly window: typeof MINUTE | typeof HOUR;
}

type RateLimit = ServerPolicy['rate_limit'];

/** The limits of some layers, with their patterns compiled. */
export class Limits {
  /** The limits of every request. */
  readonly requests: readonly Limit[];
  readonly #tools: readonly { readonly pattern: Pattern; readonly limits: readonly Limit[] }[];

  constructor(layers: readonly RuleSource<RateLimit>[]) {
    this.requests = layers.flatMap(({ source: place, rules }) => toLimits(place, rules));
    this.#tools = layers.flatMap(({ source: place, rules }) =>
      Object.entries(rules.tool_limits).map(([tool, limits]) => ({
        pattern: compilePattern(tool),
        limits: toLimits(`${place}.tool_limits.${tool}`, limits),
      })),
    );
  }

  /**
   * The limits of one tool, in every spelling: a name that some reader takes for the tool counts against its limit. A
   * call with an unclear name may be one of any tool.
   */
  ofTool(name: unknown): readonly Limit[] {
    if (this.#tools.length === 0) return [];
    if (typeof name !== 'string') return this.#tools.flatMap(({ limits }) => limits);
    const views = nameViews(name);
    const folds = views.map(foldName);
    return this.#tools
      .filter(({ pattern }) => views.some(pattern.matches) || folds.some(pattern.matchesFolded))
      .flatMap(({ limits }) => limits);
  }
}

function toLimits(place: string, limits: Pick<RateLimit, 'requests_per_minute' | 'requests_per_hour'>): Limit[] {
  const { requests_per_minute: minute, requests_per_hour: hour } = limits;
  const found: Limit[] = [];
  if (minute !== null) found.push({ rule: `${place}.requests_per_minute`, limit: minute, window: MINUTE });
  if (hour !== null) found.push({ rule: `${place}.requests_per_hour`, limit: hour, window: HOUR });
  return found;
}

/** `rate_limit` of sampling: a number is one a minute. */
export function samplingLimits({ source: place, rules }: RuleSource<ServerPolicy['sampling']>): Limit[] {
  const { rate_limit: limits } = rules;
  const at = `${place}.rate_limit`;
  if (typeof limits === 'number') return [{ rule: at, limit: limits, window: MINUTE }];
  return limits ? toLimits(at, limits) : [];
}
