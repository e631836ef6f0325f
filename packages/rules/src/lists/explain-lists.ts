import { member, type Call } from '@mcp-guard/core';
import type { Layers } from '@mcp-guard/policy';
import type { ExplainedRule } from '../exchange/explained-rule.js';
import { callsTool } from '../extensions/methods.js';
import { compileAccess } from './access.js';

/** Explains what each list of tools decides about a call. */
export function explainLists(
  layers: Pick<Layers, 'permissions'>,
  { method, params }: Pick<Call, 'method' | 'params'>,
): readonly ExplainedRule[] {
  if (!callsTool(method)) return [];
  const tool = member(params, 'name');
  return layers.permissions.flatMap((placed): ExplainedRule[] => {
    const { tools } = compileAccess(placed);
    const rule = tools.refuses(tool);
    if (rule !== undefined) {
      const why = rule.endsWith('allowed_tools') ? 'the tool is not among the allowed ones' : 'the tool is denied';
      return [{ rule, verdict: 'refuses', why }];
    }
    if (tools.hasAllowList)
      return [{ rule: `${placed.source}.allowed_tools`, verdict: 'passes', why: 'the tool is allowed' }];
    if (tools.restricts)
      return [{ rule: `${placed.source}.denied_tools`, verdict: 'passes', why: 'the tool is not denied' }];
    return [];
  });
}
