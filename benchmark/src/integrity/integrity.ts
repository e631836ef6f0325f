import { parseArgs } from 'node:util';
import type { Benchmark } from '../benchmark.js';
import { toNumber, toPercent, toTable } from '../table.js';
import { DefaultGuard } from './default-guard.js';
import { readSaid, type Said } from './said-lines.js';

interface Counts {
  texts: number;
  held: number;
  told: number;
}
interface Changes {
  pairs: number;
  ask: number;
  told: number;
}
type Label = Said['label'];
type ByLabel<Each> = Partial<Record<Label, Each>>;

export interface IntegrityScore {
  readonly definitions: ByLabel<Counts>;
  readonly results: ByLabel<Counts>;
  readonly changes: ByLabel<Changes>;
  readonly byCategory: Record<string, Counts>;
}

/** What the rules as they are by default do about labelled texts of servers. */
export const integrity: Benchmark = {
  name: 'integrity',
  summary: 'orders to the model in labelled definitions and results',
  run: async (args) => {
    const { values, positionals } = parseArgs({
      args: args.filter((arg) => arg !== '--'),
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    if (positionals.length === 0) throw new Error('which files? pnpm bench integrity FILE.jsonl… [--json]');
    const score = await scoreIntegrity(positionals);
    process.stdout.write(values.json ? `${JSON.stringify(score, null, 2)}\n` : toText(score));
  },
};

export async function scoreIntegrity(files: readonly string[]): Promise<IntegrityScore> {
  const guard = new DefaultGuard();
  const score: IntegrityScore = { definitions: {}, results: {}, changes: {}, byCategory: {} };
  for (const file of files)
    for await (const said of readSaid(file)) {
      if (said.kind === 'change') {
        const counts = (score.changes[said.label] ??= { pairs: 0, ask: 0, told: 0 });
        const before = guard.judgeTool(said.before);
        const after = guard.judgeTool(said.after);
        counts.pairs++;
        // The new text says what the old one did not.
        if (after === 'held' && before !== 'held') counts.ask++;
        else if (after === 'told' && before === 'passed') counts.told++;
        continue;
      }
      const judged = said.kind === 'definition' ? guard.judgeTool(said.tool) : guard.judgeText(said.text);
      const lists = said.kind === 'definition' ? score.definitions : score.results;
      count((lists[said.label] ??= { texts: 0, held: 0, told: 0 }), judged);
      count(
        (score.byCategory[`${said.kind} ${said.label} ${said.category}`] ??= { texts: 0, held: 0, told: 0 }),
        judged,
      );
    }
  return score;
}

function count(counts: Counts, judged: 'held' | 'told' | 'passed'): void {
  counts.texts++;
  if (judged !== 'passed') counts[judged]++;
}

const toRow = ([name, { texts, held, told }]: readonly [string, Counts]): string[] => [
  name,
  toNumber(texts),
  toPercent(held / texts),
  toPercent(told / texts),
];

function toText({ definitions, results, changes, byCategory }: IntegrityScore): string {
  const rows = [
    ...Object.entries(definitions).map(([label, counts]) => toRow([`definitions ${label}`, counts])),
    ...Object.entries(results).map(([label, counts]) => toRow([`results ${label}`, counts])),
  ];
  const pairs = Object.entries(changes).map(([label, { pairs: all, ask, told }]) => [
    label,
    `${all}`,
    `${ask}`,
    `${told}`,
  ]);
  return [
    toTable([['', 'texts', 'held', 'told'], ...rows]),
    ...(pairs.length > 0 ? [toTable([['changes', 'pairs', 'ask', 'told'], ...pairs])] : []),
    toTable([['by category', 'texts', 'held', 'told'], ...Object.entries(byCategory).map(toRow)]),
  ].join('\n');
}
