import type { Rule, Site } from '../detector.js';
import { isPlaceholder, isWorthHiding } from '../validators/placeholders.js';
import { entropyOf, isMixed, isNoWord, isVaried, isWritten, looksRandom } from '../validators/randomness.js';
import { toExpression, toTest } from '../validators/terms.js';
import { besideName } from './beside-name.js';
import { afterCommand, isPrinted, printedBelow } from './command-secrets.js';
import { findExpressionFault } from './data-table.js';
import { isGivenPassword } from './given-password.js';
import { labelled } from './labelled.js';
import { isStrongPassword } from './password-values.js';
import { prefixed, prefixedRun, shortPrefixed } from './prefixed.js';
import { UUID } from './secret.js';
import { filtered, matchAround, matchAt, SURE } from './verify.js';

/*
 * Rules as tables write them, in the columns `how`, `words`, `value`, `confidence` and `tests`. Words are divided by ` | `;
 * `[ab]` in one stands for each of its characters, and `#{3-5}` for so many digits. A value is an expression with an upper
 * end, with names of `PIECES` in it, and one with flags stands between slashes.
 *
 * - `prefixed`, `short`, `run`: what `prefixed.ts` reads behind a word; a run is written `run [\w-] 20 200`
 * - `labelled`: behind a word and an assignment; `named`: also beside it
 * - `at`, `around`: an expression that begins where a word does, or before it (`matchAt`, `matchAround`); `at shape` where
 *   a shape does; with `seams` if a value that was cut in two may be put together
 * - `key`: an expression for the whole value under a key, whose words another one matches
 * - `command`, `below`: what stands before the argument of a command, or on the line above what it prints
 */

/** Parts of many expressions. */
const PIECES: readonly (readonly [name: string, source: string])[] = [
  ['{uuid}', UUID.source],
  // The value of a line in the configuration of a device, and what may follow it: prose goes on
  ['{argument}', String.raw`"?([^\s"'\\<>[\]]{6,128})(?=["\s\\]|$)`],
  [
    '{last}',
    String.raw`(?="?[ \t]{0,4}(?:[\r\n\\]|$|[07](?!\S)|(?:address|hostname|level|encrypted|role|privilege|auth-port|timeout)\s))`,
  ],
  // A community of a few letters is a word of its manual
  ['{community}', String.raw`"?([^\s"'\\<>;{},]{4,64})`],
  ['{digest}', String.raw`[a-f\d]{32}(?![a-z\d])`],
  ['{b64}', '[A-Za-z0-9./]'],
  ['{end}', '(?![A-Za-z0-9./+=])'],
];

const BETWEEN = ' | ';

/** The rules of one line. Throws for what cannot be read. */
export function toRules([
  way = '',
  words = '',
  value = '',
  confidence = '',
  tests = '',
]: readonly string[]): readonly Rule[] {
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
    case 'command':
      return [{ anchors: words, verify: afterCommand(value) }];
    case 'below':
      return [{ anchors: words, verify: printedBelow(value) }];
    case 'key':
      return [{ key: new RegExp(text), verify: matchAt(sticky(), sure) }];
    default:
      throw new Error(`there is no way ${how}`);
  }
}

const RUN = /^run \[(.+)\] (\d+) (\d+)$/;

function toValue(text: string): RegExp {
  const whole = withPieces(text);
  return toExpression(whole) ?? new RegExp(whole);
}

const withPieces = (text: string): string =>
  PIECES.reduce((whole, [name, source]) => whole.replaceAll(name, source), text);

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
 * what labels it; `before` or `around`, a number of characters and an expression for the text there; `from 3`, `first 9` or
 * `behind :` and a term for this part of the value; and what passwords have to be: `given-password`, `no-placeholder`,
 * `printed`, `strong` and `worth-hiding`.
 */
function toTerm(term: string): Test {
  const expression = toExpression(withPieces(term));
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
    case 'first': {
      const test = toTerm(last);
      return (value, site) => test(value.slice(0, number), site);
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
    default: {
      const test = OF_VALUES.get(word);
      if (!test) throw new Error(`there is no test ${word}`);
      return (value) => test(value, second === '' ? undefined : number);
    }
  }
}

/** Tests of a value, some of which take a number. */
const OF_VALUES: ReadonlyMap<string, (value: string, number?: number) => boolean> = new Map<
  string,
  (value: string, number?: number) => boolean
>([
  ['varied', isVaried],
  ['unwritten', (value) => !isWritten(value)],
  ['mixed', isMixed],
  ['no-word', isNoWord],
  ['random', looksRandom],
  ['entropy', (value, least = 0) => entropyOf(value) >= least],
  ['given-password', isGivenPassword],
  ['no-placeholder', (value) => !isPlaceholder(value)],
  ['printed', isPrinted],
  ['strong', isStrongPassword],
  ['worth-hiding', (value) => isWorthHiding(value)],
]);

function readExpression(text: string): RegExp {
  const expression = toExpression(text);
  if (!expression) throw new Error(`${text} is no expression`);
  return expression;
}

/** Why the columns of a rule cannot be used. */
export function findRuleFault(columns: readonly string[]): string | undefined {
  const [, words = '', value = '', confidence = ''] = columns;
  if (words === '') return 'it has no words';
  if (confidence !== '' && !/^0\.\d{1,2}$/.test(confidence)) return `${confidence} is no confidence`;
  const fault = RUN.test(value) ? undefined : findExpressionFault(value, toValue);
  if (fault !== undefined) return fault;
  try {
    toRules(columns);
  } catch (cause) {
    return `its rule cannot be read: ${cause instanceof Error ? cause.message : ''}`;
  }
  return undefined;
}
