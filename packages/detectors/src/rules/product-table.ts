import { checkLines, findExpressionFault, findNameFault, samplesIn } from './data-table.js';
import { OPAQUE, TAIL, type Begun, type Product } from './product.js';
import { UUID } from './secret.js';

/*
 * Lines of `products.tsv`, whose columns are `id`, `title`, `names`, `value`, `prefixes`, `rest`, `flags` and `source`, with
 * samples behind them: the fields of `Product` as text. Names and those that may stand alone are divided by `|`, prefixes
 * by blanks, flags by `, `; where several sets of prefixes go on in different ways, they and what follows them are divided
 * by ` || `.
 */

/** The columns before the samples. */
const COLUMNS = 8;
const MIN_SAMPLES = 2;

/** The forms of values that have a name; others are expressions, between slashes if they have a flag. */
const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ['opaque', OPAQUE],
  ['tail', TAIL],
  ['uuid', UUID],
]);

export function parseProduct(line: string): Product {
  const [id = '', title = '', names = '', value = '', prefixes = '', rest = '', flags = ''] = line.split('\t');
  const set = flags === '' ? [] : flags.split(', ');
  const alone = set.find((flag) => /^alone\b/.test(flag))?.slice('alone '.length);
  return {
    id,
    title,
    ...(names !== '' && { names: names.split('|') }),
    ...(value !== '' && { value: toForm(value) }),
    ...(prefixes !== '' && { begun: toBegun(prefixes, rest) }),
    ...(set.includes('word') && { isWord: true }),
    ...(set.includes('loose') && { isLoose: true }),
    ...(set.includes('short') && { isShort: true }),
    ...(alone !== undefined && { alone: alone === '' ? [] : alone.split('|') }),
  };
}

export const productSamplesIn = (table: string): readonly string[] => samplesIn(table, COLUMNS);

const SETS = ' || ';

function toBegun(prefixes: string, rest: string): readonly Begun[] {
  const rests = rest.split(SETS);
  return prefixes.split(SETS).map((set, index) => ({ prefixes: set.split(' '), rest: toRest(rests[index] ?? '') }));
}

function toRest(text: string): Begun['rest'] {
  const [, chars, least, most] = RUN.exec(text) ?? [];
  return chars === undefined ? toForm(text) : { chars, least: Number(least), most: Number(most) };
}
const RUN = /^run \[(.+)\] (\d+) (\d+)$/;

function toForm(text: string): RegExp {
  const [, chars, length] = /^(hex|alnum) (\d+)$/.exec(text) ?? [];
  if (length !== undefined) return new RegExp(`${chars === 'hex' ? '[0-9a-f]' : '[A-Za-z0-9]'}{${length}}`);
  const [, source, flags] = /^\/(.*)\/([a-z]+)$/.exec(text) ?? [];
  return FORMS.get(text) ?? new RegExp(source ?? text, flags);
}

/** The table, if each of its lines can be used. Throws with the file, the line and the reason otherwise. */
export function checkTable(table: string, file: string): string {
  const ids = new Set<string>();
  return checkLines(table, file, (line) => findProblem(line, ids));
}

function findProblem(line: string, ids: Set<string>): string | undefined {
  const columns = line.split('\t');
  const [id = '', title = '', names, value = '', prefixes, rest = '', flags = '', source = ''] = columns;
  if (columns.length < COLUMNS + MIN_SAMPLES) return `${columns.length} columns, and ten or more are needed`;
  const fault = findNameFault(id, title, ids);
  if (fault !== undefined) return fault;
  if (!/^https?:\/\/\S/.test(source)) return 'its source is no URL';
  if ((names === '') !== (value === '') && rest === '') return 'a name needs a value, and a value a name';
  if ((prefixes === '') !== (rest === '')) return 'a prefix needs a rest, and a rest a prefix';
  if (prefixes?.split(SETS).length !== rest.split(SETS).length) return 'each set of prefixes needs a rest';
  if (value === '' && rest === '') return 'it has neither a value nor a rest';
  if (!/^(?:(?:word|loose|short|alone(?: .+)?)(?:, |$))*$/.test(flags)) return `a flag is unknown: ${flags}`;
  return [value, ...rest.split(SETS).filter((each) => !RUN.test(each))]
    .map((each) => findExpressionFault(each, toForm))
    .find((each) => each !== undefined);
}
