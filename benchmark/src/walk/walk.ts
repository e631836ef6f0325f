import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { Benchmark } from '../benchmark.js';
import { toNumber, toTable } from '../table.js';
import type { Counted } from './instrument.js';
import { toFigures, toFiles, toPairs, toStays, within, type Entries } from './route.js';

/** Parts of the code that have figures of their own, by their packages. */
const PARTS = { 'all packages': undefined, 'daemon and rules': ['daemon', 'rules'], 'daemon only': ['daemon'] };
const MAX_OUTPUT = 64 * 2 ** 20;
const DEADLINE_MS = 120_000;
const PAIRS = 15;

export const walk: Benchmark = {
  name: 'walk',
  summary: 'the functions and files that one tools/call and its answer go through',
  run: async (args) => {
    const { values } = parseArgs({
      args: args.filter((arg) => arg !== '--'),
      options: { json: { type: 'boolean', default: false }, route: { type: 'boolean', default: false } },
    });
    const entries = await walkOnce();
    process.stdout.write(values.json ? `${JSON.stringify(entries)}\n` : toWalkText(entries, values.route));
  },
};

/** Sends one call through a daemon of the built packages, in a process of its own. */
export async function walkOnce(): Promise<Entries> {
  const program = fileURLToPath(new URL('../../dist/walk/visit.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    maxBuffer: MAX_OUTPUT,
    timeout: DEADLINE_MS,
  });
  const { functions, entered } = readVisit(JSON.parse(stdout));
  return entered.flatMap((number) => functions[number] ?? []);
}

/** What the program that walks prints. */
interface Visit {
  readonly functions: readonly Counted[];
  /** Numbers of functions, in the order of their entries. */
  readonly entered: readonly number[];
}

function readVisit(value: unknown): Visit {
  if (typeof value === 'object' && value !== null && 'functions' in value && 'entered' in value) {
    const { functions, entered } = value;
    const isWhole = Array.isArray(functions) && functions.every(isCounted);
    if (isWhole && Array.isArray(entered) && entered.every((each) => typeof each === 'number'))
      return { functions, entered };
  }
  throw new Error('the walk left no list of functions');
}

const isCounted = (value: unknown): value is Counted =>
  typeof value === 'object' && value !== null && 'file' in value && 'name' in value;

/** @param isWhole each stay in a file, not only each file */
export function toWalkText(entries: Entries, isWhole: boolean): string {
  const parts = Object.entries(PARTS).map(([name, packages]) => {
    const { entries: entered, functions, files, changes } = toFigures(packages ? within(entries, packages) : entries);
    return [name, toNumber(entered), toNumber(functions), toNumber(files), toNumber(changes)];
  });
  const visited = toFiles(entries).map((each) => [each.file, String(each.entries), String(each.stays)]);
  const pairs = toPairs(entries).slice(0, PAIRS);
  const sections = [
    toTable([['', 'function entries', 'functions', 'files', 'changes of file'], ...parts]),
    toTable([['file, in the order of the walk', 'entries', 'stays'], ...visited]),
    toTable([['back and forth', 'changes'], ...pairs.map(({ pair, changes }) => [pair, String(changes)])]),
  ];
  if (isWhole) sections.push(toStays(entries).map(toLine).join(''));
  return sections.join('\n');
}

const toLine = ({ file, functions }: { file: string; functions: readonly string[] }): string =>
  `  ${file}: ${functions.join(', ')}\n`;
