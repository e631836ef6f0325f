import { isCall, member, type Call } from '@mcp-guard/core';
import {
  PASS,
  type Charge,
  type CreateInterceptor,
  type MessageContext,
  type PolicyScope,
  type Verdict,
} from '../interceptor.js';
import { CLIENT_METHODS, isProbe } from '../exchange/methods.js';
import { asked } from '../input/embedded-requests.js';
import { Limits, samplingLimits, type Limit } from './limits.js';

/**
 * Notifications, and requests that a client must be free to send, are counted by no limit of
 * the configuration. A session may send so many of them in a minute.
 */
const FLOOD = { limit: 60_000, window: 60_000, count: 1, isKept: false } as const;

/** The facts about a call that is counted. */
export type CountedCall = Pick<Call, 'kind' | 'method' | 'params'>;

/** The amounts that calls of a client take from limits. */
export type ChargesOf = (call: CountedCall, context: MessageContext) => readonly Charge[];

export function createChargesOf({ layers }: Pick<PolicyScope, 'layers'>): ChargesOf {
  const limits = new Limits(layers.rate_limit);
  return (call, context) => {
    if (isFree(call)) return [{ ...FLOOD, key: `flood ${context.session}` }];
    const ofTool = callsTool(call) ? limits.ofTool(member(call.params, 'name')) : [];
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
const isFree = ({ kind, method }: CountedCall): boolean =>
  (kind === 'notification' && method.startsWith('notifications/')) || isProbe(method) || method === 'ping';

/** An unknown method may be a server's alias for a call, if it names something. */
const callsTool = ({ method, params }: CountedCall): boolean =>
  method === 'tools/call' || (!CLIENT_METHODS.names.has(method) && member(params, 'name') !== undefined);
