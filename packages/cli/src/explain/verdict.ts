import type { ExplainedRule, Explanation } from '@mcp-guard/rules';

/** What calls of a tool may do; `limited`: it depends on their arguments, their number or their price. */
export type Verdict = 'allowed' | 'limited' | 'needs a person' | 'denied';

export interface ToolVerdict {
  readonly verdict: Verdict;
  /** With its place; `null` if no rule has a say. */
  readonly rule: string | null;
}

/** The verdict on every call of a tool. @param explanation of a call without arguments */
export function toVerdict({ outcome, decisive, rules }: Explanation): ToolVerdict {
  const sure = rules.filter((line) => !isAboutCall(line));
  const refusing = outcome === 'block' && decisive && !isAboutCall(decisive) ? decisive : find(sure, 'refuses');
  if (refusing) return { verdict: 'denied', rule: refusing.rule };
  const asking = find(sure, 'asks');
  if (asking) return { verdict: 'needs a person', rule: asking.rule };
  const limiting = rules.find((line) => isAboutCall(line) || line.verdict === 'counts');
  if (limiting) return { verdict: 'limited', rule: limiting.rule };
  const passing = sure.find(({ verdict, rule }) => verdict === 'passes' && !rule.endsWith('.denied_tools'));
  return { verdict: 'allowed', rule: passing?.rule ?? null };
}

const find = (lines: readonly ExplainedRule[], wanted: ExplainedRule['verdict']): ExplainedRule | undefined =>
  lines.find(({ verdict }) => verdict === wanted);

/** Rules about arguments and prices say nothing of a call that has other ones. */
const isAboutCall = ({ rule }: ExplainedRule): boolean =>
  rule.includes('permissions.arguments[') || /(?:[ .:])spend\./.test(rule);
