import { AccessList, parseConfig } from '@mcp-guard/policy';
import type { Benchmark } from './benchmark.js';
import { median } from './statistics.js';
import { toNumber, toTable } from './table.js';

const SERVERS = 50;
const PATTERNS = 200;
const ROUNDS = 21;
const NAMES = 2000;

/** Patterns as people write them: exact names, globs at either end, and a few expressions. */
function patternAt(index: number): string {
  const word = `tool_${index.toString(36)}`;
  return [
    word,
    `${word}_*`,
    word,
    `*_${word}`,
    `${word}?`,
    word,
    `${word}_*_all`,
    word,
    `${word}*`,
    `^${word}_[a-z]+$`,
  ][index % 10]!;
}

const policyOf = (hasExpressions: boolean) => ({
  permissions: {
    denied_tools: Array.from({ length: PATTERNS }, (_, index) => patternAt(index)).map((pattern) =>
      hasExpressions ? pattern : pattern.replace(/^\^(\w+)_.*/, '$1_*'),
    ),
  },
});

/** Microseconds for one decision, the median of rounds. */
function decide(lists: readonly AccessList[], nameAt: (round: number, index: number) => string): number {
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const names = Array.from({ length: NAMES }, (_value, index) => nameAt(round, index));
    const began = performance.now();
    for (const [index, name] of names.entries()) lists[index % lists.length]?.refuses(name);
    return ((performance.now() - began) * 1000) / NAMES;
  });
  return median(rounds);
}

function measure(hasExpressions: boolean): string[] {
  const servers = Object.fromEntries(
    Array.from({ length: SERVERS }, (_, index) => [`s${index}`, { command: 'x', policy: policyOf(hasExpressions) }]),
  );
  const text = JSON.stringify({ servers });
  const began = performance.now();
  const config = parseConfig(text, 'policy.yaml', new Map());
  const lists = Object.values(config.servers).flatMap(({ layers }) =>
    layers.permissions.map(
      ({ source: place, rules }) => new AccessList(place, 'tools', rules.allowed_tools, rules.denied_tools),
    ),
  );
  const load = performance.now() - began;
  const again = decide(lists, (_, index) => `list_items_${index % 40}`);
  const first = decide(lists, (round, index) => `list_items_${round}_${index}`);
  return [
    hasExpressions ? 'with 20 expressions' : 'names and globs',
    toNumber(again, 2),
    toNumber(first, 2),
    toNumber(load),
  ];
}

/** What one decision on a tool's name costs among many rules. */
export const policy: Benchmark = {
  name: 'policy',
  summary: `one decision among ${SERVERS} servers with ${PATTERNS} patterns each`,
  run: async () => {
    const header = ['', 'µs, a name known', 'µs, a name seen first', 'ms to load all'];
    process.stdout.write(
      `${SERVERS} servers with ${PATTERNS} patterns each\n${toTable([header, measure(false), measure(true)])}`,
    );
  },
};
