import { readOptions, type ReadOption, type ReadOptions } from './option-table.js';
import { toProgram } from './program-name.js';
import type { Runner } from './runner.js';
import { RUNNERS } from './runners/registry.js';

/** The packages that a command line fetches and runs, however it is written. */
export interface PackageRun {
  readonly isClear: true;
  readonly runner: Runner;
  /** The words before the options of the runner: its own name, and what only starts it. */
  readonly prefix: readonly string[];
  /** Without those that change nothing. */
  readonly options: readonly ReadOption[];
  /** Specs of what is run. */
  readonly packages: readonly string[];
  /** An option names them, so the first argument is a program. */
  readonly areNamed: boolean;
  /** Specs of what is fetched beside it. */
  readonly besides: readonly string[];
  readonly args: readonly string[];
}

/** A runner that is started with an unclear package. */
export interface UnclearRun {
  readonly isClear: false;
  readonly runner: Runner;
}

/** Returns nothing if no runner is started. Also reads the patterns of a base. */
export function readPackageRun(line: readonly string[]): PackageRun | UnclearRun | undefined {
  const start = skipWrappers(line);
  const program = toProgram(line[start] ?? '');
  const named = RUNNERS.filter(({ programs }) => programs.includes(program));
  if (named.length === 0) return undefined;
  const after = line.slice(start + 1);
  const runs = named.flatMap((runner) => runner.commands.map((command) => readAs(runner, command, after)));
  const found = runs.filter((run) => run !== undefined);
  const clear = found.find((run) => run.isClear);
  return clear ? { ...clear, prefix: line.slice(0, start + 1) } : found.find((run) => !run.isClear);
}

/** More wrappers than a person needs. */
const MAX_WRAPPERS = 8;
const ASSIGNMENT = /^[A-Za-z_]\w{0,127}=/;
const CLI_OF_NPM = /^np[mx]-cli\.js$/;

/** Past `env A=b`, `cmd /c`, `node …/npx-cli.js`, which start what follows and nothing else. */
function skipWrappers(line: readonly string[]): number {
  let at = 0;
  for (let depth = 0; depth < MAX_WRAPPERS; depth++) {
    const program = toProgram(line[at] ?? '');
    const next = line[at + 1] ?? '';
    if (program === 'env') {
      const inner = line.findIndex((word, index) => index > at && !ASSIGNMENT.test(word));
      if (inner === -1) return at;
      at = inner;
    } else if (program === 'cmd' && /^\/c$/i.test(next)) at += 2;
    else if ((program === 'node' || program === 'nodejs') && CLI_OF_NPM.test(toProgram(next))) at += 1;
    else if (program === 'corepack') at += 1;
    else return at;
  }
  return at;
}

type Read = Omit<PackageRun, 'prefix'> | UnclearRun | undefined;

/** @param after the words behind the program */
function readAs(runner: Runner, command: readonly string[], after: readonly string[]): Read {
  const unclear = { isClear: false, runner } as const;
  const parts: ReadOptions[] = [];
  let rest = after;
  for (const word of command) {
    const before = readOptions(rest, runner.table);
    if (!before) return rest.includes(word) ? unclear : undefined;
    if (before.rest[0] !== word) return undefined;
    parts.push(before);
    rest = before.rest.slice(1);
  }
  const own = readOptions(rest, runner.table);
  if (!own) return unclear;
  parts.push(own);
  const behind = runner.readsBehind ? readBehind(runner, own.rest) : { parts: [], words: own.rest };
  if (!behind) return unclear;
  return toRun(runner, parts.concat(behind.parts), behind.words);
}

/** Options between and behind other words, up to `--`. */
function readBehind(
  { table }: Runner,
  words: readonly string[],
): { readonly parts: readonly ReadOptions[]; readonly words: readonly string[] } | undefined {
  const end = words.indexOf('--');
  const others: string[] = [];
  const parts: ReadOptions[] = [];
  let rest = end === -1 ? words : words.slice(0, end);
  while (rest.length > 0) {
    const part = readOptions(rest, table);
    if (!part) return undefined;
    parts.push(part);
    others.push(...part.rest.slice(0, 1));
    rest = part.rest.slice(1);
  }
  return { parts, words: end === -1 ? others : [...others, ...words.slice(end + 1)] };
}

function toRun(runner: Runner, parts: readonly ReadOptions[], words: readonly string[]): Read {
  const options = parts.flatMap((part) => part.options).filter(({ weight }) => weight !== 'idle');
  const packages = parts.flatMap((part) => part.packages);
  const besides = parts.flatMap((part) => part.besides);
  const areNamed = packages.length > 0;
  const run = { isClear: true, runner, options, areNamed, besides } as const;
  if (areNamed) return { ...run, packages, args: words };
  const [first, ...args] = words;
  if (first === undefined) return { isClear: false, runner };
  const spec = runner.toSpec(first);
  if (spec !== undefined) return { ...run, packages: [spec], args };
  return args.some((word) => runner.toSpec(word) !== undefined) ? { isClear: false, runner } : undefined;
}
