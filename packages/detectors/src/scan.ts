import type { CustomTypes } from './custom.js';
import { DECODERS } from './decoders/registry.js';
import type { Group } from './detector.js';
import { Engine, type TypedHit } from './engine.js';
import { DETECTORS } from './registry.js';
import { View } from './view.js';
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
  /** As it stands there (`text`), or what it was read from, the outermost first: `base64 escapes`. */
  readonly view: string;
}

/** Written out, so that this package needs no other. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

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

/** How often a reading may be read again. */
const MAX_DEPTH = 3;
/** Of what is read out of a message, in characters per character of it. */
const MAX_READ = 4;

const engine = new Engine(DETECTORS, DECODERS);

interface Spot extends TypedHit {
  readonly view: string;
}

/** Finds what `DETECTORS` know in every string, key and number of a value. Linear in its size. */
export function scan(value: Json, options: ScanOptions): readonly Finding[] {
  const findings: Finding[] = [];
  let left = 0;

  const visitText = (text: string, key: string, where: Finding['where'], path: readonly (string | number)[]): void => {
    left += text.length * MAX_READ;
    const spots: Spot[] = [];
    read(text, key, 'text', MAX_DEPTH, spots, (start, end) => ({ start, end }));
    for (const { detector, start, end, confidence, view } of spots) {
      if (confidence >= options.threshold)
        findings.push({ type: detector.id, group: detector.group, confidence, path, where, start, end, view });
    }
  };

  const read = (
    text: string,
    key: string,
    name: string,
    depth: number,
    spots: Spot[],
    toOriginal: (start: number, end: number) => { readonly start: number; readonly end: number },
  ): void => {
    const seen = engine.look(text, key);
    for (const hit of seen.hits) spots.push({ ...hit, ...toOriginal(hit.start, hit.end), view: name });
    if (depth === 0) return;
    for (const decoder of seen.decoders) {
      const readings = decoder.read(text, seen);
      if (readings.length === 0) continue;
      const view = new View(text, readings);
      left -= view.text.length;
      read(
        view.text,
        key,
        name === 'text' ? decoder.name : `${name} ${decoder.name}`,
        depth - 1,
        spots,
        (start, end) => {
          const inText = view.toOriginal(start, end);
          return toOriginal(inText.start, inText.end);
        },
      );
    }
  };

  const visit = (child: Json, key: string, path: readonly (string | number)[]): void => {
    if (typeof child === 'string') visitText(child, key, 'string', path);
    else if (typeof child === 'number') visitText(digitsOf(child, path), key, 'number', path);
    else if (isArray(child)) for (const [index, element] of child.entries()) visit(element, key, [...path, index]);
    else if (typeof child === 'object' && child !== null)
      for (const [name, element] of Object.entries(child)) {
        visitText(name, '', 'key', [...path, name]);
        visit(element, toWords(name), [...path, name]);
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
  return findings;
}

/** A JSON pointer. */
const toPointer = (path: readonly (string | number)[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
