import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.js';
import { readLabelledTexts } from './corpus/labelled-lines.js';
import { toScoreText } from './corpus/score-text.js';
import { Scorer, type CorpusScore } from './corpus/score.js';

/** What is found in labelled texts that others have collected. */
export const corpus: Benchmark = {
  name: 'corpus',
  summary: 'recall and false alarms on files of labelled texts',
  run: async (args) => {
    const { files, json, misses } = readOptions(args);
    const score = await scoreFiles(files, misses);
    process.stdout.write(json ? `${JSON.stringify(score, null, 2)}\n` : toScoreText(score));
  },
};

/** Scores files one line at a time. @param maxMisses how many missed texts to keep */
export async function scoreFiles(files: readonly string[], maxMisses: number): Promise<CorpusScore> {
  const scorer = new Scorer(maxMisses);
  for (const file of files) for await (const labelled of readLabelledTexts(file)) scorer.add(labelled);
  return scorer.score;
}

function readOptions(args: readonly string[]): { files: readonly string[]; json: boolean; misses: number } {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'), // Some package managers pass their separator on.
    options: { json: { type: 'boolean', default: false }, misses: { type: 'string', default: '0' } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Error('which files? pnpm bench corpus FILE.jsonl… [--json] [--misses N]');
  if (!/^\d{1,9}$/.test(values.misses)) throw new Error('--misses takes a whole number');
  return { files: positionals, json: values.json, misses: Number(values.misses) };
}
