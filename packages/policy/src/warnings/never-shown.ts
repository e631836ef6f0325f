import { compilePattern } from '../patterns/match.js';
import type { Reach } from '../patterns/glob.js';
import { IN_BASE, IN_MACHINE } from '../config.js';
import type { Layers } from '../sections/layers.js';
import type { PlacedWarning } from './placed-warning.js';

/** Places of rules for all servers together. */
const FOR_ALL: ReadonlySet<string> = new Set(['spend', `${IN_BASE}spend`, `${IN_MACHINE}spend`]);

/** Patterns for tools that no server has shown. */
export function neverShown(layers: Layers, tools: readonly string[] | undefined, whose: string): PlacedWarning[] {
  if (!tools) return [];
  const patterns: [place: string, pattern: string, reach?: Reach][] = [];
  for (const { source: place, rules } of layers.permissions) {
    for (const list of ['allowed_tools', 'denied_tools', 'require_approval'] as const) {
      for (const [index, pattern] of (rules[list] ?? []).entries())
        patterns.push([`${place}.${list}[${index}]`, pattern, list === 'allowed_tools' ? 'stops' : 'crosses']);
    }
    for (const [index, { tool }] of rules.arguments.entries())
      patterns.push([`${place}.arguments[${index}].tool`, tool]);
  }
  for (const { source: place, rules } of layers.rate_limit) {
    for (const tool of Object.keys(rules.tool_limits)) patterns.push([`${place}.tool_limits.${tool}`, tool]);
  }
  for (const { source: place, rules } of layers.spend) {
    if (FOR_ALL.has(place)) continue; // a tool of any server
    for (const tool of Object.keys(rules.tools)) patterns.push([`${place}.tools.${tool}`, tool]);
  }
  return patterns
    .filter(([, pattern, reach]) => !tools.some(compilePattern(pattern, reach).matches))
    .map(([place, pattern]) => [place, `${JSON.stringify(pattern)} matches ${whose}`]);
}
