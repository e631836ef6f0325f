import { isCall, member, type Call } from '@mcp-guard/core';
import { PASS, type Charge, type CreateInterceptor, type MessageContext, type Verdict } from '../interceptor.js';
import { CLIENT_METHODS, isProbe } from '../exchange/methods.js';
import { asked } from '../input/embedded-requests.js';
import { Limits, samplingLimits, type Limit } from './limits.js';

/**
 * What no limit of the configuration counts: notifications, and requests that a client must
 * be free to send. A session may send so many of them in a minute.
 */
const FLOOD = { limit: 60_000, window: 60_000, count: 1, isKept: false } as const;

/**
 * Says what a message is counted against; the counting itself is done where all sessions
 * meet. Stands before the lists, so that also what they refuse cannot flood.
 */
export const rateLimit: CreateInterceptor = ({ layers }) => {
  const limits = new Limits(layers.rate_limit);
  const samplings = layers.sampling.flatMap(samplingLimits);
  return {
    name: 'rate-limit',
    toServer(message, context) {
      if (!isCall(message)) return PASS;
      if (isFree(message)) return charge([{ ...FLOOD, key: `flood ${context.session}` }]);
      const ofTool = callsTool(message) ? limits.ofTool(member(message.params, 'name')) : [];
      return charge([...limits.requests, ...ofTool].map((limit) => toCharge(limit, context)));
    },
    toClient(message, context) {
      if (samplings.length === 0) return PASS;
      const count = asked(message, 'sampling/createMessage').length;
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
const isFree = ({ kind, method }: Call): boolean =>
  (kind === 'notification' && method.startsWith('notifications/')) || isProbe(method) || method === 'ping';

/** A method that we do not know may be a server's alias for a call, where it names something. */
const callsTool = ({ method, params }: Call): boolean =>
  method === 'tools/call' || (!CLIENT_METHODS.names.has(method) && member(params, 'name') !== undefined);
