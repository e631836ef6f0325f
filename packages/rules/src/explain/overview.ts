import { CALL_TOOL } from '@mcp-guard/core';
import type { ToolView } from '@mcp-guard/core';
import type { Layers } from '@mcp-guard/policy';
import { ApprovalRules } from '../approval/approval-rules.js';
import { Limits, type Limit } from '../limits/rate-limit.js';
import type { Cap } from '../exchange/cost.js';
import { compileSpend } from '../spend/compile.js';
import { explainLists } from '../lists/explain-lists.js';

/** A cap, and the currency of its amounts. */
export interface OverviewCap extends Cap {
  readonly currency: string;
}

/** The rules for the users of a server, before any call: for its tools, its limits and its caps. */
export interface Overview {
  /** Whatever the arguments of a call are: rules about arguments may refuse or ask as well. */
  tool(name: string): Pick<ToolView, 'may' | 'rule'>;
  /** The limits of requests, and of the tools that are named. */
  limits(tools: readonly string[]): readonly Limit[];
  readonly caps: readonly OverviewCap[];
}

export function createOverview(layers: Layers): Overview {
  const approvals = new ApprovalRules(layers);
  const limits = new Limits(layers.rate_limit);
  return {
    tool(name) {
      const lines = explainLists(layers, { method: CALL_TOOL, params: { name } });
      const refusing = lines.find(({ verdict }) => verdict === 'refuses');
      if (refusing) return { may: 'denied', rule: refusing.rule };
      const [reason] = approvals.reasonsFor(name);
      if (reason) return { may: 'asks', rule: reason.rule };
      // A list of what is denied is no reason why the rest is allowed.
      const allowing = lines.find(({ rule }) => rule.endsWith('.allowed_tools'));
      return { may: 'allowed', rule: allowing?.rule ?? null };
    },
    limits: (tools) => [...new Set([...limits.requests, ...tools.flatMap((name) => limits.ofTool(name))])],
    caps: layers.spend.map(compileSpend).flatMap(({ caps, currency }) => caps.map((cap) => ({ ...cap, currency }))),
  };
}
