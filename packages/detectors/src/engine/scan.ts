import type { CustomTypes } from '../custom.js';
import { DECODERS } from '../decoders/registry.js';
import type { Detector, Group } from '../detector.js';
import { BINARY_LIMIT, INSPECTION_LIMIT } from '../families/limits.js';
import { findHiddenText, MAX_HIDDEN } from '../hidden-text.js';
import { isArray, type Json } from '../json.js';
import { DETECTORS } from '../registry.js';
import { Engine } from './engine.js';
import { Reader, type Spot } from './reader.js';
import { declaresBytes, DATA_URI } from '../packed/declared.js';
import { SeamEngine, Seams } from './seams.js';
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
  /** Without the addresses of machines, which every log is full of. */
  readonly skipNetwork?: boolean;
  /** The digits of numbers beyond 2^53, by JSON pointer; called where there is one. */
  readonly longNumbers?: () => ReadonlyMap<string, string>;
  /**
   * Hears before each text and each reading of one how many characters are looked at next, and of findings what they
   * cost in the same measure; now and then also of none. What it throws ends the scan.
   */
  readonly onWork?: OnWork | undefined;
}

export type OnWork = (characters: number) => void;

/** What is done about a finding takes as long as to look at so many characters, and more where it stands deep. */
const FINDING_WORK = 100;
const STEP_WORK = 10;

/** Of one message. What has more is told as too much to look at, and not looked at further. */
const MAX_FINDINGS = 10_000;

/** Built for the first text: who only asks for the names of types does not wait for it. */
let engines: { readonly texts: Engine; readonly seams: SeamEngine } | undefined;
const enginesInUse = () => (engines ??= { texts: new Engine(DETECTORS, DECODERS), seams: new SeamEngine(DETECTORS) });

/** Finds what `DETECTORS` know in every string, key and number of a value. Linear in its size. */
export function scan(value: Json, options: ScanOptions): readonly Finding[] {
  const walk = new Walk(options);
  walk.visit(value, '', '');
  return walk.finish();
}

class Walk {
  readonly #options: ScanOptions;
  readonly #reader: Reader;
  readonly #findings: Finding[] = [];
  readonly #seams: Seams;
  /** To the value that is looked at. */
  readonly #path: (string | number)[] = [];
  #longNumbers: ReadonlyMap<string, string> | undefined;
  /** How much hidden text was found: a coloured log has some on every line. */
  #concealed = 0;
  #isFull = false;

  constructor(options: ScanOptions) {
    const { texts, seams } = enginesInUse();
    this.#options = options;
    this.#reader = new Reader(texts, options);
    this.#seams = new Seams(seams);
  }

  /**
   * @param key the words of the key that labels the value
   * @param parent the words of the key around that
   * @param isBinary the members beside it say that it holds bytes
   */
  visit(value: Json, key: string, parent: string, isBinary = false): void {
    if (typeof value === 'string') this.#visitText(value, key, parent, 'string', isBinary);
    else if (typeof value === 'number') this.#visitText(this.#digitsOf(value), key, parent, 'number');
    else if (isArray(value)) this.#visitItems(value, key, parent);
    else if (typeof value === 'object' && value !== null) this.#visitMembers(value, key);
  }

  finish(): readonly Finding[] {
    const { threshold } = this.#options;
    for (const { detector, path, start, end, confidence } of this.#seams.found)
      if (confidence >= threshold) this.#add(detector, path, 'string', start, end, confidence, 'seam');
    return this.#findings;
  }

  #visitItems(items: readonly Json[], key: string, parent: string): void {
    const depth = this.#path.length;
    this.#seams.joinItems(items, this.#path);
    for (let index = 0; index < items.length; index++) {
      this.#path[depth] = index;
      const option = index > 0 ? optionOf(items[index - 1]!) : '';
      this.visit(items[index]!, option === '' ? key : option, parent);
    }
    this.#path.length = depth;
  }

