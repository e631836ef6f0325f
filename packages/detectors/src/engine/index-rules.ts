import type { Decoder } from '../decoders/decoder.js';
import type { Detector, Rule } from '../detector.js';
import { buildAutomaton, type Automaton } from './anchors.js';
import { KeyRules } from './key-rules.js';
import { LabelWords } from './label-words.js';
import { Shapes } from './shapes.js';
import type { Target } from './target.js';

/** What is done where words end. */
export interface Ending {
  readonly targets: readonly { readonly target: Target; readonly length: number }[];
  /** The numbers of the decoders that are called. */
  readonly calls: readonly number[];
}

/** What leads the engine to rules and decoders. */
export interface RuleIndex {
  /** The words that rules need near a site. */
  readonly labels: LabelWords;
  /** Of the anchors. */
  readonly automaton: Automaton;
  /** By the number of the final state. */
  readonly endings: readonly Ending[];
  readonly shapes: Shapes<Target>;
  readonly keys: KeyRules;
}

export function indexRules(detectors: readonly Detector[], decoders: readonly Decoder[]): RuleIndex {
  const labels = new LabelWords(detectors.flatMap(({ rules }) => rules.flatMap(({ needs = [] }) => needs)));
  const rules = detectors.flatMap((detector) =>
    detector.rules.map((rule) => ({ rule, target: toTarget(detector, rule, labels) })),
  );
  const shapes = new Shapes<Target>();
  for (const { rule, target } of rules) for (const shape of rule.shapes ?? []) shapes.add(shape, target);
  return { labels, shapes, keys: new KeyRules(rules), ...indexAnchors(rules, decoders) };
}

const toTarget = (detector: Detector, { verify, anchors, needs }: Rule, labels: LabelWords): Target => ({
  detector,
  verify,
  words: anchors,
  needs: needs && labels.toNumbers(needs),
});

function indexAnchors(
  rules: readonly { readonly rule: Rule; readonly target: Target }[],
  decoders: readonly Decoder[],
): Pick<RuleIndex, 'automaton' | 'endings'> {
  const byWord = new Map<string, { targets: Target[]; calls: number[] }>();
  const at = (word: string) => {
    const folded = word.toLowerCase();
    let found = byWord.get(folded);
    if (!found) byWord.set(folded, (found = { targets: [], calls: [] }));
    return found;
  };
  for (const { rule, target } of rules) for (const word of new Set(rule.anchors)) at(word).targets.push(target);
  for (const [number, { anchors = [] }] of decoders.entries()) for (const word of anchors) at(word).calls.push(number);

  const words = [...byWord];
  const automaton = buildAutomaton(words.map(([word]) => word));
  const endings = automaton.words.map((numbers) => {
    const ended = numbers.flatMap((number) => words.slice(number, number + 1));
    const targets = ended.flatMap(([word, { targets: all }]) => all.map((target) => ({ target, length: word.length })));
    return { targets, calls: ended.flatMap(([, { calls }]) => calls) };
  });
  return { automaton, endings };
}
