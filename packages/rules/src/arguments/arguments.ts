import { GuardError, isCall } from '@mcp-guard/core';
import { createPathContext } from '../paths/path-context.js';
import { isToolCall, toolOf } from '../exchange/calls.js';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { ArgumentRules } from './argument-rules.js';

/** Refuses calls whose arguments are not as the policy wants them, or asks a person. Stands below all that rewrites. */
export const argumentRules: CreateInterceptor = ({ config, server, layers }) => {
  const rules = new ArgumentRules(layers);
  if (rules.count === 0) return undefined;
  const around = createPathContext(config, server);
  return {
    name: 'arguments',
    toServer(message, { cwd }) {
      if (!isCall(message) || !isToolCall(message)) return PASS;
      const { params, bytes } = message;
      const broken = rules.findBroken({ tool: toolOf(message), params, bytes, ...around(cwd) });
      const denied = broken.find(({ verdict }) => verdict === 'deny');
      if (denied) return block(new GuardError('POLICY_DENIED', denied.why, { rule: denied.place }));
      return broken.length === 0
        ? PASS
        : { kind: 'demand', reasons: broken.map(({ place, why, byAnswer }) => ({ rule: place, why, byAnswer })) };
    },
  };
};
