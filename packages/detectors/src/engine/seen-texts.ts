import { hash, randomBytes } from 'node:crypto';
import type { HiddenText } from '../hidden-text.js';
import { BINARY_LIMIT, INSPECTION_LIMIT } from '../own-types.js';
import type { ScanOptions } from './finding.js';
import type { MessageAccount, Spent } from './message-account.js';
import type { LocatedMatch } from './reader.js';

/** All that a scan keeps of one text: places and types, nothing of what it says. */
export interface TextResult {
  readonly matches: readonly LocatedMatch[];
  readonly concealed: readonly HiddenText[];
  /** See `Reader`. */
  readonly hasLeftOut: boolean;
  readonly spent: Spent;
}

/** A shorter text is read in about the time that its hash takes, in characters. */
export const MIN_LENGTH = 200;
/** The most that is remembered, in bytes; the older half of it is forgotten at once. */
const MAX_BYTES = 4e6;
/** About what one text takes, and each of its findings. */
const BYTES_OF_TEXT = 300;
const BYTES_OF_FINDING = 200;

/**
 * Texts that were read before, so that they need not be read again: files that are read and written back, lists of
 * tools, histories. They are known by a hash with a key of this process, and not shared between users.
 */
export class SeenTexts {
  readonly #key = randomBytes(32).toString('base64');
  #recent = new Map<string, TextResult>();
  #older = new Map<string, TextResult>();
  #bytes = 0;

  /**
   * The name of a text; none where another text could have the same one.
   * @param labels all that decides besides the text about what is found in it; no two of them may read alike
   */
  nameOf(labels: string, text: string): string | undefined {
    const whole = this.#key + labels + text;
    // UTF-8 writes all halves of characters alike.
    return whole.isWellFormed() ? hash('sha256', whole, 'binary') : undefined;
  }

  /**
   * The result of a text in one message, which keeps account of it either way.
   * @param read reads it where nothing is remembered
   */
  read(labels: string, text: string, account: MessageAccount, read: () => TextResult): TextResult {
    const name = this.nameOf(labels, text);
    const known = name === undefined ? undefined : this.get(name);
    if (known && account.repeat(text.length, known.spent)) return known;
    const result = read();
    if (name !== undefined && !result.spent.hasUnpacked && !result.matches.some(isLimit)) this.set(name, result);
    return result;
  }

  get(name: string): TextResult | undefined {
    const recent = this.#recent.get(name);
    if (recent) return recent;
    const older = this.#older.get(name);
    if (older) this.set(name, older);
    return older;
  }

  set(name: string, result: TextResult): void {
    const bytes = BYTES_OF_TEXT + (result.matches.length + result.concealed.length) * BYTES_OF_FINDING;
    if (bytes > MAX_BYTES / 2) return;
    if (this.#bytes + bytes > MAX_BYTES / 2) {
      this.#older = this.#recent;
      this.#recent = new Map();
      this.#bytes = 0;
    }
    this.#recent.set(name, result);
    this.#bytes += bytes;
  }
}

/** All that decides beside a text about what is found in it. */
export function labelsOf(options: ScanOptions, key: string, parent: string, isBinary: boolean): string {
  const { reader = '', custom, threshold, hidden } = options;
  const all = [reader, custom?.name ?? '', key, parent].map((each) => `${each.length}:${each}`);
  return `${threshold} ${hidden} ${isBinary} ${all.join('')}`;
}

/** Room and time of a message decide about these. */
const isLimit = ({ detector }: LocatedMatch): boolean => detector === INSPECTION_LIMIT || detector === BINARY_LIMIT;
