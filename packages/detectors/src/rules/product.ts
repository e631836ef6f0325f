import type { Detector, Family, Rule, Site } from '../detector.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { holdsRandom } from '../validators/randomness.js';
import { isReference } from '../validators/references.js';
import { labelled, SECRET_WORD } from './labelled.js';
import { prefixed } from './prefixed.js';
import { secret } from './secret.js';
import { filtered } from './verify.js';
import { toWords } from './words.js';

/** A product whose secrets are known: a row of a table. Where its vendor describes them stands above the row. */
export interface Product {
  /** Of the type: `abstractapi_key`. */
  readonly id: string;
  /** As it reads in a sentence: `an Abstract API key`. */
  readonly title: string;
  /**
   * In lower case, a space where identifiers join two words in any way: `abstract api` is also `abstractApi`,
   * `ABSTRACT_API` and `abstract-api`. Not needed where every secret has a prefix.
   */
  readonly names?: readonly string[];
  /** The names without a space are common words: one counts only at the begin of a word, with a word for a secret right behind it. */
  readonly isWord?: true;
  /** What a secret is behind a name and an assignment, bounded. */
  readonly value?: RegExp;
  /** What a secret begins with that is known without a name, and what follows, bounded. */
  readonly prefixes?: readonly string[];
  readonly rest?: RegExp;
}

/** The value of a product whose vendor says nothing of its form: what was drawn at random, under a name for a secret. */
export const OPAQUE: RegExp = /[A-Za-z0-9_.~+/=-]{19,127}[A-Za-z0-9_~+/=-]/;

/** The same of what follows a prefix. */
export const TAIL: RegExp = /[A-Za-z0-9_-]{20,200}/;

/** A row of a product whose secrets only its name tells. */
export const opaque = (id: string, title: string, ...names: readonly string[]): Product => ({
  id,
  title,
  names,
  value: OPAQUE,
});

/** A file of rows. */
export const productFamily = (name: string, rows: readonly Product[]): Family => ({
  name,
  detectors: rows.map(product),
});

export const product = ({ id, title, names = [], isWord, value, prefixes = [], rest }: Product): Detector =>
  secret(id, title, ...(rest ? [begun(prefixes, rest)] : []), ...(value ? named(names, value, isWord) : []));

function begun(prefixes: readonly string[], rest: RegExp): Rule {
  const rule = prefixed(prefixes, rest);
  return rest === TAIL ? { ...rule, verify: filtered(rule.verify, holdsRandom) } : rule;
}

const writings = (name: string): readonly string[] =>
  name.includes(' ') ? ['', '_', '-', ' ', '.'].map((joint) => name.replaceAll(' ', joint)) : [name];

function named(names: readonly string[], value: RegExp, isWord = false): readonly Rule[] {
  const ruleOf = (some: readonly string[]): Rule =>
    labelled(some.flatMap(writings), value, NAMED, value === OPAQUE ? isOpaqueSecret(some) : undefined);
  const words = names.filter((name) => isWord && !name.includes(' '));
  const others = names.filter((name) => !words.includes(name));
  return [
    ...(others.length > 0 ? [ruleOf(others)] : []),
    ...(words.length > 0 ? [withSecret(ruleOf(words), words)] : []),
  ];
}

const withSecret = (rule: Rule, words: readonly string[]): Rule => ({
  ...rule,
  verify: (site) => (isNamed(site, words) ? rule.verify(site) : undefined),
});

/** How sure a value is that its name and its form give away. */
const NAMED = 0.85;

/* What stands behind a common word that is the name of a product. */
const SECRETS = ['api', 'access', 'auth', 'key', 'secret', 'token'];
const SECRET_BEHIND = new RegExp(`[_. -]?(?:${SECRETS.join('|')})`, 'iy');

/** `myBoxToken` has the name `box`, and `inbox_token` and `box_size` have not. */
function isNamed({ text, key, start, end }: Site, names: readonly string[]): boolean {
  if (start === 0 && end === text.length) return names.some((name) => isKeyNamed(key, name));
  SECRET_BEHIND.lastIndex = end;
  if (!SECRET_BEHIND.test(text)) return false;
  const before = text.charAt(start - 1);
  return !/[a-z]/i.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(text.charAt(start)));
}
const isKeyNamed = (key: string, name: string): boolean =>
  SECRETS.some((word) => ['', ' '].some((joint) => ` ${key}`.includes(` ${name}${joint}${word}`)));

/** The last words of a name for what is public, or no secret by itself. */
const OTHERS =
  /public|publishable| (?:ids?|names?|ur[il]s?|endpoint|host|hostname|domain|path|file|filename|version|hash|digest|sha\d{0,3}|checksum|commit|revision|email|user|username|arn|type|prefix)(?: is| value)?$/;

/** Whether the name says, besides what the product is called, that it is one of a secret. */
const isOpaqueSecret =
  (names: readonly string[]) =>
  (value: string, label: string): boolean => {
    if (!holdsRandom(value)) return false;
    const words = toWords(label);
    const others = names.reduce((text, name) => text.replace(name, '').replace(name.replaceAll(' ', ''), ''), words);
    return SECRET_WORD.test(others) && !OTHERS.test(words) && !isReference(value) && !isPlaceholder(value);
  };

export const hex = (length: number): RegExp => new RegExp(`[0-9a-f]{${length}}`);
export const alnum = (length: number): RegExp => new RegExp(`[A-Za-z0-9]{${length}}`);
export const oneOf = (...shapes: readonly RegExp[]): RegExp => new RegExp(shapes.map(({ source }) => source).join('|'));
