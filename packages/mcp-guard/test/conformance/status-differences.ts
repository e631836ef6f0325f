import type { Check } from './run-suite.ts';

/** Says of every check whose status is not the same in both runs, or that only one of them made, what it was in each. */
export function statusDifferences(direct: readonly Check[], guarded: readonly Check[]): string[] {
  const expected = byOccurrence(direct);
  const actual = byOccurrence(guarded);
  return [...new Set([...expected.keys(), ...actual.keys()])]
    .filter((key) => expected.get(key)?.status !== actual.get(key)?.status)
    .map((key) => `${key}: direct ${describe(expected.get(key))}, guarded ${describe(actual.get(key))}`);
}

/** A scenario may make a check several times, always in the same order. */
function byOccurrence(checks: readonly Check[]): Map<string, Check> {
  const found = new Map<string, Check>();
  for (const check of checks) {
    const name = `${check.scenario} ${check.id} ${check.name}`;
    let occurrence = 1;
    while (found.has(`${name} #${occurrence}`)) occurrence += 1;
    found.set(`${name} #${occurrence}`, check);
  }
  return found;
}

const describe = (check: Check | undefined): string =>
  check === undefined ? 'not made' : `${check.status}${check.errorMessage ? ` (${check.errorMessage})` : ''}`;
