import { foldName } from '@mcp-guard/core';
import { PROJECT_FILES } from '@mcp-guard/policy';
import type { Hold } from './hold.js';

const FILE: Hold = { strength: 'firm', of: 'project' };
/** Most else that stands there is harmless; a folder that is moved there brings such a file. */
const FOLDER: Hold = { strength: 'loose', of: 'project' };
const ANY = '*';
const FILES = PROJECT_FILES.map((file) => foldName(file).split('/'));
const MAX_STEPS = Math.max(...FILES.map(({ length }) => length));

interface End {
  /** All steps but the last, folded. */
  readonly before: string;
  /** The end of the last step, where that may be any. */
  readonly suffix: string;
  readonly hold: Hold;
}

/** Holds by the fold of the last step. */
const ENDS = collect();

/**
 * A message may replace these in a project once a person agrees, known by their last steps: the files that bring
 * servers.
 */
export function projectHold(path: string): Hold | undefined {
  const fold = foldName(path.split('/').slice(-MAX_STEPS).join('/'));
  const cut = fold.lastIndexOf('/');
  const ends = [...(ENDS.get(fold.slice(cut + 1)) ?? []), ...(ENDS.get(ANY) ?? [])];
  const before = fold.slice(0, Math.max(cut, 0));
  return ends.find(
    (end) =>
      fold.endsWith(end.suffix) && (end.before === '' || before === end.before || before.endsWith(`/${end.before}`)),
  )?.hold;
}

/** A name may be one of them by itself: folds of plain names. */
export const PROJECT_NAMES: Pick<ReadonlySet<string>, 'has'> = ENDS;

/** The next steps that lead from a folder to one. @param fold of the folder */
export function projectNamesBelow(fold: string): readonly string[] | 'all' {
  const names = [...ENDS].flatMap(([last, ends]) =>
    ends.some(({ before }) => before !== '' && `/${fold}`.endsWith(`/${before}`)) ? [last] : [],
  );
  return names.includes(ANY) ? 'all' : names;
}

function collect(): ReadonlyMap<string, readonly End[]> {
  const ends = new Map<string, End[]>();
  const add = (steps: readonly string[], hold: Hold): void => {
    const [name = '', before] = [steps.at(-1), steps.slice(0, -1).join('/')];
    const [last, suffix] = name.startsWith(ANY) ? [ANY, name.slice(ANY.length)] : [name, ''];
    const known = ends.get(last) ?? [];
    if (known.some((end) => end.before === before && end.suffix === suffix)) return;
    ends.set(last, [...known, { before, suffix, hold }]);
  };
  for (const steps of FILES) add(steps, FILE);
  for (const steps of FILES) for (let end = 1; end < steps.length; end++) add(steps.slice(0, end), FOLDER);
  return ends;
}
