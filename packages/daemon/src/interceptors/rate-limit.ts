import { foldName, isQuestion, member, nameViews, type Question } from '@mcp-guard/core';
import { compilePattern, type Layers, type Pattern } from '@mcp-guard/policy';
import { PASS, type Charge, type CreateInterceptor, type MessageContext, type Verdict } from '../interceptor.js';
import { CLIENT_METHODS, isProbe } from '../methods.js';
import { asked } from './embedded-requests.js';

/**
 * What no limit of the configuration counts: notifications, and requests that a client must
 * be free to send. A session may send so many of them in a minute.
 */
const FLOOD = 60_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** How often one rule lets something pass. */
interface Limit {
  readonly rule: string;
  readonly limit: number;
  readonly window: Charge['window'];
}

interface ToolLimit {
  readonly tools: Pattern;
  readonly limits: readonly Limit[];
}

/**
 * Says what a message is counted against; the counting itself is done where all sessions
 * meet. Stands before the lists, so that also what they refuse cannot flood.
 */
export const rateLimit: CreateInterceptor = ({ layers }) => {
  const requests = layers.rate_limit.flatMap(({ place, rules }) => toLimits(place, rules));
  const tools = layers.rate_limit.flatMap(({ place, rules }) =>
    Object.entries(rules.tool_limits).map(([tool, limits]): ToolLimit => ({
      tools: compilePattern(tool),
      limits: toLimits(`${place}.tool_limits.${tool}`, limits),
    })),
  );
  const samplings = layers.sampling.flatMap(toSamplingLimits);
  return {
    name: 'rate-limit',
    toServer(message, context) {
      if (!isQuestion(message)) return PASS;
      if (isFree(message))
        return charge([{ limit: FLOOD, window: MINUTE, key: `flood ${context.session}`, isKept: false }]);
      const counted = callsTool(message) ? requests.concat(limitsOf(member(message.params, 'name'), tools)) : requests;
      return charge(counted.map((limit) => toCharge(limit, context)));
    },
    toClient(message, context) {
      if (samplings.length === 0) return PASS;
      const count = asked(message, 'sampling/createMessage').length;
      return count === 0 ? PASS : charge(samplings.map((limit) => ({ ...toCharge(limit, context), count })));
    },
  };
};

const charge = (charges: readonly Charge[]): Verdict => (charges.length === 0 ? PASS : { kind: 'charge', charges });

const toCharge = ({ rule, limit, window }: Limit, { actor }: MessageContext): Charge => ({
  rule,
  limit,
  window,
  key: `${rule} ${actor.user}`,
  isKept: true,
});

const isFree = ({ kind, method }: Question): boolean => kind === 'notification' || isProbe(method) || method === 'ping';

/** A method that we do not know may be a server's alias for a call. */
const callsTool = ({ method }: Question): boolean => method === 'tools/call' || !CLIENT_METHODS.names.has(method);

/** In whatever spelling: a name that some reader takes for the tool counts against its limit. */
function limitsOf(name: unknown, tools: readonly ToolLimit[]): readonly Limit[] {
  if (tools.length === 0 || typeof name !== 'string') return [];
  const views = nameViews(name);
  const folds = views.map(foldName);
  return tools
    .filter(({ tools: pattern }) => views.some(pattern.matches) || folds.some(pattern.matchesFolded))
    .flatMap(({ limits }) => limits);
}

function toLimits(
  place: string,
  limits: Pick<Layers['rate_limit'][number]['rules'], 'requests_per_minute' | 'requests_per_hour'>,
): Limit[] {
  const { requests_per_minute: minute, requests_per_hour: hour } = limits;
  const found: Limit[] = [];
  if (minute !== null) found.push({ rule: `${place}.requests_per_minute`, limit: minute, window: MINUTE });
  if (hour !== null) found.push({ rule: `${place}.requests_per_hour`, limit: hour, window: HOUR });
  return found;
}

function toSamplingLimits({ place, rules }: Layers['sampling'][number]): Limit[] {
  const { rate_limit: limits } = rules;
  const at = `${place}.rate_limit`;
  if (typeof limits === 'number') return [{ rule: at, limit: limits, window: MINUTE }];
  return limits ? toLimits(at, limits) : [];
}
