import { foldName, isCall, member, nameViews, type Call, CREATE_MESSAGE } from '@mcp-guard/core';
import { type RuleSource, compilePattern, type Pattern, type ServerPolicy } from '@mcp-guard/policy';
import {
  PASS,
  type Charge,
  type CreateInterceptor,
  type MessageContext,
  type PolicyScope,
  type Verdict,
} from '../interceptor.js';
import { asksNothing, callsTool, isOfClient } from '../extensions/methods.js';
import { asked } from '../input/embedded-requests.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;

/**
 * Notifications, and requests that a client must be free to send, are counted by no limit of
 * the configuration. A session may send so many of them in a minute.
 */
const FLOOD = { limit: 60_000, window: MINUTE, count: 1, isKept: false } as const;

/** The facts about a call that is counted. */
export type CountedCall = Pick<Call, 'kind' | 'method' | 'params'>;

/** The amounts that calls of a client take from limits. */
export type ChargesOf = (call: CountedCall, context: MessageContext) => readonly Charge[];

export function createChargesOf({ layers }: Pick<PolicyScope, 'layers'>): ChargesOf {
  const limits = new Limits(layers.rate_limit);
  return (call, context) => {
    if (isFree(call)) return [{ ...FLOOD, key: `flood ${context.session}` }];
    const ofTool = mayCallTool(call) ? limits.ofTool(member(call.params, 'name')) : [];
    return [...limits.requests, ...ofTool].map((limit) => toCharge(limit, context));
  };
}

/**
 * Names the limits that a message counts against; the daemon does the counting for all
 * sessions. Stands before the lists, so that messages that they refuse cannot flood either.
 */
export const rateLimit: CreateInterceptor = (scope) => {
  const chargesOf = createChargesOf(scope);
  const samplings = scope.layers.sampling.flatMap(samplingLimits);
  return {
    name: 'rate-limit',
    toServer: (message, context) => (isCall(message) ? charge(chargesOf(message, context)) : PASS),
    toClient(message, context) {
      if (samplings.length === 0) return PASS;
      const count = asked(message, CREATE_MESSAGE).length;
      return count === 0 ? PASS : charge(samplings.map((limit) => toCharge(limit, context, count)));
    },
  };
};

const charge = (charges: readonly Charge[]): Verdict => (charges.length === 0 ? PASS : { kind: 'charge', charges });

const toCharge = ({ rule, limit, window }: Limit, { actor }: MessageContext, count = 1): Charge => ({
  rule,
  limit,
  window,
  key: `${rule} ${actor.user}`,
  count,
  isKept: true,
});

/** A request that is sent without an id is still one to a server that carries it out. */
const isFree = ({ kind, method }: CountedCall): boolean =>
  (kind === 'notification' && method.startsWith('notifications/')) || asksNothing(method);

/** An unknown method may be a server's alias for a call, if it names something. */
const mayCallTool = ({ method, params }: CountedCall): boolean =>
  callsTool(method) || (!isOfClient(method) && member(params, 'name') !== undefined);

/** How many requests one rule lets pass, and in which time. */
export interface Limit extends Pick<Charge, 'limit' | 'window'> {
  readonly rule: string;
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
function samplingLimits({ source: place, rules }: RuleSource<ServerPolicy['sampling']>): Limit[] {
  const { rate_limit: limits } = rules;
  const at = `${place}.rate_limit`;
  if (typeof limits === 'number') return [{ rule: at, limit: limits, window: MINUTE }];
  return limits ? toLimits(at, limits) : [];
}
