import type { Rule, Site } from '../detector.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { holdsRandom } from '../validators/randomness.js';
import { isReference } from '../validators/references.js';
import { besideName } from './beside-name.js';
import { labelled, SECRET_WORD } from './labelled.js';
import { prefixed, prefixedRun, shortPrefixed } from './prefixed.js';
import { filtered } from './verify.js';
import { toWords } from './words.js';

/** A product whose secrets are known: a line of `products.tsv`, which names the page on which its vendor describes them. */
export interface Product {
  /** The id of the type: `abstractapi_key`. */
  readonly id: string;
  /** As it reads in a sentence: `an Abstract API key`. */
  readonly title: string;
  /**
   * In lower case, a space where identifiers join two words in any way: `abstract api` is also `abstractApi`,
   * `ABSTRACT_API` and `abstract-api`. Not needed where every secret has a prefix.
   */
  readonly names?: readonly string[];
  /** The names are common words: one counts only at the begin of a word and, if it has no space, with a word for a secret right behind it. */
  readonly isWord?: true;
  /** The names that may stand alone before a value: all if they are no words, none where what a page shows has one, too. */
  readonly alone?: readonly string[];
  /** The form of a secret behind a name and an assignment, bounded. */
  readonly value?: RegExp;
  /** The prefixes of a secret that is known without a name, and what follows. */
  readonly begun?: readonly Begun[];
  /** The names count within longer words and as they are written, and what stands behind one with any word needs its whole form. */
  readonly isLoose?: true;
  /** The prefixes are short: they count at the begin of a word. */
  readonly isShort?: true;
}

/** Prefixes go on with an expression, bounded, or with a run of characters of a class, of no certain length. */
export interface Begun {
  readonly prefixes: readonly string[];
  readonly rest: RegExp | { readonly chars: string; readonly least: number; readonly most: number };
}

/** The value of a product whose vendor says nothing of its form: what was drawn at random, under a name for a secret. */
export const OPAQUE: RegExp = /[A-Za-z0-9_.~+/=-]{19,127}[A-Za-z0-9_~+/=-]/;

/** The same of what follows a prefix. */
export const TAIL: RegExp = /[A-Za-z0-9_-]{20,200}/;

export function product(row: Product): readonly Rule[] {
  const { names = [], isWord, isLoose, value, begun = [], isShort, alone } = row;
  const single = alone ?? (isWord ? [] : names);
  const byName = (form: RegExp): readonly Rule[] =>
    isLoose
      ? [labelled(names, form), ...(single.length > 0 ? [besideName(single, form)] : [])]
      : [...named(names, form, isWord), ...(single.length > 0 ? [besideNameOf(single, form)] : [])];
  return [...begun.map((each) => begins(each, isShort)), ...(value ? byName(value) : [])];
}

function begins({ prefixes, rest }: Begun, isShort = false): Rule {
  if (!(rest instanceof RegExp)) return prefixedRun(prefixes, rest.chars, rest.least, rest.most);
  if (isShort) return shortPrefixed(prefixes, rest);
  const rule = prefixed(prefixes, rest);
  return rest === TAIL ? { ...rule, verify: filtered(rule.verify, holdsRandom) } : rule;
}

const writings = (name: string): readonly string[] =>
  name.includes(' ') ? ['', '_', '-', ' '].map((joint) => name.replaceAll(' ', joint)) : [name];

function named(names: readonly string[], value: RegExp, isWord = false): readonly Rule[] {
  const ruleOf = (some: readonly string[]): Rule =>
    labelled(some.flatMap(writings), value, NAMED, value === OPAQUE ? isOpaqueSecret(some) : undefined);
  if (!isWord) return names.length > 0 ? [where(isName, ruleOf(names))] : [];
  const words = names.filter((name) => !name.includes(' '));
  const phrases = names.filter((name) => name.includes(' '));
  return [
    ...(words.length > 0 ? [where(isWithSecret(words), ruleOf(words))] : []),
    ...(phrases.length > 0 ? [where(isWhole(phrases), ruleOf(phrases))] : []),
  ];
}
/** A value without a known form has no full stop where a name stands alone before it. */
const besideNameOf = (names: readonly string[], value: RegExp): Rule =>
  besideName(names.flatMap(writings), value === OPAQUE ? DRAWN : value);
const DRAWN = /[A-Za-z0-9_~+/=-]{20,128}/;

/** How sure a value is that its name and its form give away. */
const NAMED = 0.85;

const where = (fits: (site: Site) => boolean, rule: Rule): Rule => ({
  ...rule,
  verify: (site) => (fits(site) ? rule.verify(site) : undefined),
});

const SECRETS = ['api', 'access', 'auth', 'key', 'secret', 'token'];
const SECRET_BEHIND = new RegExp(`[_. -]?(?:${SECRETS.join('|')})`, 'iy');

/** `box_token` has a word for a secret right behind the name, and `box_size` has not. */
const isWithSecret = (words: readonly string[]): ((site: Site) => boolean) => {
  const isWholeKey = isWhole(words.flatMap((word) => SECRETS.map((behind) => `${word} ${behind}`)));
  return (site) => {
    if (isKey(site)) return isWholeKey(site);
    SECRET_BEHIND.lastIndex = site.end;
    return SECRET_BEHIND.test(site.text) && beginsWord(site);
  };
};

/** `myBoxToken` has the name `box`, and `inbox_token` has not. */
const isWhole =
  (names: readonly string[]) =>
  (site: Site): boolean =>
    isKey(site)
      ? names.some((name) => [name, name.replaceAll(' ', '')].some((form) => ` ${site.key}`.includes(` ${form}`)))
      : beginsWord(site);

/** `exportKey` does not name Portkey, nor `toggleKey` Toggl. */
const isName = (site: Site): boolean =>
  isKey(site) || (beginsWord(site) && !WORD_GOES_ON.test(site.text.slice(site.end, site.end + 6)));
const WORD_GOES_ON = new RegExp(`^(?!${SECRETS.join('|')})[a-z]`);

const isKey = ({ text, start, end }: Site): boolean => start === 0 && end === text.length;

function beginsWord({ text, start }: Site): boolean {
  const before = text.charAt(start - 1);
  return !/[a-z]/i.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(text.charAt(start)));
}

/** The last words of a name for what is public, or no secret by itself. */
const OTHERS =
  /public|publishable| (?:ids?|names?|ur[il]s?|endpoint|host|hostname|domain|path|file|filename|version|hash|digest|sha\d{0,3}|checksum|commit|revision|email|user|username|arn|type|prefix)(?: is| value)?$/;

/** The label is one of a secret, besides what a product is called: `coinapi` has such a word in it. */
const isOpaqueSecret =
  (names: readonly string[]) =>
  (value: string, label: string): boolean => {
    if (!holdsRandom(value)) return false;
    const words = toWords(label);
    const others = names.reduce((text, name) => text.replace(name.includes(' ') ? '' : name, ''), words);
    return SECRET_WORD.test(others) && !OTHERS.test(words) && !isReference(value) && !isPlaceholder(value);
  };
