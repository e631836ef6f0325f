import type { Detector, Group, Rule, Site } from '../detector.js';
import { isGivenPassword } from './given-password.js';
import { entropyOf, isMixed, isNoWord, isVaried, isWritten, looksRandom } from '../validators/randomness.js';
import { toExpression, toTest } from '../validators/terms.js';
import { besideName } from './beside-name.js';
import { checkLines, findExpressionFault, findNameFault, samplesIn, typesIn } from './data-table.js';
import { labelled } from './labelled.js';
import { prefixed, prefixedRun, shortPrefixed } from './prefixed.js';
import { UUID } from './secret.js';
import { filtered, matchAround, matchAt, SURE } from './verify.js';

/*
 * Lines of `tokens.tsv`, whose columns are `id`, `title`, `group`, `how`, `words`, `value`, `confidence`, `tests` and
 * `source`, with samples behind them: a type and its first rule. A line without an id is one more rule of the type above
 * it. Words are divided by ` | `; `[ab]` in one stands for each of its characters, and `#{3-5}` for so many digits. A value
 * is an expression with an upper end, `{uuid}` in it a UUID, and one with flags stands between slashes.
 *
 * - `prefixed`, `short`, `run`: what `rules/prefixed.ts` reads behind a word; a run is written `run [\w-] 20 200`
 * - `labelled`: behind a word and an assignment; `named`: also beside it
 * - `at`, `around`: an expression that begins where a word does, or before it (`matchAt`, `matchAround`); `at shape` where
 *   a shape does; with `seams` if a value that was cut in two may be put together
 * - `key`: an expression for the whole value under a key, whose words another one matches
 */

const COLUMNS = 9;
const MIN_SAMPLES = 2;
const BETWEEN = ' | ';

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
      return (rules ??= lines.flatMap(rulesOf));
    },
  };
}

function rulesOf(line: string): readonly Rule[] {
  const [, , , way = '', words = '', value = '', confidence = '', tests = ''] = line.split('\t');
  const rules = rulesBy(way, words, value, confidence === '' ? undefined : Number(confidence));
  if (tests === '') return rules;
  const accept = toTest(tests, toTerm);
  return rules.map((rule) => only(accept, rule));
}

const only = (accept: Test, rule: Rule): Rule => ({ ...rule, verify: filtered(rule.verify, accept) });

function rulesBy(way: string, text: string, value: string, confidence?: number): readonly Rule[] {
  const [how = '', seams] = way.split(', ');
  const words = how === 'key' ? [] : text.split(BETWEEN).flatMap(expand);
  const sure = confidence ?? SURE;
  const sticky = (): RegExp => new RegExp(toValue(value), `${toValue(value).flags}y`);
  const may = seams === undefined ? {} : { seams: true as const };
  switch (how) {
    case 'prefixed':
      return [prefixed(words, toValue(value), sure)];
    case 'short':
      return [shortPrefixed(words, toValue(value))];
    case 'run': {
      const [, chars = '', least, most] = RUN.exec(value) ?? [];
      return [prefixedRun(words, chars, Number(least), Number(most))];
    }
    case 'labelled':
      return [labelled(words, toValue(value), confidence)];
    case 'named':
      return [labelled(words, toValue(value)), besideName(words, toValue(value))];
    case 'at':
      return [{ anchors: words, ...may, verify: matchAt(sticky(), sure) }];
    case 'at shape':
      return [{ shapes: words, ...may, verify: matchAt(sticky(), sure) }];
    case 'around':
      return [{ anchors: words, ...may, verify: matchAround(sticky(), sure) }];
    case 'key':
      return [{ key: new RegExp(text), verify: matchAt(sticky(), sure) }];
    default:
      throw new Error(`there is no way ${how}`);
  }
}

const RUN = /^run \[(.+)\] (\d+) (\d+)$/;

function toValue(text: string): RegExp {
  const whole = text.replaceAll('{uuid}', UUID.source);
  return toExpression(whole) ?? new RegExp(whole);
}

