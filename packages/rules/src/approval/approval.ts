import { isCall } from '@mcp-guard/core';
import { isToolCall, toolOf } from '../extensions/methods.js';
import { PASS, type CreateInterceptor } from '../interceptor.js';
import { ApprovalRules } from './approval-rules.js';

/** Asks a person about the tools that always need one. The last, so that no person is asked about a call that is refused anyway. */
export const approval: CreateInterceptor = ({ layers }) => {
  const rules = new ApprovalRules(layers);
  if (rules.areNone) return undefined;
  return {
    name: 'approval',
    toServer(message) {
      const tool = isCall(message) && isToolCall(message) ? toolOf(message) : undefined;
      const reasons = tool === undefined ? [] : rules.reasonsFor(tool);
      return reasons.length === 0 ? PASS : { kind: 'demand', reasons };
    },
  };
};
