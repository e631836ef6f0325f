import type { Rule } from '../detector.js';
import { literalsOf } from '../rules/label-literals.js';
import type { Target } from './target.js';
import { WordIndex } from './word-index.js';

/** Keys whose rules are remembered: messages have the same few again and again. */
const MAX_KEYS = 1024;

/** A rule, and the expression that its keys match where it has one. */
interface KeyRule {
  readonly key: RegExp | undefined;
  readonly target: Target;
}

/** The rules that look at a whole text for what its key says. */
export class KeyRules {
  /** Rules by the word without which they have nothing to say, in keys without the spaces between their words. */
  readonly #byWord: WordIndex<readonly KeyRule[]>;
  /** Rules whose expressions have no such word, and all for keys in other scripts. */
  readonly #always: readonly KeyRule[];
  readonly #all: readonly KeyRule[];
  readonly #known = new Map<string, readonly Target[]>();

  constructor(rules: readonly { readonly rule: Rule; readonly target: Target }[]) {
    const byWord = new Map<string, KeyRule[]>();
    const always: KeyRule[] = [];
    const all: KeyRule[] = [];
    const add = (rule: KeyRule, words: readonly string[] | undefined): void => {
      all.push(rule);
      if (!words) always.push(rule);
      for (const word of words ?? []) {
        const known = byWord.get(word);
        if (!known) byWord.set(word, [rule]);
        else if (known.at(-1) !== rule) known.push(rule);
      }
    };
    for (const { rule, target } of rules) {
      if (rule.keyWords) add({ key: undefined, target }, rule.keyWords);
      if (rule.key) add({ key: rule.key, target }, literalsOf(rule.key.source)?.map(withoutSigns));
    }
    this.#byWord = new WordIndex(Array.from(byWord, ([word, value]) => ({ word, value })));
    this.#always = always;
    this.#all = all.filter(({ key }) => key !== undefined);
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
      const matching = [...asked].filter((rule) => rule.key === undefined || rule.key.test(key));
      this.#known.set(both, (targets = [...new Set(matching.map(({ target }) => target))]));
    }
    return targets;
  }

  /** There are rules for a key, or for what is within it. */
  hasFor(key: string): boolean {
    if (key === '') return false;
    const isMeant = (rule: KeyRule): boolean => rule.key === undefined || rule.key.test(key);
    return (ASCII.test(key) ? this.#always : this.#all).some(isMeant) || this.#named(key).some(isMeant);
  }

  /** The rules that have a word in a key. */
  #named(key: string): readonly KeyRule[] {
    const text = key.replaceAll(' ', '');
    const found: KeyRule[] = [];
    const add = (rules: readonly KeyRule[]): void => void found.push(...rules);
    for (let at = 0; at < text.length; at++) {
      this.#byWord.shortAt(text, at, add);
      this.#byWord.longAt(text, at, add);
    }
    return found;
  }
}

const withoutSigns = (word: string): string => word.replace(/[^a-z\d]/g, '');
const ASCII = /^[\0-\x7f]*$/;
