import { compilePattern } from '../patterns/match.js';
import { isWild } from './match-spec.js';
import { splitWord, toPieces, toReadings, type CommandWords } from './line-words.js';
import type { PackageKind } from './package-kind.js';
import { toProgram } from './program-name.js';
import { readPackageRun } from './read-package-run.js';
import { RUNNERS } from './runners/registry.js';

/** Longer words, and more places in one, are not searched: they may hold any name. */
const MAX_WORD = 4096;
const MAX_STARTS = 256;

/**
 * A command line may run a package, whatever its spelling: behind a program for packages of this kind, or as a file of
 * an installed one. In doubt it does.
 * @param name a name, or a pattern for names
 */
export function mentionsPackage(kind: PackageKind, name: string, { words, values }: CommandWords): boolean {
  const finds = createFinder(kind, name);
  const start = findProgram(kind, words);
  const behind = start === -1 ? [] : [...toPieces(words).slice(start + 1), ...toPieces(values)];
  return behind.some(finds) || words.some((word) => isInstalled(kind, word, finds));
}

/** More words that may start something are not looked through one by one. */
const MAX_RUNNERS = 64;

export function mayRunPackages(kind: PackageKind, { words }: CommandWords): boolean {
  return [words, words.flatMap(splitWord)].some((line) => {
    const starts = [...line.keys()].filter((at) => mayStartRunner(kind, line[at] ?? ''));
    return starts.length > MAX_RUNNERS || starts.some((at) => readPackageRun(line.slice(at))?.runner.kind === kind);
  });
}

const mayStartRunner = (kind: PackageKind, word: string): boolean =>
  RUNNERS.some((runner) => runner.kind === kind && runner.programs.includes(toProgram(word)));

const findProgram = (kind: PackageKind, words: readonly string[]): number =>
  toPieces(words).findIndex((word) => kind.program.test(toProgram(word).replace(/\.(?=[cm]?js$)/, '')));

/** `/usr/lib/node_modules/@scope/name/dist/index.js` */
function isInstalled(kind: PackageKind, word: string, finds: (rest: string) => boolean): boolean {
  if (word.length > MAX_WORD) return true;
  return toReadings(word).some((reading) =>
    kind.folders.some((folder) => {
      const at = `/${reading}`.lastIndexOf(`/${folder}/`);
      return at !== -1 && finds(reading.slice(at + folder.length + 1));
    }),
  );
}

function createFinder(kind: PackageKind, source: string): (word: string) => boolean {
  const isExpression = source.startsWith('^');
  const name = isExpression ? source : kind.fold(toReadings(source)[0] ?? '');
  const holds = isWild(name) ? createWildFinder(kind, name) : (view: string): boolean => holdsName(kind, view, name);
  return (word) => {
    if (word.length > MAX_WORD) return true;
    return toReadings(word).some((reading) => kind.views(reading).some(holds));
  };
}

/** Not as a part of a longer name; a version may follow behind a hyphen, as in the name of a file. */
function holdsName({ inName }: PackageKind, text: string, name: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const before = at === 0 || name.startsWith('@') || text.startsWith('-') ? '' : (text[at - 1] ?? '');
    const rest = text.slice(at + name.length);
    const isEnd =
      rest === '' || !inName.test(rest[0] ?? '') || /^[-_]v?\d|^\.(?:git|tgz|[cm]?[jt]s|py|exe)$/.test(rest);
    if ((before === '' || !inName.test(before)) && isEnd) return true;
  }
  return false;
}

/** Looks at each place where a name may begin, up to each where it may end. */
function createWildFinder({ inName }: PackageKind, name: string): (text: string) => boolean {
  const pattern = compilePattern(name);
  return (text) => {
    const starts = [0];
    for (let at = 1; at < text.length; at++) if (!inName.test(text[at - 1] ?? '')) starts.push(at);
    if (text.startsWith('-p')) starts.push(2);
    if (starts.length > MAX_STARTS) return true;
    return starts.some((start) => {
      const rest = text.slice(start);
      const at = rest.indexOf('@', 1);
      const cuts = [rest, ...(at === -1 ? [] : [rest.slice(0, at)]), ...(/^@?[^/@]*(?:\/[^/@]*)?/.exec(rest) ?? [])];
      return cuts.some((cut) => cut !== '' && pattern.matchesFolded(cut));
    });
  };
}
