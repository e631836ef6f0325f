import type { Detector, Group, Rule } from '../detector.js';
import { toCheck } from '../validators/number-checks.js';
import { toExpression } from '../validators/terms.js';
import { checkLines, findExpressionFault, findNameFault, samplesIn, typesIn } from './data-table.js';
import { numberRules, type Form, type FormBehind, type Labels } from './numbers.js';

/*
 * Lines of `numbers.tsv`, whose columns are `id`, `title`, `group`, `labels`, `own`, `shapes`, `lead`, `behind`, `pattern`,
 * `check`, `plausible` and `source`, with samples behind them: a type and its first form. A line without an id is one more
 * form of the type above it, and one that has a check alone is another check that the form above it may pass. Shapes and
 * words of a label are divided by `|`; a number stands for a shape of so many digits. `rules/numbers.ts` says what each
 * column does, and `validators/number-checks.ts` how checks are written.
 */

/** The columns before the samples, and those that rules are made of. */
const COLUMNS = 12;
const MIN_SAMPLES = 2;

const GROUPS: ReadonlyMap<string, Pick<Detector, 'group' | 'generic'>> = new Map<
  string,
  { group: Group; generic?: true }
>([
  ['national', { group: 'pii.national_id' }],
  ['business', { group: 'pii.business' }],
  ['national, generic', { group: 'pii.national_id', generic: true }],
]);

/** One type for each line with an id. The rules of each are made when one of them is called. */
export const toNumberTypes = (table: string): readonly Detector[] => typesIn(table).map(toType);

function toType(lines: readonly string[]): Detector {
  const [id = '', title = '', group = ''] = (lines[0] ?? '').split('\t', 3);
  let rules: readonly Rule[] | undefined;
  return {
    id,
    title,
    group: 'pii.national_id',
    ...GROUPS.get(group),
    get rules() {
      return (rules ??= rulesOf(lines));
    },
  };
}

function rulesOf(lines: readonly string[]): readonly Rule[] {
  const rows = lines.map((line) => line.split('\t'));
  const labels = toLabels(rows[0]?.[3] ?? '');
  const forms: string[][] = [];
  for (const row of rows) {
    const above = forms.at(-1);
    if (above && isCheckAlone(row)) above[9] += ` or ${row[9] ?? ''}`;
    else forms.push(row);
  }
  return numberRules(labels, ...forms.map(toForm));
}

const isCheckAlone = (row: readonly string[]): boolean => row.slice(0, 9).every((column) => column === '');

function toForm(row: readonly string[]): Form | FormBehind {
  const [, , , labels = '', own = '', shapes = '', lead = '', behind = '', pattern = '', check = '', plausible = ''] =
    row;
  const checks = {
    ...(labels !== '' && { labels: toLabels(labels) }),
    ...(check !== '' && { isValid: toCheck(check) }),
    ...(plausible !== '' && { isPlausible: toCheck(plausible) }),
  };
  if (pattern !== '') {
    const form = { ...checks, anchors: behind.split('|'), pattern: new RegExp(pattern) };
    return isWithoutDigits(pattern) ? { ...form, isLettered: true } : form;
  }
  return {
    ...checks,
    ...(own !== '' && { own: toShapes(own) }),
    ...(shapes !== '' && { shapes: toShapes(shapes) }),
    ...(lead !== '' && { before: toLead(lead) }),
  };
}

/** Each digit of the form may be a letter: `[\dL-V]`. */
const isWithoutDigits = (pattern: string): boolean => !/\\d|0-9/.test(pattern.replaceAll(/\[\\d[A-Z][^\]]*\]/g, ''));

const toShapes = (text: string): readonly string[] =>
  text.split('|').map((shape) => (/^\d+$/.test(shape) ? '#'.repeat(Number(shape)) : shape));

const toLead = (text: string): RegExp => toExpression(text) ?? new RegExp(text, 'i');
const toLabels = (text: string): Labels => toExpression(text) ?? text;

export const numberSamplesIn = (table: string): readonly string[] => samplesIn(table, COLUMNS);

/** The table, if each of its lines can be used. Throws with the file, the line and the reason otherwise. */
export function checkNumberTable(table: string, file: string): string {
  const ids = new Set<string>();
  return checkLines(table, file, (line, index) => findProblem(line, ids, index === 0));
}

function findProblem(line: string, ids: Set<string>, isFirst: boolean): string | undefined {
  const columns = line.split('\t');
  const [id = '', title = '', group = '', labels = '', own = '', shapes = '', lead = '', behind, pattern = ''] =
    columns;
  if (id !== '') {
    if (columns.length < COLUMNS + MIN_SAMPLES) return `${columns.length} columns, and fourteen or more are needed`;
    const fault = findNameFault(id, title, ids);
    if (fault !== undefined) return fault;
    if (!GROUPS.has(group)) return `${JSON.stringify(group)} is no group`;
    if (labels === '') return 'it has no labels';
    if (columns[COLUMNS - 1] === '') return 'it has no source';
  } else if (isFirst) return 'it belongs to no type';
  if ((behind ?? '') === '' ? pattern !== '' : pattern === '')
    return 'a pattern needs words before it, and words a pattern';
  const isFormless = own === '' && shapes === '' && pattern === '';
  if (isFormless && (id !== '' || !isCheckAlone(columns))) return 'it has neither a shape nor a pattern';
  const odd = [...toShapes(own), ...toShapes(shapes)].find((shape) => /[B-Zb-z\d]/.test(shape));
  if (odd !== undefined) return `${JSON.stringify(odd)} is no shape`;
  return (
    findCheckFault([columns[9] ?? '', columns[10] ?? '']) ??
    findExpressionFault(lead, toLead) ??
    findExpressionFault(pattern, (text) => new RegExp(text)) ??
    findLabelFault(labels)
  );
}

function findCheckFault(checks: readonly string[]): string | undefined {
  try {
    for (const check of checks) if (check !== '') toCheck(check);
  } catch (cause) {
    return `a check cannot be read: ${cause instanceof Error ? cause.message : ''}`;
  }
  return undefined;
}

/** Labels are looked for in a few characters, so that they may go on. */
function findLabelFault(labels: string): string | undefined {
  try {
    toLabels(labels.startsWith('/') ? labels : `/${labels}/u`);
  } catch {
    return `labels cannot be read: ${labels}`;
  }
  return undefined;
}
