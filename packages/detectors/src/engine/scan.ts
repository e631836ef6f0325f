import type { Described } from '../detector.js';
import { INSPECTION_LIMIT } from '../own-types.js';
import { findHidden } from '../hidden-layout.js';
import { canSpeak, findHiddenText, MAX_HIDDEN } from '../hidden-text.js';
import { isArray, type Json } from '../json.js';
import { findInArguments } from './command-line.js';
import { DocumentReader } from './document-reader.js';
import { withoutEchoes } from './echoes.js';
import { asReal, isSample } from './known-hits.js';
import { engineFor, createSeams, type TextEngine } from './engines.js';
import type { Finding, LongNumbers, ScanOptions } from './finding.js';
import {
  DATA_URI,
  declaresBytes,
  isOfBytes,
  isValue,
  labelOf,
  listItems,
  listMembers,
  optionOf,
  wordsOfKey,
} from './members.js';
import { Reader } from './reader.js';
import { isSettingsFile } from '../validators/settings-file.js';
import type { Seams } from './seams.js';
import { labelsOf, MIN_LENGTH, type SeenTexts, type TextResult } from './seen-texts.js';

/** The work on a finding costs as much as so many characters of text, and more where it stands deep. */
const FINDING_WORK = 100;
const STEP_WORK = 10;

/** Members that name what a message is about: their values are the same few again and again, as keys are. */
const NAMING: ReadonlySet<string> = new Set(['method', 'name', 'type', 'role']);

/** Texts that are passed over before the work on them is reported. */
const REPORT_EVERY = 64;
/**
 * The most findings of one message. A message with more is reported as too much to inspect, and the scan of it ends.
 */
const MAX_FINDINGS = 10_000;

/** Finds what `DETECTORS` know in every string, key and number of a value. Linear in its size. */
export function scan(value: Json, options: ScanOptions): readonly Finding[] {
  const run = new ScanRun(options);
  run.visit(value, '', '');
  return run.finish();
}

class ScanRun {
  readonly #options: ScanOptions;
  readonly #reader: Reader;
  readonly #documents: DocumentReader;
  readonly #findings: Finding[] = [];
  readonly #seams: Seams;
  /** None where a configuration looks for more. */
  readonly #clean: Pick<TextEngine, 'cleanKeys' | 'cleanNames'> | undefined;
  /** None where each text is to be read. */
  readonly #seen: SeenTexts | undefined;
  /** To the current value. */
  readonly #path: (string | number)[] = [];
  /** Texts that were not read. */
  #passes = 0;
  #longNumbers: LongNumbers | undefined;
  /** How much hidden text was found: a coloured log has some on every line. */
  #concealed = 0;
  #isFull = false;
  #strays = 0;
  /** The length of all strings and keys so far, in characters. */
  #length = 0;
  /** Reported only if together they could say something. */
  readonly #usual: Finding[] = [];

