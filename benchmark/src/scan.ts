import { parseJson } from '@mcp-guard/core';
import { scan as scanValue } from '@mcp-guard/detectors';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark.js';
import { describeMachine } from './report.js';
import { createFlood, FLOODS } from './scan/floods.js';
import { measureInTurns, readCpuTime, type Task } from './scan/measure.js';
import { createMessages } from './scan/messages.js';
import { readRealTexts } from './scan/real-texts.js';
import { toScanText, type Compared, type Flooded, type ScanReport } from './scan/scan-text.js';

/** How much each measurement goes over, in characters. */
export interface Sizes {
  /** Of one message. */
  readonly messages: readonly number[];
  /** How many different ones there are of each size. */
  readonly variety: number;
  /** Of all messages of one size together, in bytes. */
  readonly traffic: number;
  readonly text: number;
  /** Of the same flood, to see whether time grows with it. */
  readonly floods: readonly [number, number];
}

const SIZES: Sizes = { messages: [200, 1000, 10_000], variety: 200, traffic: 2e6, text: 1e6, floods: [1e6, 4e6] };
const ROUNDS = 5;
const THRESHOLD = 0.8;
/** The simplest thing that looks for secrets: one expression over the same bytes. */
const TOKENS = /[\w/+=-]{20,}/g;
/** Of the texts of the kinds, in characters: a message rarely holds one of a megabyte. */
const TEXT_LENGTH = 20_000;

/** What looking at a message costs, beside parsing it. */
export const scan: Benchmark = {
  name: 'scan',
  summary: 'looking for secrets and personal data in calls, texts and floods',
  run: async (args) => {
    const { rounds, json } = readOptions(args);
    const report = measureScan(SIZES, rounds, readCpuTime);
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : toScanText(report));
  },
};

/** @param readTime µs */
export function measureScan(sizes: Sizes, rounds: number, readTime: () => number): ScanReport {
  return {
    machine: describeMachine(),
    rounds,
    calls: compare(
      sizes.messages.flatMap((bytes) => toMessageTasks(bytes, sizes)),
      rounds,
      readTime,
    ),
    texts: compare(toTextTasks(sizes.text), rounds, readTime),
    floods: measureFloods(sizes.floods, rounds, readTime),
  };
}

/** Ways to go over the same messages. */
interface Ways {
  readonly name: string;
  readonly units: number;
  readonly look: () => void;
  readonly lookAgain: () => void;
  readonly match: () => void;
  readonly parse: () => void;
}

function toMessageTasks(bytes: number, { variety, traffic }: Sizes): readonly Ways[] {
  const { calls, results } = createMessages(variety, bytes);
  const size = bytes < 1000 ? `${bytes} B` : `${bytes / 1000} KB`;
  const times = Math.ceil(traffic / bytes / variety);
  return [
    toWays(`a call of ${size}`, calls, times, calls.length * times, false),
    toWays(`a result of ${size}`, results, times, results.length * times, true),
  ];
}

function toTextTasks(length: number): readonly Ways[] {
  return [...readRealTexts(length)].map(([name, text]) => {
    const lines = Array.from({ length: Math.ceil(text.length / TEXT_LENGTH) }, (_, index) =>
      JSON.stringify(text.slice(index * TEXT_LENGTH, (index + 1) * TEXT_LENGTH)),
    );
    return toWays(name, lines, 1, text.length / 1e6, true);
  });
}

/** @param hidden whether hidden text is looked for too, as the guard does in what a model reads */
function toWays(name: string, lines: readonly string[], times: number, units: number, hidden: boolean): Ways {
  const values = lines.map((line) => parseJson(line));
  const options = { threshold: THRESHOLD, hidden, skipNetwork: true };
  const repeat = (step: () => void) => (): void => {
    for (let time = 0; time < times; time++) step();
  };
  return {
    name,
    units,
    look: repeat(() => {
      for (const value of values) scanValue(value, options);
    }),
    lookAgain: repeat(() => {
      for (const value of values) scanValue(value, { ...options, reader: 'a user' });
    }),
    match: repeat(() => {
      for (const line of lines) line.match(TOKENS);
    }),
    parse: repeat(() => {
      for (const line of lines) JSON.parse(line);
    }),
  };
}

function compare(all: readonly Ways[], rounds: number, readTime: () => number): readonly Compared[] {
  const tasks = all.flatMap(({ name, units, look, lookAgain, match, parse }): Task[] =>
    [look, lookAgain, match, parse].map((run) => ({ name, units, run })),
  );
  const measured = measureInTurns(tasks, rounds, readTime);
  return all.flatMap(({ name }, index) => {
    const [looked, again, matched, parsed] = measured.slice(index * 4);
    return looked && again && matched && parsed
      ? [{ name, scan: looked.median, again: again.median, match: matched.median, parse: parsed.median }]
      : [];
  });
}

function measureFloods([small, large]: Sizes['floods'], rounds: number, readTime: () => number): readonly Flooded[] {
  const tasks = Object.entries(FLOODS).flatMap(([name, piece]) =>
    [small, large].map((length): Task => {
      const value = parseJson(JSON.stringify(createFlood(piece, length))); // one flat string, as it comes out of a message
      return {
        name,
        units: length / 1e6,
        run: () => void scanValue(value, { threshold: THRESHOLD, hidden: true, skipNetwork: true }),
      };
    }),
  );
  const measured = measureInTurns(tasks, rounds, readTime);
  return Object.entries(FLOODS).flatMap(([name, piece], index) => {
    const [one, other] = measured.slice(index * 2);
    return one && other ? [{ name, piece, small: one.median, large: other.median }] : [];
  });
}

function readOptions(args: readonly string[]): { rounds: number; json: boolean } {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'), // Some package managers pass their separator on.
    options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: String(ROUNDS) } },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number above 0');
  return { rounds, json: values.json };
}
