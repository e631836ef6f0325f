import { GuardError, isCall, type Call } from '@mcp-guard/core';
import { createPathContext } from '../paths/path-context.js';
import type { ExplainedRule } from '../exchange/explained-rule.js';
import { isToolCall, toolOf } from '../exchange/calls.js';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { ArgumentRules, type ArgumentCall, type ArgumentVerdict } from './argument-rules.js';

/** Refuses calls whose arguments break the policy, or asks a person. Stands below all that rewrites. */
export const argumentRules: CreateInterceptor = ({ config, server, layers }) => {
  const rules = new ArgumentRules(layers);
  if (rules.count === 0) return undefined;
  const around = createPathContext(config, server);
  const toCall = (call: Call, cwd: string): ArgumentCall => ({
    tool: toolOf(call),
    params: call.params,
    bytes: call.bytes,
    ...around(cwd),
  });
  return {
    name: 'arguments',
    explain(message, { cwd }) {
      if (!isCall(message) || !isToolCall(message)) return [];
      return rules.explain(toCall(message, cwd)).map(toExplained);
    },
    toServer(message, { cwd, onWork }) {
      if (!isCall(message) || !isToolCall(message)) return PASS;
      const broken = rules.findBroken(toCall(message, cwd), onWork);
      const denied = broken.find(({ verdict }) => verdict === 'deny');
      if (denied) return block(new GuardError('POLICY_DENIED', denied.why, { rule: denied.place }));
      return broken.length === 0
        ? PASS
        : { kind: 'demand', reasons: broken.map(({ place, why, byAnswer }) => ({ rule: place, why, byAnswer })) };
    },
  };
};

const toExplained = ({ place, verdict, why }: ArgumentVerdict): ExplainedRule => ({
  rule: place,
  verdict: ({ passes: 'passes', deny: 'refuses', approve: 'asks' } as const)[verdict],
  why,
});
