import type { Rule } from '../detector.js';
import { buildAutomaton, wordsIn, type Automaton } from './anchors.js';
import type { Target } from './target.js';

/** Keys whose rules are remembered: messages have the same few again and again. */
const MAX_KEYS = 1024;

/** The rules that look at a whole text for what its key says. */
export class KeyRules {
  readonly #byExpression: readonly { readonly key: RegExp; readonly target: Target }[];
  /** Over the words of keys without the spaces between them. */
  readonly #automaton: Automaton;
  readonly #byWord: readonly (readonly Target[])[];
  readonly #known = new Map<string, readonly Target[]>();

  constructor(rules: readonly { readonly rule: Rule; readonly target: Target }[]) {
    this.#byExpression = rules.flatMap(({ rule: { key }, target }) => (key ? [{ key, target }] : []));
    const byWord = new Map<string, Target[]>();
    for (const { rule, target } of rules)
      for (const word of new Set(rule.keyWords)) {
        const there = byWord.get(word);
        if (there) there.push(target);
        else byWord.set(word, [target]);
      }
    this.#automaton = buildAutomaton([...byWord.keys()]);
    this.#byWord = [...byWord.values()];
  }

  of(key: string, parent: string): readonly Target[] {
    const both = parent === '' ? key : `${parent} / ${key}`;
    let targets = this.#known.get(both);
    if (!targets) {
      if (this.#known.size >= MAX_KEYS) this.#known.clear();
      const named = wordsIn(this.#automaton, both.replaceAll(' ', '')).flatMap((word) => this.#byWord[word] ?? []);
      const matched = this.#byExpression.filter((each) => each.key.test(key)).map(({ target }) => target);
      this.#known.set(both, (targets = [...new Set([...named, ...matched])]));
    }
    return targets;
  }
}
