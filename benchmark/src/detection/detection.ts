import { scan } from '@mcp-guard/detectors';
import type { Benchmark } from '../benchmark.js';
import { describeMachine } from '../report.js';
import { toTable } from '../table.js';
import { tryTechnique } from './evasion.js';
import { createHarmless } from './harmless.js';
import {
  cut,
  readCutSamples,
  readNearMisses,
  readSamples,
  THRESHOLD,
  toValue,
  type CutSample,
  type Sample,
} from './samples.js';
import { TECHNIQUES } from './techniques.js';

/** Made of each kind. */
const HARMLESS = 200;
/** What is found of what is there, what is found though nothing is there, and which ways of hiding it help. */
export const detection: Benchmark = {
  name: 'detection',
  summary: 'what the detectors find, wrongly find, and see through',
  async run() {
    const samples = readSamples();
    process.stdout.write(
      `${describeMachine()}\n\n${toRecall(samples)}\n${toFalseAlarms()}\n${toMatrix(readCutSamples())}`,
    );
  },
};

function toRecall(samples: readonly Sample[]): string {
  const rows = byType(samples).map(([type, ofType]) => [type, toShare(ofType.filter(cut).length, ofType.length)]);
  const all = toShare(samples.filter(cut).length, samples.length);
  return `recall per type\n${toTable([...rows, ['all', all]])}`;
}

function toFalseAlarms(): string {
  const harmless = createHarmless(HARMLESS);
  const misses = readNearMisses();
  const wrong = [
    ...harmless.flatMap(({ kind, text }) => scan(text, { threshold: THRESHOLD }).map(({ type }) => `${kind}: ${type}`)),
    // What looks like one type may well be of another.
    ...misses.flatMap((miss) =>
      scan(toValue(miss), { threshold: THRESHOLD }).flatMap(({ type }) =>
        miss.types.includes(type) ? [`look-alikes: ${type}`] : [],
      ),
    ),
  ];
  const rows = [...Map.groupBy(wrong, (each) => each)].map(([what, all]) => [what, String(all.length)]);
  return `findings in ${harmless.length + misses.length} harmless texts: ${wrong.length}\n${toTable(rows)}`;
}

function toMatrix(samples: readonly CutSample[]): string {
  const types = byType(samples);
  const rows = TECHNIQUES.map((technique) => {
    const outcomes = types.map(([type, ofType]) => Object.assign({ type }, tryTechnique(technique, ofType)));
    const all = outcomes.filter(({ of }) => of > 0);
    const missed = all.filter(({ found, of }) => found < of).map(({ type, found, of }) => `${type} ${found}/${of}`);
    const [found, of] = [sum(all.map((each) => each.found)), sum(all.map((each) => each.of))];
    return [technique.name, String(all.length), toShare(found, of), missed.slice(0, 6).join(', ')];
  });
  return `found although it is hidden, over the types that the technique applies to\n${toTable([['', 'types', 'found', 'not always'], ...rows])}`;
}

const byType = <Each extends Sample>(samples: readonly Each[]): readonly (readonly [string, readonly Each[]])[] => [
  ...Map.groupBy(samples, ({ detector }) => detector.id),
];
const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
const toShare = (part: number, whole: number): string => `${part}/${whole} ${((100 * part) / whole).toFixed(1)} %`;
