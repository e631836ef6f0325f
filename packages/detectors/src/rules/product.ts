import type { Detector, Rule, Site } from '../detector.js';
import { isPlaceholder } from '../validators/placeholders.js';
import { looksRandom } from '../validators/randomness.js';
import { isReference } from '../validators/references.js';
import { labelled } from './labelled.js';
import { prefixed } from './prefixed.js';
import { secret } from './secret.js';
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
  /** The names are words of a language: they count only with a word for a secret right behind them, and an assignment. */
  readonly isWord?: true;
  /** What a secret is behind a name and an assignment, bounded. */
  readonly value?: RegExp;
  /** What a secret begins with that is known without a name, and what follows, bounded. */
  readonly prefixes?: readonly string[];
  readonly rest?: RegExp;
}

export const product = ({ id, title, names = [], isWord, value, prefixes = [], rest }: Product): Detector =>
  secret(
    id,
    title,
    ...(rest ? [prefixed(prefixes, rest)] : []),
    ...(value ? [named(names, value, isWord === true)] : []),
  );

/** Of a secret whose vendor publishes no shape: it must look as if drawn at random. */
export const OPAQUE: RegExp = /[\w.~+/=-]{19,127}[\w=]/;

export const hex = (length: number): RegExp => new RegExp(`[0-9a-f]{${length}}`);
export const alnum = (length: number): RegExp => new RegExp(`[A-Za-z0-9]{${length}}`);
export const oneOf = (...shapes: readonly RegExp[]): RegExp => new RegExp(shapes.map(({ source }) => source).join('|'));

const JOINTS = ['', '_', '-', ' '];
const writings = (name: string): readonly string[] =>
  name.includes(' ') ? [...JOINTS, '.'].map((joint) => name.replaceAll(' ', joint)) : [name];

/** What stands right behind a name that is a word. */
const SECRET_WORDS = ['api', 'access', 'auth', 'key', 'pat', 'secret', 'token'];
const writingsOfWord = (name: string): readonly string[] =>
  SECRET_WORDS.flatMap((word) => JOINTS.map((joint) => `${name} ${word}`.replaceAll(' ', joint)));

function named(names: readonly string[], value: RegExp, isWord: boolean): Rule {
  const words = names.flatMap(isWord ? writingsOfWord : writings);
  const rule = labelled(words, value);
  return {
    ...rule,
    keyWords: names.map((name) => name.replaceAll(' ', '')),
    verify(site) {
      const hit = rule.verify(site);
      if (!hit) return undefined;
      const isKey = site.start === 0 && site.end === site.text.length;
      const label = isKey ? site.key : site.text.slice(site.start, hit.start);
      if (NO_SECRET.test(toWords(label))) return undefined;
      if (isWord && !(isKey ? isKeyOf(words, label) : beginsName(site) && ASSIGNS.test(label))) return undefined;
      return value === OPAQUE && !isDrawn(site.text.slice(hit.start, hit.end)) ? undefined : hit;
    },
  };
}

/** What ends the name of what is no secret, though it has a word for one: `TOKEN_ID`, `auth_url`. */
const NO_SECRET = /(?:^| )(?:ids?|ur[il]s?|names?|hosts?|versions?|endpoints?|domain|files?|path|users?|public|hash)$/;
const ASSIGNS = /[=:>|,(]|\bis\b/;

const isDrawn = (text: string): boolean => looksRandom(text) && !isReference(text) && !isPlaceholder(text);

/** Whether the site is no end of a longer word: `online_token`, but `myLineToken`. */
function beginsName({ text, start }: Site): boolean {
  const before = text.charAt(start - 1);
  return !/[A-Za-z]/.test(before) || (/[a-z]/.test(before) && /[A-Z]/.test(text.charAt(start)));
}

/** The same of the words of a key. */
const isKeyOf = (words: readonly string[], key: string): boolean =>
  words.some((word) => ` ${key}`.includes(` ${word}`));
