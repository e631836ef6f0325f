import { compilePattern } from '../patterns/match.js';
import { isWild, matchesSpec } from './match-spec.js';
import type { ReadOption } from './option-table.js';
import type { PackageRun } from './read-package-run.js';

/** Why a run is not what an entry of a base names, as text after the name of a server; nothing if it is. */
export function findRunDifference(wanted: PackageRun, given: PackageRun): string | undefined {
  const { kind } = wanted.runner;
  if (wanted.runner !== given.runner || !matchAll(wanted.prefix, given.prefix))
    return 'it is started by another program';
  if (wanted.areNamed !== given.areNamed || wanted.packages.length !== given.packages.length) return OTHER_PACKAGE;
  for (const [at, pattern] of wanted.packages.entries()) {
    const spec = given.packages[at] ?? '';
    if (!matchesSpec(kind, pattern, spec)) return describeDifference(wanted, pattern, spec);
  }
  const besides = pairAll(wanted.besides, given.besides, (pattern, spec) => matchesSpec(kind, pattern, spec));
  if (!besides.isWhole) return 'it fetches other packages beside it';
  if (!areNamed(wanted.options, given.options)) return 'it has other options, by which other code may run';
  return matchAll(wanted.args, given.args) ? undefined : 'its arguments are others';
}

const OTHER_PACKAGE = 'it runs another package';

function describeDifference({ runner: { kind } }: PackageRun, pattern: string, spec: string): string {
  const { name, version } = kind.split(spec);
  const named = compilePattern(pattern.startsWith('^') ? pattern : kind.canonical(kind.split(pattern).name));
  if (!named.matches(pattern.startsWith('^') ? spec : kind.canonical(name))) return OTHER_PACKAGE;
  if (version === undefined) return 'it names no version of its package';
  return kind.isVersion(version) ? 'its version is another' : 'what it names is no version of its package';
}

/** One word for each pattern. */
export const matchAll = (patterns: readonly string[], words: readonly string[]): boolean =>
  patterns.length === words.length && patterns.every((pattern, at) => matchesWord(pattern, words[at] ?? ''));

/** The text of a star never leads out of a folder. */
const matchesWord = (pattern: string, word: string): boolean =>
  compilePattern(pattern).matches(word) && (!isWild(pattern) || !/(?:^|[\\/=:,])\.\.(?:[\\/]|$)/.test(word));

/** Each option of the base is there, and no other but those that only tighten. */
function areNamed(wanted: readonly ReadOption[], given: readonly ReadOption[]): boolean {
  const { isWhole, unpaired } = pairAll(
    wanted.map(({ text }) => text),
    given,
    (pattern, { text }) => matchesWord(pattern, text),
  );
  return (
    isWhole ||
    (unpaired.every(({ weight }) => weight === 'tightens') && given.length - unpaired.length === wanted.length)
  );
}

/** In any order, each with one of its own. */
function pairAll<Item>(
  patterns: readonly string[],
  items: readonly Item[],
  matches: (pattern: string, item: Item) => boolean,
): { readonly isWhole: boolean; readonly unpaired: readonly Item[] } {
  const free = new Set(items);
  let paired = 0;
  for (const pattern of patterns) {
    const item = [...free].find((each) => matches(pattern, each));
    if (item === undefined) continue;
    free.delete(item);
    paired++;
  }
  return { isWhole: paired === patterns.length && free.size === 0, unpaired: [...free] };
}
