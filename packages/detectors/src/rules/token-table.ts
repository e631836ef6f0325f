import type { Detector, Group, Rule } from '../detector.js';
import { checkLines, findNameFault, samplesIn, typesIn } from './data-table.js';
import { findRuleFault, toRules } from './rule-lines.js';

/*
 * Lines of `tokens.tsv`, whose columns are `id`, `title`, `group`, those of a rule (`rule-lines.ts`) and `source`, with
 * samples behind them: a type and its first rule. A line without an id is one more rule of the type above it.
 */

const COLUMNS = 9;
/** The columns of a rule begin here. */
const RULE = 3;
const MIN_SAMPLES = 2;

const GROUPS: ReadonlyMap<string, Group> = new Map(
  (['secret', 'secret.temporary', 'known'] satisfies Group[]).map((group) => [group, group]),
);

/** One type for each line with an id. The rules of each are made when one of them is called. */
export const toTokenTypes = (table: string): readonly Detector[] => typesIn(table).map(toType);

function toType(lines: readonly string[]): Detector {
  const [id = '', title = '', group = ''] = (lines[0] ?? '').split('\t', 3);
  const [name = '', formerly] = group.split(', formerly ');
  let rules: readonly Rule[] | undefined;
  return {
    id,
    title,
    group: GROUPS.get(name) ?? 'secret',
    ...(formerly !== undefined && { formerly }),
    get rules() {
      return (rules ??= lines.flatMap((line) => toRules(line.split('\t').slice(RULE))));
    },
  };
}

export const tokenSamplesIn = (table: string): readonly string[] => samplesIn(table, COLUMNS);

/** The table, if each of its lines can be used. Throws with the file, the line and the reason otherwise. */
export function checkTokenTable(table: string, file: string): string {
  const ids = new Set<string>();
  return checkLines(table, file, (line, index) => findProblem(line, ids, index === 0));
}

function findProblem(line: string, ids: Set<string>, isFirst: boolean): string | undefined {
  const columns = line.split('\t');
  const [id = '', title = '', group = ''] = columns;
  if (id !== '') {
    if (columns.length < COLUMNS + MIN_SAMPLES) return `${columns.length} columns, and eleven or more are needed`;
    const fault = findNameFault(id, title, ids);
    if (fault !== undefined) return fault;
    if (!GROUPS.has(group.split(', ')[0] ?? '')) return `${JSON.stringify(group)} is no group`;
    if (columns[COLUMNS - 1] === '') return 'it has no source';
  } else if (isFirst) return 'it belongs to no type';
  return findRuleFault(columns.slice(RULE));
}
