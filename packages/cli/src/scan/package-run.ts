import type { Launch } from './launch.js';

/** A program that downloads a package and runs it. */
interface Runner {
  /** The program, and what must follow it. */
  readonly words: readonly string[];
  /** Options that name the package. */
  readonly named: readonly string[];
  /** Other options whose value is the next argument. */
  readonly valued: readonly string[];
  readonly isPinned: (spec: string) => boolean;
  /** How a version is written. */
  readonly example: string;
}

const COMMIT = /[@#][0-9a-f]{40}(?:$|#)/;
const NPM_VERSION = /^v?\d{1,9}\.\d{1,9}\.\d{1,9}(?:[-+][\w.+-]{1,128})?$/;
const PYTHON_VERSION = /(?:==|@)\d{1,9}(?:\.\w{1,32}){1,8}$/;

const isNpmPinned = (spec: string): boolean =>
  COMMIT.test(spec) || NPM_VERSION.test(spec.slice(spec.lastIndexOf('@', spec.length) + 1));
const isPythonPinned = (spec: string): boolean => COMMIT.test(spec) || PYTHON_VERSION.test(spec);

const npm = {
  named: ['-p', '--package'],
  valued: ['-c', '--call', '-w', '--workspace'],
  isPinned: isNpmPinned,
  example: 'name@1.2.3',
};
const uv = {
  named: ['--from'],
  valued: ['--with', '--python', '-p', '--index', '--index-url', '--with-requirements', '--directory'],
  isPinned: isPythonPinned,
  example: 'name==1.2.3',
};
const pipx = { ...uv, named: ['--spec'] };

const RUNNERS: readonly Runner[] = [
  { words: ['npx'], ...npm },
  { words: ['bunx'], ...npm },
  { words: ['pnpx'], ...npm },
  { words: ['npm', 'exec'], ...npm },
  { words: ['npm', 'x'], ...npm },
  { words: ['pnpm', 'dlx'], ...npm },
  { words: ['yarn', 'dlx'], ...npm },
  { words: ['bun', 'x'], ...npm },
  { words: ['uvx'], ...uv },
  { words: ['uv', 'tool', 'run'], ...uv },
  { words: ['pipx', 'run'], ...pipx },
];

/** It runs an installed program, or fails. */
const INSTALLED_ONLY: ReadonlySet<string> = new Set(['--no-install', '--no', '--offline']);
/** Files and folders of this machine; the value of a variable. */
const NOT_DOWNLOADED = /^(?:[./~$%]|file:|[A-Za-z]:[\\/])/;

/** The package that is downloaded and run. */
export interface ScannedRun {
  readonly spec: string;
  readonly isPinned: boolean;
  readonly example: string;
}

export function readPackageRun(launch: Launch): ScannedRun | undefined {
  const { args } = launch;
  const runner = runnerOf(launch);
  if (!runner) return undefined;
  const spec = specOf(runner, args.slice(runner.words.length - 1));
  if (spec === undefined || NOT_DOWNLOADED.test(spec)) return undefined;
  return { spec, isPinned: runner.isPinned(spec), example: runner.example };
}

const runnerOf = ({ program, args }: Launch): Runner | undefined =>
  RUNNERS.find(({ words }) => words.every((word, at) => word === (at === 0 ? program : args[at - 1])));

/** Options of a runner that change nothing of what runs. */
const QUIET: ReadonlySet<string> = new Set(['-y', '--yes', '-q', '--quiet']);

/** The program that a command starts, also through a runner: without its version, and what it is given. */
export function packageName(launch: Launch): { readonly name: string; readonly args: readonly string[] } | undefined {
  const runner = runnerOf(launch);
  if (!runner) return { name: launch.program, args: launch.args };
  const words = launch.args.slice(runner.words.length - 1);
  const at = words.findIndex((word) => !QUIET.has(word));
  const spec = words[at];
  if (spec === undefined || spec.startsWith('-')) return undefined;
  return { name: spec.replace(/(?<=.)@[\w.^~+-]{0,64}$/, ''), args: words.slice(at + 1) };
}

function specOf({ named, valued }: Runner, args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) return arg;
    if (INSTALLED_ONLY.has(arg)) return undefined;
    const equals = arg.indexOf('=');
    const name = equals === -1 ? arg : arg.slice(0, equals);
    if (named.includes(name)) return equals === -1 ? args[at + 1] : arg.slice(equals + 1);
    if (equals === -1 && valued.includes(name)) at++;
  }
  return undefined;
}