  #visitMembers(members: Readonly<Record<string, Json>>, parent: string): void {
    const depth = this.#path.length;
    this.#seams.joinMembers(members, this.#path);
    const label = labelOf(members);
    const isBinary = declaresBytes(members);
    for (const name in members) {
      this.#path[depth] = name;
      this.#visitText(name, '', '', 'key');
      this.visit(members[name]!, wordsOfKey(label !== undefined && VALUE.test(name) ? label : name), parent, isBinary);
    }
    this.#path.length = depth;
  }

  #visitText(text: string, key: string, parent: string, where: Finding['where'], isBinary = false): void {
    const findings = this.#findings;
    if (this.#isFull) return;
    const { threshold, hidden } = this.#options;
    const sure = this.#reader
      .read(text, key, parent, isBinary || DATA_URI.test(text))
      .filter(({ confidence }) => confidence >= threshold);
    const concealed = hidden === true && where !== 'number' ? findHiddenText(text) : [];
    const found = sure.length + concealed.length;
    if (found === 0) return;
    this.#options.onWork?.(found * (FINDING_WORK + this.#path.length * STEP_WORK));
    const path = [...this.#path];
    for (const { detector, start, end, confidence, view } of withoutEchoes(sure))
      this.#add(detector, path, where, start, end, confidence, view);
    for (const { kind, start, end } of concealed)
      this.#add({ id: kind, group: 'hidden_text' }, path, where, start, end, 1, 'text');
    this.#concealed += concealed.length;
    this.#isFull = this.#concealed >= MAX_HIDDEN || findings.length - this.#concealed > MAX_FINDINGS;
    if (this.#isFull) this.#add(INSPECTION_LIMIT, path, where, 0, text.length, 1, 'text');
  }

  #add(
    { id, group }: Pick<Detector, 'id' | 'group'>,
    path: Finding['path'],
    where: Finding['where'],
    start: number,
    end: number,
    confidence: number,
    view: string,
  ): void {
    this.#findings.push({ type: id, group, confidence, path, where, start, end, view });
  }

  /** As it was sent, where the parsed number has lost digits. */
  #digitsOf(number: number): string {
    if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return String(number);
    this.#longNumbers ??= this.#options.longNumbers?.() ?? new Map();
    return this.#longNumbers.get(toPointer(this.#path)) ?? String(number);
  }
}

/** The words of an option that labels the next item: `["--password", "…"]`. */
const optionOf = (item: Json): string => (typeof item === 'string' && OPTION.test(item) ? wordsOfKey(item) : '');
const OPTION = /^--?[A-Za-z][\w-]{1,64}$/;

/** What labels the value beside it: `{ "name": "DB_PASSWORD", "value": "…" }`, as the lists of many formats have it. */
function labelOf(members: Readonly<Record<string, Json>>): string | undefined {
  if (members['value'] === undefined && members['Value'] === undefined) return undefined;
  const label = LABELS.map((name) => members[name]).find((each) => typeof each === 'string');
  return label !== undefined && label.length <= MAX_LABEL ? label : undefined;
}
const LABELS = ['name', 'key', 'Name', 'Key', 'id', 'label', 'title', 'field', 'header', 'variable', 'env'] as const;
const VALUE = /^[Vv]alue$/;
const MAX_LABEL = 64;

/** Keys whose words are remembered: messages have the same few again and again. */
const MAX_KEYS = 1024;
const knownKeys = new Map<string, string>();

function wordsOfKey(name: string): string {
  let words = knownKeys.get(name);
  if (words === undefined) {
    if (knownKeys.size >= MAX_KEYS) knownKeys.clear();
    knownKeys.set(name, (words = toWords(name)));
  }
  return words;
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
    // The limit says nothing of what was read, and each custom type is treated in its own way.
    const isLimit = detector === INSPECTION_LIMIT || detector === BINARY_LIMIT;
    const isOwn = isLimit || detector.group === 'custom';
    const kind = isOwn ? detector.id : detector.group === 'secret.temporary' ? 'secret' : detector.group;
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
