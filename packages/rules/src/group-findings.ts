import type { Findings } from './interceptor.js';

type RecordedFinding = Findings[number];

/**
 * Findings of one type, view and action as the first of them with their number: a server chooses how much is found, not
 * how much is kept of it.
 */
export function groupFindings(findings: Findings): Findings {
  const groups = new Map<string, { readonly first: RecordedFinding; count: number }>();
  for (const first of findings) {
    const { type, action, view, count = 1 } = first;
    const key = `${action} ${type} ${view}`;
    const group = groups.get(key);
    if (group) group.count += count;
    else groups.set(key, { first, count });
  }
  return Array.from(groups.values(), ({ first, count }) => ({ ...first, count }));
}
