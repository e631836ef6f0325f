import { compareDecimals, parseDecimal } from '../patterns/decimal.js';
import { compilePattern } from '../patterns/match.js';
import type { Layers } from '../sections/layers.js';
import type { PlacedWarning } from './placed-warning.js';

type Lists = Layers['permissions'][number];

/** Patterns that can never match, and lists that leave nothing, whichever layer denies. */
export function deadPatterns({ source: place, rules }: Lists, all: readonly Lists[]): PlacedWarning[] {
  return (['tools', 'resources', 'prompts'] as const).flatMap((kind): PlacedWarning[] => {
    const allowed = rules[`allowed_${kind}`];
    const denied = all.flatMap((each) => each.rules[`denied_${kind}`]);
    const at = `${place}.allowed_${kind}`;
    if (!allowed) return [];
    if (allowed.length === 0) return [[at, `it is empty, so all ${kind} are denied`]];
    if (kind === 'resources' && allowed.includes('*'))
      return [[`${at}[${allowed.indexOf('*')}]`, '"*" stops at /, so hardly a URI matches it; ** matches all']];
    const dead = allowed.flatMap((pattern, index): PlacedWarning[] =>
      denied.some((deny) => covers(deny, pattern))
        ? [[`${at}[${index}]`, `${JSON.stringify(pattern)} can never match, it is denied too`]]
        : [],
    );
    return dead.length < allowed.length ? dead : dead.concat([[at, `so all ${kind} are denied`]]);
  });
}

/** A deny pattern surely matches all that an allow pattern does. */
function covers(deny: string, allow: string): boolean {
  if (deny === allow || /^\*+$/.test(deny)) return true;
  return !allow.startsWith('^') && !/[*?]/.test(allow) && compilePattern(deny).matches(allow);
}

/** Tools that a person would be asked about, if they were not denied anyway. */
export function unaskedApprovals({ source: place, rules }: Lists, all: readonly Lists[]): PlacedWarning[] {
  return rules.require_approval.flatMap((pattern, index): PlacedWarning[] => {
    const at = `${place}.require_approval[${index}]`;
    const denied = all.some(({ rules: { denied_tools: deny } }) => deny.some((each) => covers(each, pattern)));
    const unlisted = all.some(({ rules: { allowed_tools: allow } }) =>
      allow?.every((each) => areDisjoint(each, pattern)),
    );
    if (denied) return [[at, `${JSON.stringify(pattern)} is never asked about, it is denied`]];
    return unlisted
      ? [[at, `${JSON.stringify(pattern)} is never asked about, no entry of allowed_tools admits it`]]
      : [];
  });
}

/** Surely no name matches both, judged by what stands before their first wildcards. */
function areDisjoint(one: string, other: string): boolean {
  if (one.startsWith('^') || other.startsWith('^')) return false;
  const [first, second] = [startOf(one), startOf(other)];
  if (first === one && second === other) return !compilePattern(one).matches(other);
  if (first === one || second === other) {
    const [name, pattern] = first === one ? [one, other] : [other, one];
    return !compilePattern(pattern).matches(name);
  }
  return !first.startsWith(second) && !second.startsWith(first);
}

const startOf = (pattern: string): string => /^[^*?]*/.exec(pattern)?.[0].toLowerCase() ?? '';

/** Rules on arguments that no number can meet. */
export function emptyRanges({ source: place, rules }: Lists): PlacedWarning[] {
  return rules.arguments.flatMap(({ min, max }, index): PlacedWarning[] => {
    const [low, high] = [min, max].map((limit) => (limit === undefined ? undefined : parseDecimal(String(limit))));
    const isEmpty = low !== undefined && high !== undefined && compareDecimals(low, high) > 0;
    return isEmpty ? [[`${place}.arguments[${index}]`, '`min` is above `max`, so nothing passes']] : [];
  });
}
