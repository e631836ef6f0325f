import { safe } from '@mcp-guard/core';
import type { Explanation } from '@mcp-guard/rules';
import { foldWhole } from '../output/fold-text.js';
import { outputWidth, toTable } from '../output/table.js';

const ENDS = { allow: 'allowed', hold: 'needs an approval', block: 'refused' };

/** The outcome and its reason in the first line, then every rule that applies. */
export function describeExplanation({ outcome, decisive, rules }: Explanation, roles: readonly string[]): string {
  const reason = decisive ? `: ${safe(decisive.why, 300)}` : rules.length === 0 ? ': no rule applies' : '';
  const words = toLines(`${ENDS[outcome]}${reason} (${roles.length > 1 ? 'roles' : 'role'}: ${roles.join(', ')})`);
  if (rules.length === 0) return words;
  const rows = rules.map(({ rule, verdict, why }) => [verdict, safe(rule, 300), safe(why, 200)]);
  return `${words}\n${toTable(['VERDICT', 'RULE', 'WHY'], rows)}`;
}

/** The Select Graphic Rendition of a terminal (ECMA-48). */
const COLORS: Readonly<Record<string, number>> = { refuses: 31, asks: 33, passes: 32 };

/** Colors the verdicts of an explanation that is safe already. */
export const paintVerdicts = (text: string): string =>
  text.replaceAll(/^(refuses|asks|passes)(?= {2})/gm, (word) => `\u001b[${COLORS[word] ?? 0}m${word}\u001b[0m`);

/** A sentence as wide as the terminal, broken between words. */
export const toLines = (sentence: string): string => foldWhole(sentence, outputWidth()).join('\n');
