import { parseArgs } from 'node:util';
import type { Benchmark } from '../benchmark.js';
import { CATEGORIES } from './registry.js';
import { toReport, toTotals } from './report.js';
import { runCategory, type CategoryResult } from './run.js';

/** Of each category in a quick run. */
const QUICK = { quick: 400, slow: 4 };

/** Each guard is ended and its folders are removed when the benchmark ends. */
const MOST_LISTENERS = 200;

/** Plays all cases of each category, or the same few every time. Throws if a name is not one of a category. */
export const runSuite = (isQuick: boolean, names: readonly string[] = []): Promise<CategoryResult[]> => {
  const unknown = names.find((name) => !CATEGORIES.some((category) => category.name === name));
  if (unknown !== undefined)
    throw new Error(`there is no category ${unknown}; there are: ${CATEGORIES.map(({ name }) => name).join(', ')}`);
  process.setMaxListeners(MOST_LISTENERS);
  const chosen = CATEGORIES.filter(({ name }) => names.length === 0 || names.includes(name));
  return inTwos(chosen, (category) => runCategory(category, isQuick ? QUICK : undefined));
};

/** Each waits for processes to start most of the time. */
async function inTwos<Item, Result>(items: readonly Item[], run: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  const next = async (): Promise<void> => {
    for (const [index, item] of rest) results[index] = await run(item);
  };
  await Promise.all([next(), next()]);
  return results;
}

/** Attacks and legitimate calls through the running guard. */
export const security: Benchmark = {
  name: 'security',
  summary: 'attacks and legitimate calls through the running guard; exit code 1 below the bar',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: args.filter((arg) => arg !== '--'),
      allowPositionals: true,
      options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
    });
    const results = await runSuite(values.quick, positionals);
    const totals = toTotals(results);
    process.stdout.write(values.json ? `${JSON.stringify({ ...totals, categories: results })}\n` : toReport(results));
    if (!totals.isGood) process.exitCode = 1;
  },
};
