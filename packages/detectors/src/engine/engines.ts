import { openCatalogue } from '../built-in.js';
import type { Selection } from '../catalogue/selections.js';
import { DECODERS } from '../decoders/registry.js';
import { CheckedSeams } from './checked-seams.js';
import { DocumentKeys } from './document-keys.js';
import { Engine } from './engine.js';
import { SeenTexts } from './seen-texts.js';
import { SeamEngine } from './seam-engine.js';
import { Seams } from './seams.js';

/** So many are remembered of each kind. */
const MAX_TEXTS = 4096;
/** A longer one is read each time; none that is shorter counts among characters that may be bytes. */
const MAX_LENGTH = 63;

/** Texts in which nothing at all was found, however sure: they need not be read again. */
class CleanTexts<Value> extends Map<string, Value> {
  override set(text: string, value: Value): this {
    if (text.length > MAX_LENGTH) return this;
    if (this.size >= MAX_TEXTS) this.clear();
    return super.set(text, value);
  }
}

/** An engine reads all texts of a message for the same types. */
export interface TextEngine {
  readonly engine: Engine;
  /** Keys that it found nothing in, with their words. */
  readonly cleanKeys: CleanTexts<string>;
  /** The same of values of members that name something, each behind the words that label it. */
  readonly cleanNames: CleanTexts<true>;
  /** The keys of documents that stand in texts. */
  readonly documentKeys: DocumentKeys;
  readonly seen: SeenTexts;
}

/* Each is built for the first text that asks for it: a program that needs only the names of types does not wait for it. */
let all: TextEngine | undefined;
let withoutNetwork: TextEngine | undefined;
let seams: SeamEngine | undefined;
let checked: CheckedSeams | undefined;

/**
 * @param skipNetwork without the addresses of machines: see `SELECTIONS`
 */
export const engineFor = (skipNetwork: boolean): TextEngine =>
  skipNetwork ? (withoutNetwork ??= build('without network')) : (all ??= build('all'));

/** Finds values at the seams between the strings of one message. */
export const createSeams = (): Seams =>
  new Seams((seams ??= new SeamEngine(openCatalogue())), (checked ??= new CheckedSeams(openCatalogue())));

function build(selection: Selection): TextEngine {
  const engine = new Engine(openCatalogue().index(selection), DECODERS);
  return {
    engine,
    cleanKeys: new CleanTexts(),
    cleanNames: new CleanTexts(),
    documentKeys: new DocumentKeys(engine),
    seen: new SeenTexts(),
  };
}