  constructor(options: ScanOptions) {
    const { custom, skipNetwork } = options;
    const texts = engineFor(skipNetwork === true);
    this.#options = options;
    this.#reader = new Reader(texts.engine, options);
    this.#documents = new DocumentReader(texts.documentKeys, this.#reader, options.onWork);
    this.#seams = createSeams();
    if (custom === undefined || custom.isEmpty) this.#clean = texts;
    if (options.reader !== undefined) this.#seen = texts.seen;
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
    for (const { detector, path, start, end, confidence } of this.#seams.found)
      if (confidence >= this.#options.threshold) this.#add(detector, path, 'string', start, end, confidence, 'seam');
    if (this.#reader.account.passed > 0) this.#reader.settle();
    const canSay = this.#strays > 0 && canSpeak(this.#strays, this.#length);
    return canSay ? this.#findings.map(toHidden).concat(this.#usual) : this.#findings;
  }

  #visitItems(items: readonly Json[], key: string, parent: string): void {
    const depth = this.#path.length;
    const before = this.#findings.length;
    const bytes = listItems(items);
    if (bytes !== undefined) this.#visitBytes(bytes);
    this.#seams.joinItems(items, this.#path);
    for (let index = 0; index < items.length; index++) {
      this.#path[depth] = index;
      const option = index > 0 ? optionOf(items[index - 1]!) : '';
      this.visit(items[index]!, option === '' ? key : option, parent);
    }
    this.#path.length = depth;
    this.#visitLine(items, before);
  }

  /** @param before how many findings there were before those in the items alone */
  #visitLine(items: readonly Json[], before: number): void {
    const isKnown = (index: number): boolean =>
      this.#findings.slice(before).some(({ path }) => path[this.#path.length] === index);
    for (const { detector, index, start, end, confidence, view } of findInArguments(items, this.#reader))
      if (!isKnown(index) && !this.#isFull && confidence >= this.#options.threshold)
        this.#add(detector, [...this.#path, index], 'string', start, end, confidence, view);
  }

  #visitMembers(members: Readonly<Record<string, Json>>, parent: string): void {
    const depth = this.#path.length;
    const bytes = listMembers(members);
    const label = labelOf(members, parent);
    const isBinary = declaresBytes(members);
    if (bytes !== undefined) this.#visitBytes(bytes);
    this.#seams.joinMembers(members, this.#path);
    for (const name in members) {
      this.#path[depth] = name;
      const own = this.#visitKey(name);
      const words = label !== undefined && isValue(name) ? wordsOfKey(label) : own;
      const member = members[name]!;
      if (typeof member === 'string' && !isBinary && NAMING.has(name)) this.#visitName(member, words, parent);
      else this.visit(member, words, parent, isBinary);
    }
    this.#path.length = depth;
  }

  /** Returns the words of the key. */
  #visitKey(name: string): string {
    const known = this.#clean?.cleanKeys.get(name);
    if (known !== undefined) {
      this.#passOver(name);
      return known;
    }
    const words = wordsOfKey(name);
    if (this.#visitText(name, '', '', 'key') && findHiddenText(name).length === 0)
      this.#clean?.cleanKeys.set(name, words);
    return words;
  }

  /** A label means the same for the same words. */
  #visitName(text: string, key: string, parent: string): void {
    const labelled = `${key}\n${parent}\n${text}`;
    if (this.#clean?.cleanNames.has(labelled) === true) this.#passOver(text);
    else if (this.#visitText(text, key, parent, 'string') && findHiddenText(text).length === 0)
      this.#clean?.cleanNames.set(labelled, true);
  }

  /** Keeps account of a text that is known to hold nothing; most often the next one that is read reports it too. */
  #passOver({ length }: string): void {
    this.#length += length;
    this.#reader.account.passed += length;
    if (++this.#passes % REPORT_EVERY === 0) this.#reader.settle();
  }

  /**
   * False if anything was found, however unsure and in whatever message; hidden text counts only where it is asked for.
   */
  #visitText(text: string, key: string, parent: string, where: Finding['where'], isBinary = false): boolean {
    const findings = this.#findings;
    if (this.#isFull) return false;
    this.#length += text.length;
    const read = (): TextResult => this.#read(text, key, parent, where, isBinary);
    const { matches, concealed, hasLeftOut } =
      this.#seen && where === 'string' && text.length >= MIN_LENGTH
        ? this.#seen.read(labelsOf(this.#options, key, parent, isBinary), text, this.#reader.account, read)
        : read();
    const sure = matches.filter(({ confidence }) => confidence >= this.#options.threshold);
    const found = sure.length + concealed.length;
    if (found === 0) return matches.length === 0 && !hasLeftOut;
    this.#options.onWork?.(found * (FINDING_WORK + this.#path.length * STEP_WORK));
    const path = [...this.#path];
    for (const { detector, start, end, confidence, view, sampleOf = detector.sampleOf } of withoutEchoes(sure))
      this.#add(detector, path, where, start, end, confidence, view, sampleOf);
    for (const { kind: type, start, end, isStray, isUsual } of concealed) {
      const finding = { type, group: 'hidden_text', confidence: 1, path, where, start, end, view: 'text' } as const;
      if (isStray) this.#strays++;
      if (isUsual) this.#usual.push(finding);
      else findings.push(isStray ? { ...finding, isStray } : finding);
    }
    this.#concealed += concealed.length;
    this.#isFull =
      this.#concealed >= MAX_HIDDEN || findings.length + this.#usual.length - this.#concealed > MAX_FINDINGS;
    if (this.#isFull) this.#add(INSPECTION_LIMIT, path, where, 0, text.length, 1, 'text');
    return false;
  }

  #read(text: string, key: string, parent: string, where: Finding['where'], isBinary: boolean): TextResult {
    const reader = this.#reader;
    reader.account.begin();
    const read = reader.read(text, key, parent, isBinary || DATA_URI.test(text));
    const { others, hasLeftOut, mayBeCut } = reader;
    const named = where === 'string' ? read.concat(this.#documents.read(text, key, parent, mayBeCut)) : read;
    const matches = named.some(isSample) && isSettingsFile(text) ? named.map(asReal) : named;
    const { hidden = false } = this.#options;
    const concealed = hidden === false ? [] : findHidden(text, hidden === 'definition', others);
    return { matches, concealed, hasLeftOut, spent: reader.account.spent(text.length) };
  }

  /** @param list bytes one by one, which are read as in a text; anything else in it is found where it stands */
  #visitBytes(list: string): void {
    if (this.#isFull) return;
    const { threshold } = this.#options;
    const read = this.#reader.read(list, '');
    const sure = read.filter(({ confidence, view }) => confidence >= threshold && isOfBytes(view));
    for (const { detector, confidence, view } of withoutEchoes(sure))
      this.#add(detector, [...this.#path], 'number', 0, list.length, confidence, view);
  }

  #add(
    { id, group }: Pick<Described, 'id' | 'group'>,
    path: Finding['path'],
    where: Finding['where'],
    start: number,
    end: number,
    confidence: number,
    view: string,
    sampleOf?: string,
  ): void {
    const found = { type: id, group, confidence, path, where, start, end, view };
    this.#findings.push(sampleOf === undefined ? found : { ...found, sampleOf });
  }

  /** As it was sent, where the parsed number has lost digits. */
  #digitsOf(number: number): string {
    if (Math.abs(number) <= Number.MAX_SAFE_INTEGER) return String(number);
    this.#longNumbers ??= this.#options.longNumbers?.();
    return this.#longNumbers?.at(this.#path) ?? String(number);
  }
}

const toHidden = ({ isStray, ...finding }: Finding): Finding => (isStray ? { ...finding } : finding);
