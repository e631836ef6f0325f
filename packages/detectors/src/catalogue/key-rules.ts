import type { Rule } from '../detector.js';
import { literalsOf } from '../rules/label-literals.js';
import { listAt, toLists, type BytesReader, type BytesWriter, type Lists } from './bytes.js';
import { readWords, toWordTables, WordIndex, writeWords } from './word-index.js';

/** Keys whose rules are remembered: messages have the same few again and again. */
const MAX_KEYS = 1024;

/** A rule, and the expression that its keys match where it has one. */
interface KeyRule {
  readonly key: RegExp | undefined;
  readonly rule: number;
}

/** @param rules with their numbers */
export function writeKeyRules(
  to: BytesWriter,
  name: string,
  rules: readonly { readonly rule: Rule; readonly number: number }[],
): void {
  const byWord = new Map<string, number[]>();
  const always: number[] = [];
  const all: string[] = [];
  const add = (key: RegExp | undefined, number: number, words: readonly string[] | undefined): void => {
    const own = all.push(`${number}\t${key?.flags ?? ''}\t${key?.source ?? ''}`) - 1;
    if (!words) always.push(own);
    for (const word of words ?? []) {
      const known = byWord.get(word);
      if (!known) byWord.set(word, [own]);
      else if (known.at(-1) !== own) known.push(own);
    }
  };
  for (const { rule, number } of rules) {
    if (rule.keyWords) add(undefined, number, rule.keyWords);
    if (rule.key) add(rule.key, number, literalsOf(rule.key.source)?.map(withoutSigns));
  }
  writeWords(to, `${name} words`, toWordTables([...byWord.keys()]));
  to.addLists(`${name} by word`, toLists([...byWord.values()]));
  to.addLists(`${name} always`, toLists([always]));
  to.addLines(`${name} all`, all);
}

/** The rules that look at a whole text for what its key says. */
export class KeyRules<Target> {
  /** Words without which rules have nothing to say, in keys without the spaces between their words. */
  readonly #words: WordIndex;
  readonly #byWord: Lists;
  /** Rules whose expressions have no such word, and all for keys in other scripts. */
  readonly #always: Uint16Array;
  readonly #all: readonly number[];
  /** A line for each, and what was made of it when it was first asked for. */
  readonly #lines: readonly string[];
  readonly #rules: (KeyRule | undefined)[] = [];
  readonly #toTarget: (rule: number) => Target;
  readonly #known = new Map<string, readonly Target[]>();
  readonly #heeded = new Map<string, boolean>();

  constructor(from: BytesReader, name: string, toTarget: (rule: number) => Target) {
    this.#words = new WordIndex(readWords(from, `${name} words`));
    this.#byWord = from.lists(`${name} by word`);
    this.#always = from.uint16(`${name} always values`);
    this.#lines = from.lines(`${name} all`);
    this.#all = this.#lines.flatMap((line, number) => (line.endsWith('\t') ? [] : [number]));
    this.#toTarget = toTarget;
  }

  /**
   * @param key its words
   * @param parent the words of the key around it, in which vendors are named
   */
  of(key: string, parent: string): readonly Target[] {
    const both = parent === '' ? key : `${parent} / ${key}`;
    let targets = this.#known.get(both);
    if (!targets) {
      if (this.#known.size >= MAX_KEYS) this.#known.clear();
      const asked = new Set([...this.#named(both), ...(ASCII.test(key) ? this.#always : this.#all)]);
      const matching = Array.from(asked, (number) => this.#rule(number)).filter(
        (rule) => rule.key === undefined || rule.key.test(key),
      );
      this.#known.set(both, (targets = [...new Set(matching.map(({ rule }) => this.#toTarget(rule)))]));
    }
    return targets;
  }

  /** There are rules for a key, or for what is within it. */
  hasFor(key: string): boolean {
    if (key === '') return false;
    let isHeeded = this.#heeded.get(key);
    if (isHeeded === undefined) {
      if (this.#heeded.size >= MAX_KEYS) this.#heeded.clear();
      const isMeant = (number: number): boolean => this.#rule(number).key?.test(key) ?? true;
      isHeeded = (ASCII.test(key) ? this.#always : this.#all).some(isMeant) || this.#named(key).some(isMeant);
      this.#heeded.set(key, isHeeded);
    }
    return isHeeded;
  }

  /** The rules that have a word in a key. */
  #named(key: string): readonly number[] {
    const text = key.replaceAll(' ', '');
    const found: number[] = [];
    const add = (word: number): void => void found.push(...listAt(this.#byWord, word));
    for (let at = 0; at < text.length; at++) this.#words.at(text, at, add);
    return found;
  }

  #rule(number: number): KeyRule {
    const known = this.#rules[number];
    if (known) return known;
    const [rule, flags, ...source] = this.#lines[number]!.split('\t');
    const key = source[0] === '' ? undefined : new RegExp(source.join('\t'), flags);
    return (this.#rules[number] = { rule: Number(rule), key });
  }
}

const withoutSigns = (word: string): string => word.replace(/[^a-z\d]/g, '');
const ASCII = /^[\0-\x7f]*$/;
