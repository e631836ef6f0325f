import { compareDecimals, parseDecimal } from '../decimal.js';
import { compilePattern } from '../match.js';
import type { Layers } from '../sections/layers.js';
import type { Finding } from './finding.js';

type Lists = Layers['permissions'][number];

/** Patterns that can never match, and lists that leave nothing, whichever layer denies. */
export function deadPatterns({ source: place, rules }: Lists, all: readonly Lists[]): Finding[] {
  return (['tools', 'resources', 'prompts'] as const).flatMap((kind): Finding[] => {
    const allowed = rules[`allowed_${kind}`];
    const denied = all.flatMap((each) => each.rules[`denied_${kind}`]);
    const at = `${place}.allowed_${kind}`;
    if (!allowed) return [];
    if (allowed.length === 0) return [[at, `it is empty, so all ${kind} are denied`]];
    const dead = allowed.flatMap((pattern, index): Finding[] =>
      denied.some((deny) => covers(deny, pattern))
        ? [[`${at}[${index}]`, `${JSON.stringify(pattern)} can never match, it is denied too`]]
        : [],
    );
    return dead.length < allowed.length ? dead : dead.concat([[at, `so all ${kind} are denied`]]);
  });
}

/** Whether a deny pattern surely matches all that an allow pattern does. */
function covers(deny: string, allow: string): boolean {
  if (deny === allow || deny === '*') return true;
  return !allow.startsWith('^') && !/[*?]/.test(allow) && compilePattern(deny).matches(allow);
}

/** Rules on arguments that no number can meet. */
export function emptyRanges({ source: place, rules }: Lists): Finding[] {
  return rules.arguments.flatMap(({ min, max }, index): Finding[] => {
    const [low, high] = [min, max].map((limit) => (limit === undefined ? undefined : parseDecimal(String(limit))));
    const isEmpty = low !== undefined && high !== undefined && compareDecimals(low, high) > 0;
    return isEmpty ? [[`${place}.arguments[${index}]`, '`min` is above `max`, so nothing passes']] : [];
  });
}
