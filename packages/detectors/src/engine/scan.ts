import type { CustomTypes } from '../custom.js';
import { DECODERS } from '../decoders/registry.js';
import type { Detector, Group } from '../detector.js';
import { INSPECTION_LIMIT } from '../families/limits.js';
import { findHiddenText } from '../hidden-text.js';
import { isArray, type Json } from '../json.js';
import { DETECTORS } from '../registry.js';
import { Engine } from './engine.js';
import { Reader, type Spot } from './reader.js';
import { joinItems, joinMembers, Seams } from './seams.js';
import { toWords } from './words.js';

/** Where a finding stands. It never holds the value. */
export interface Finding {
  readonly type: string;
  readonly group: Group;
  readonly confidence: number;
  /** Keys and indices from the outermost value. */
  readonly path: readonly (string | number)[];
  /** In the key at the end of `path`, or in its value. */
  readonly where: 'key' | 'string' | 'number';
  /** Characters `start` to `end` of that text. */
  readonly start: number;
  readonly end: number;
  /** As it stands there (`text`), or how it had to be read, the outermost first: `base64 percent`; `seam` between two strings. */
  readonly view: string;
}

export interface ScanOptions {
  /** Findings that are less sure are not told. 0 to 1. */
  readonly threshold: number;
  /** Types of a configuration; what they match is sure. */
  readonly custom?: CustomTypes;
  /** Also what a person does not see. */
  readonly hidden?: boolean;
  /** The digits of numbers beyond 2^53, by JSON pointer; called where there is one. */
  readonly longNumbers?: () => ReadonlyMap<string, string>;
}

/** Of one message. What has more is told as too much to look at, and not looked at further. */
const MAX_FINDINGS = 10_000;

const engine = new Engine(DETECTORS, DECODERS);
const seams = new Seams(DETECTORS);

/** Finds what `DETECTORS` know in every string, key and number of a value. Linear in its size. */
export function scan(value: Json, options: ScanOptions): readonly Finding[] {
  const findings: Finding[] = [];
  const reader = new Reader(engine, options.custom);

  const visitText = (text: string, key: string, where: Finding['where'], path: readonly (string | number)[]): void => {
    if (findings.length > MAX_FINDINGS) return;
    const sure = reader.read(text, key).filter(({ confidence }) => confidence >= options.threshold);
    for (const { detector, start, end, confidence, view } of withoutEchoes(sure))
      findings.push({ type: detector.id, group: detector.group, confidence, path, where, start, end, view });
    if (options.hidden === true && where !== 'number')
      for (const { kind, start, end } of findHiddenText(text))
        findings.push({ type: kind, group: 'hidden_text', confidence: 1, path, where, start, end, view: 'text' });
    if (findings.length > MAX_FINDINGS) {
      const { id: type, group } = INSPECTION_LIMIT;
      findings.push({ type, group, confidence: 1, path, where, start: 0, end: text.length, view: 'text' });
    }
  };

  const visit = (child: Json, key: string, path: readonly (string | number)[]): void => {
    if (typeof child === 'string') visitText(child, key, 'string', path);
    else if (typeof child === 'number') visitText(digitsOf(child, path), key, 'number', path);
    else if (isArray(child)) {
      joinItems(seams, child, path);
      for (const [index, element] of child.entries()) visit(element, key, [...path, index]);
    } else if (typeof child === 'object' && child !== null) {
      const members = Object.entries(child);
      joinMembers(seams, members, path);
      for (const [name, element] of members) {
        visitText(name, '', 'key', [...path, name]);
        visit(element, toWords(name), [...path, name]);
      }
    }
  };
  /** As it was sent, where the parsed number has lost digits. */
  const digitsOf = (number: number, path: readonly (string | number)[]): string => {
    if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return String(number);
    longNumbers ??= options.longNumbers?.() ?? new Map();
    return longNumbers.get(toPointer(path)) ?? String(number);
  };
  let longNumbers: ReadonlyMap<string, string> | undefined;

  visit(value, '', []);
  for (const { detector, start, end, confidence, path } of seams.take())
    if (confidence >= options.threshold)
      findings.push({
        type: detector.id,
        group: detector.group,
        confidence,
        path,
        where: 'string',
        start,
        end,
        view: 'seam',
      });
  return findings;
}

/**
 * Without what lies within a finding of its group that is as sure: one value is told once, by the name that fits best.
 * What goes beyond stays, so that nothing of it is let through. Linear but for sorting.
 */
function withoutEchoes(spots: readonly Spot[]): readonly Spot[] {
  if (spots.length < 2) return spots;
  const told: { readonly kind: string; readonly weight: number; end: number }[] = []; // a few, as confidences are
  // What begins first and ends last comes first, so whatever is inside of it comes later.
  const byPlace = spots.toSorted(
    (a, b) =>
      a.start - b.start || b.end - a.end || weightOf(b) - weightOf(a) || rankOf(a.detector) - rankOf(b.detector),
  );
  return byPlace.filter((spot) => {
    const { end, detector } = spot;
    const weight = weightOf(spot);
    const kind = detector === INSPECTION_LIMIT ? detector.id : detector.group; // it says nothing of what was read
    if (told.some((each) => each.kind === kind && each.weight >= weight && each.end >= end)) return false;
    const alike = told.find((each) => each.kind === kind && each.weight === weight);
    if (alike) alike.end = end;
    else told.push({ kind, weight, end });
    return true;
  });
}

/** Generic types yield to all others of their group, however sure they are. */
const weightOf = ({ detector, confidence }: Spot): number => (detector.generic === true ? confidence - 1 : confidence);

const RANKS = new Map(DETECTORS.map((detector, rank) => [detector, rank]));
const rankOf = (detector: Detector): number => RANKS.get(detector) ?? 0;

/** A JSON pointer. */
const toPointer = (path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
