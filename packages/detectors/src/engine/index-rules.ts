import type { Decoder } from '../decoders/decoder.js';
import type { Detector, Rule } from '../detector.js';
import { EDGES } from '../rules/edges.js';
import { KeyRules } from './key-rules.js';
import { Shapes } from './shapes.js';
import { Sweep } from './sweep.js';
import { ShapeTargets, toEdges, toFirstDigits, type Target } from './target.js';
import { WordIndex } from './word-index.js';

/** The engine does this where a word stands. */
export interface Lead {
  readonly targets: readonly Target[];
  /** The numbers of the decoders that are called. */
  readonly calls: readonly number[];
  /** How the word is written in values that are sure by themselves, if it tells them from other texts. */
  readonly sure: Set<string> | undefined;
}

/** The index leads the engine to rules and decoders. */
export interface RuleIndex {
  /** Sets of words of which rules need one near a site. */
  readonly needs: readonly (readonly string[])[];
  /** Finds where an anchor may stand; `leads` tells which do. */
  readonly sweep: Sweep;
  readonly leads: WordIndex<Lead>;
  readonly shapes: Shapes<Target, ShapeTargets>;
  /** Shapes that may be met where something longer goes on. They are few, and most groups of digits stand there. */
  readonly innerShapes: Shapes<Target, ShapeTargets>;
  readonly keys: KeyRules;
}

export function indexRules(detectors: readonly Detector[], decoders: readonly Decoder[]): RuleIndex {
  const numbers = new Map<readonly string[], number>();
  for (const { rules } of detectors)
    for (const { needs } of rules) if (needs && !numbers.has(needs)) numbers.set(needs, numbers.size);
  const rules = detectors.flatMap((detector) =>
    detector.rules.map((rule) => ({ rule, target: toTarget(detector, rule, numbers) })),
  );
  const entries = rules.flatMap(({ rule, target }) => rule.shapes?.map((shape) => ({ shape, value: target })) ?? []);
  const toShapes = (some: typeof entries) => new Shapes(some, (targets) => new ShapeTargets(targets));
  const shapes = toShapes(entries);
  const innerShapes = toShapes(entries.filter(({ value }) => (value.edges & EDGES.begins) === 0));
  return {
    needs: [...numbers.keys()],
    shapes,
    innerShapes,
    keys: new KeyRules(rules),
    ...indexAnchors(rules, decoders),
  };
}

/** @param sets the numbers of sets of words that rules need */
const toTarget = (detector: Detector, rule: Rule, sets: ReadonlyMap<readonly string[], number>): Target => ({
  detector,
  verify: rule.verify,
  words: rule.anchors,
  needs: rule.needs && sets.get(rule.needs),
  edges: toEdges(rule),
  firstDigits: toFirstDigits(rule),
});

function indexAnchors(
  rules: readonly { readonly rule: Rule; readonly target: Target }[],
  decoders: readonly Decoder[],
): Pick<RuleIndex, 'sweep' | 'leads'> {
  const byWord = new Map<string, { targets: Target[]; calls: readonly number[]; sure: Set<string> | undefined }>();
  const anywhere = new Set<string>();
  const behindForeign = new Set<string>();
  for (const { rule, target } of rules)
    for (const word of rule.anchors ?? []) {
      const folded = word.toLowerCase();
      let lead = byWord.get(folded);
      if (!lead) byWord.set(folded, (lead = { targets: [target], calls: NONE, sure: undefined }));
      else if (lead.targets.at(-1) !== target) lead.targets.push(target);
      if (rule.seams !== undefined && !COMMON.test(word)) (lead.sure ??= new Set()).add(word);
      (rule.isBehindForeign === true && word.length === 1 ? behindForeign : anywhere).add(folded);
    }
  for (const [number, { anchors = [] }] of decoders.entries())
    for (const word of anchors) {
      const folded = word.toLowerCase();
      const lead = byWord.get(folded);
      if (!lead) byWord.set(folded, { targets: [], calls: [number], sure: undefined });
      else lead.calls = [...lead.calls, number];
      anywhere.add(folded);
    }

  const entries = Array.from(byWord, ([word, value]) => ({ word, value }));
  return { sweep: new Sweep(anywhere, behindForeign), leads: new WordIndex(entries) };
}
const NONE: readonly number[] = [];

/** Hashes and UUIDs, or words of languages, have every such word. */
const COMMON = /^(?:[\da-f-]*|[a-z]{1,5})$/;

/** A word stands there as one of these is written. One of three characters is often the end of another. */
export const isSure = (words: ReadonlySet<string>, text: string, start: number, end: number): boolean =>
  words.has(text.slice(start, end)) && (end - start > 3 || !/[A-Za-z]/.test(text.charAt(start - 1)));