/** The words that one stands for: `SK[0123]`, `#{15-17}|`. */
function expand(word: string): readonly string[] {
  const [all, chars, least, most] = /\[([^\]]{2,})\]|#\{(\d+)-(\d+)\}/.exec(word.replaceAll('\\t', '\t')) ?? [];
  if (all === undefined) return [word.replaceAll('\\t', '\t')];
  const parts =
    chars === undefined
      ? Array.from({ length: Number(most) - Number(least) + 1 }, (_, at) => '#'.repeat(Number(least) + at))
      : Array.from(chars);
  return parts.flatMap((part) => expand(word.replace(all, () => part)));
}

type Test = (value: string, site: Site) => boolean;

/**
 * A term of the tests: an expression for the value, `not` before one, `varied`, `unwritten`, `mixed`, `no-word`, `random`
 * and `entropy`, with a number where one is needed, as `validators/randomness.ts` has them; `label` and an expression for
 * what labels it; `before` or `around`, a number of characters and an expression for the text there; `from 3` or
 * `behind :` and a term for the rest of the value.
 */
function toTerm(term: string): Test {
  const expression = toExpression(term.replaceAll('{uuid}', UUID.source));
  if (expression) return (value) => expression.test(value);
  const [word = '', second = ''] = term.split(' ', 2);
  const rest = term.slice(word.length + 1);
  const last = rest.slice(second.length + 1);
  const number = Number(second);
  switch (word) {
    case 'not': {
      const test = toTerm(rest);
      return (value, site) => !test(value, site);
    }
    case 'from': {
      const test = toTerm(last);
      return (value, site) => test(value.slice(number), site);
    }
    case 'behind': {
      const test = toTerm(last);
      return (value, site) => test(value.slice(value.lastIndexOf(second) + 1), site);
    }
    case 'label': {
      const words = readExpression(rest);
      return (_, site) => site.isLabelled(words);
    }
    case 'before':
    case 'around': {
      const words = readExpression(last);
      const isAround = word === 'around';
      return (_, { text, start, end }) =>
        words.test(text.slice(Math.max(0, start - number), isAround ? end + number : start));
    }
    case 'varied':
      return (value) => isVaried(value, second === '' ? undefined : number);
    case 'unwritten':
      return (value) => !isWritten(value);
    case 'mixed':
      return isMixed;
    case 'no-word':
      return isNoWord;
    case 'random':
      return (value) => looksRandom(value, number);
    case 'entropy':
      return (value) => entropyOf(value) >= number;
    case 'given-password':
      return (value) => isGivenPassword(value);
    default:
      throw new Error(`there is no test ${word}`);
  }
}

function readExpression(text: string): RegExp {
  const expression = toExpression(text);
  if (!expression) throw new Error(`${text} is no expression`);
  return expression;
}

export const tokenSamplesIn = (table: string): readonly string[] => samplesIn(table, COLUMNS);

/** The table, if each of its lines can be used. Throws with the file, the line and the reason otherwise. */
export function checkTokenTable(table: string, file: string): string {
  const ids = new Set<string>();
  return checkLines(table, file, (line, index) => findProblem(line, ids, index === 0));
}

function findProblem(line: string, ids: Set<string>, isFirst: boolean): string | undefined {
  const columns = line.split('\t');
  const [id = '', title = '', group = '', , words = '', value = '', confidence = ''] = columns;
  if (id !== '') {
    if (columns.length < COLUMNS + MIN_SAMPLES) return `${columns.length} columns, and eleven or more are needed`;
    const fault = findNameFault(id, title, ids);
    if (fault !== undefined) return fault;
    if (!GROUPS.has(group.split(', ')[0] ?? '')) return `${JSON.stringify(group)} is no group`;
    if (columns[COLUMNS - 1] === '') return 'it has no source';
  } else if (isFirst) return 'it belongs to no type';
  if (words === '') return 'it has no words';
  if (confidence !== '' && !/^0\.\d{1,2}$/.test(confidence)) return `${confidence} is no confidence`;
  const fault = RUN.test(value) ? undefined : findExpressionFault(value, toValue);
  if (fault !== undefined) return fault;
  try {
    rulesOf(line);
  } catch (cause) {
    return `its rule cannot be read: ${cause instanceof Error ? cause.message : ''}`;
  }
  return undefined;
}
