import { GuardError, isCall } from '@mcp-guard/core';
import { isToolCall, toolOf } from '../exchange/methods.js';
import { block, PASS, type CreateInterceptor } from '../interceptor.js';
import { SpendRules } from './spend-rules.js';

/** Names the price of a call and refuses it if it exceeds a cap by itself; the daemon knows the rest of the caps for all sessions. */
export const spend: CreateInterceptor = ({ layers }) => {
  const rules = new SpendRules(layers);
  if (rules.areNone) return undefined;
  return {
    name: 'spend',
    toServer(message) {
      if (!isCall(message) || !isToolCall(message)) return PASS;
      const { params, bytes } = message;
      const verdict = rules.judge({ tool: toolOf(message), params, bytes });
      if (verdict.kind === 'free') return PASS;
      if (verdict.kind === 'costs') return { kind: 'demand', cost: verdict.cost, reasons: verdict.reasons };
      return block(new GuardError(verdict.code, verdict.why, { rule: verdict.rule }));
    },
  };
};
