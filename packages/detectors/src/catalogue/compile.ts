import type { Decoder } from '../decoders/decoder.js';
import type { Detector, Family, Rule } from '../detector.js';
import { literalsOf } from '../rules/label-literals.js';
import { BytesWriter, toLists } from './bytes.js';
import { writeKeyRules } from './key-rules.js';
import { toLabelTables, writeLabels } from './label-words.js';
import { SELECTIONS } from './selections.js';
import { toShapeTables, writeShapes } from './shapes.js';
import { assembleSweep } from './sweep-code.js';
import { toSweepTables } from './sweep.js';
import { toEdges, toFirstDigits } from './target.js';
import { BEHIND_FOREIGN, toWordTables, writeWords } from './word-index.js';

/** A rule with its number among all rules. */
interface Numbered {
  readonly detector: Detector;
  readonly rule: Rule;
  readonly number: number;
}

/**
 * All that leads to the rules of families and to decoders, in one row of bytes for `Catalogue`. The rules themselves stay
 * code: they have numbers, from the first of the first family on.
 */
export function compile(families: readonly Family[], decoders: readonly Decoder[]): Uint8Array {
  const to = new BytesWriter();
  const detectors = families.flatMap((family) => family.detectors);
  let count = 0;
  const rules = detectors.flatMap((detector) => detector.rules.map((rule) => ({ detector, rule, number: count++ })));
  to.addLines(
    'families',
    families.map(({ name, detectors: { length } }) => `${name}\t${length}`),
  );
  to.addLines('types', detectors.map(toLine));
  to.add('sweep', assembleSweep());
  writeTargets(to, detectors, rules);
  for (const [name, isIn] of Object.entries(SELECTIONS)) {
    const own = rules.filter(({ detector, rule }) => isIn(detector, rule));
    writeAnchors(to, name, own, decoders);
    const entries = own.flatMap(({ rule, number }) =>
      (rule.shapes ?? []).map((shape) => ({
        shape,
        value: number,
        edges: toEdges(rule),
        firstDigits: toFirstDigits(rule),
      })),
    );
    writeShapes(to, `${name} shapes`, toShapeTables(entries));
    writeKeyRules(to, `${name} keys`, own);
  }
  return to.finish();
}

/** The columns of `parseType`. */
const toLine = ({ id, title, group, rules, generic, formerly = '', sampleOf = '', isOfReadings }: Detector): string =>
  [
    id,
    title,
    group,
    rules.length,
    generic === true ? 'generic' : '',
    formerly,
    sampleOf,
    isOfReadings === true ? 'readings' : '',
  ].join('\t');

/** The words of which one must stand near a rule. */
export const needsOf = ({ needs, needsOf: labels }: Rule): readonly string[] | undefined =>
  needs ?? (labels === undefined ? undefined : literalsOf(labels));

function writeTargets(to: BytesWriter, detectors: readonly Detector[], rules: readonly Numbered[]): void {
  const sets = new Map<readonly string[], number>();
  const needs = rules.map(({ rule }) => needsOf(rule));
  for (const words of needs) if (words && !sets.has(words)) sets.set(words, sets.size);
  const places = new Map(detectors.map((detector, place) => [detector, place]));
  to.add(
    'rule types',
    Uint16Array.from(rules, ({ detector }) => places.get(detector)!),
  );
  to.add(
    'rule needs',
    Uint16Array.from(needs, (words) => (words ? sets.get(words)! + 1 : 0)),
  );
  to.add(
    'rule reach',
    Uint8Array.from(rules, ({ rule }) => rule.digitWithin ?? 0),
  );
  to.add(
    'rule edges',
    Uint8Array.from(rules, ({ rule }) => toEdges(rule)),
  );
  to.add(
    'rule digits',
    Uint16Array.from(rules, ({ rule }) => toFirstDigits(rule)),
  );
  writeLabels(to, 'labels', toLabelTables([...sets.keys()]));
}

function writeAnchors(to: BytesWriter, name: string, rules: readonly Numbered[], decoders: readonly Decoder[]): void {
  const byWord = new Map<string, { readonly rules: number[]; readonly calls: number[]; readonly sure: Set<string> }>();
  const anywhere = new Set<string>();
  const behindForeign = new Set<string>();
  const leadOf = (word: string) => {
    let lead = byWord.get(word);
    if (!lead) byWord.set(word, (lead = { rules: [], calls: [], sure: new Set() }));
    return lead;
  };
  for (const { rule, number } of rules)
    for (const word of rule.anchors ?? []) {
      const folded = word.toLowerCase();
      const isForeign = rule.isBehindForeign === true && word.length === 1;
      const lead = leadOf(isForeign ? String.fromCharCode(folded.charCodeAt(0) | BEHIND_FOREIGN) : folded);
      if (lead.rules.at(-1) !== number) lead.rules.push(number);
      if (rule.seams !== undefined && !COMMON.test(word)) lead.sure.add(word);
      (isForeign ? behindForeign : anywhere).add(folded);
    }
  for (const [number, { anchors = [] }] of decoders.entries())
    for (const word of anchors) {
      const folded = word.toLowerCase();
      leadOf(folded).calls.push(number);
      anywhere.add(folded);
    }
  const leads = [...byWord.values()];
  to.add(`${name} sweep`, toSweepTables(anywhere, behindForeign));
  writeWords(to, `${name} words`, toWordTables([...byWord.keys()]));
  to.addLists(`${name} lead rules`, toLists(leads.map((lead) => lead.rules)));
  to.addLists(`${name} lead calls`, toLists(leads.map(({ calls }) => calls)));
  to.addLines(
    `${name} sure words`,
    leads.flatMap(({ sure }) => [...sure]),
  );
  let sure = 0;
  to.addLists(`${name} lead sure`, toLists(leads.map((lead) => Array.from(lead.sure, () => sure++))));
}

/** Hashes and UUIDs, or words of languages, have every such word. */
const COMMON = /^(?:[\da-f-]*|[a-z]{1,5})$/;
