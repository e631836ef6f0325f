import { safe } from '@mcp-guard/core';
import type { Explanation } from '@mcp-guard/rules';
import { toTable } from '../table.js';

const ENDS = { allow: 'would be sent', hold: 'would be held for a person', block: 'would be refused' };

/** The outcome and its reason in the first line, then every rule that applies. */
export function describeExplanation({ outcome, decisive, rules }: Explanation, roles: readonly string[]): string {
  const end = decisive ? `${ENDS[outcome]}: ${safe(decisive.why, 300)}` : ENDS[outcome];
  const words = `with ${roles.length > 1 ? 'the roles' : 'the role'} ${roles.join(', ')} this call ${end}`;
  if (rules.length === 0) return `${words}; no rule has a say in it`;
  const rows = rules.map(({ rule, verdict, why }) => [verdict, safe(rule, 300), safe(why, 200)]);
  return `${words}\n${toTable(['VERDICT', 'RULE', 'WHY'], rows)}`;
}
