/* The contract of a decoder: it reads, out of a text, the parts that are in another encoding. */

import type { Others } from './others.js';

/**
 * Characters `start` to `end` of the text mean `text`; nothing, if they only disturb. A finding that touches a
 * reading covers all that it was read from, unless `each` defines how it divides.
 */
export interface Reading {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Every character of `text` was read from so many characters. */
  readonly each?: number;
  /** From the middle of a text without another meaning: a short one may have a meaning by chance. */
  readonly isFragment?: boolean;
  /** The places at which a fragment could have begun; as many as the text has, if nothing else is known. */
  readonly places?: number;
  /** The text around it is bytes as well, and gives no context. */
  readonly isAlone?: boolean;
  /** It has a meaning by chance, at any length: only values with a form of their own are accepted. */
  readonly isLoose?: boolean;
  /** It has more text than there was room for. */
  readonly isCut?: boolean;
  /** The part without room is no text. */
  readonly isBinary?: boolean;
}

/** Facts that the engine saw while it went over the text; they cost a decoder nothing. */
export interface Scan {
  /** Characters above U+007F, and controls. */
  readonly others: Others;
  /**
   * Every fifth separator in a row of them with one or two characters in turn: `4 1 1 1 …`. Separators are
   * ` .-_,:;|/*#~^!&`, tab and line end, and some of them together.
   */
  readonly spaced: readonly number[];
  /** The same with numbers of up to three digits in between: `65, 75, 73`. */
  readonly listed: readonly number[];
  /** Starts and ends, in turn, of runs of 11 or more of `A-Z a-z 0-9 + / - _ =`. */
  readonly runs: readonly number[];
  /** Such runs, or lines of them, that are pictures, archives and the like, by their first bytes; in order. */
  readonly packed?: readonly { readonly start: number; readonly end: number }[];
}

export interface Decoder {
  /** The name of the view: `base64`. */
  readonly name: string;
  /**
   * A decoder reads single characters, which may be inside what others read (`%2B` in base64), or whole runs of them.
   * The readings of all decoders of a kind make one view.
   */
  readonly reads: 'characters' | 'runs';
  /** Checked only if the text has one of these words, in any case… */
  readonly anchors?: readonly string[];
  /** …or if this holds. */
  readonly when?: (scan: Scan) => boolean;
  /** …or if this holds, which is asked of every text. */
  readonly isFor?: (text: string) => boolean;
  /**
   * Reads in order and without overlap. Linear in the text; what cannot be read is left out.
   * @param places where anchors end, in order
   * @param room how many characters may be read, if it could be more than the text has
   */
  readonly read: (text: string, scan: Scan, places: readonly number[], room: number) => readonly Reading[];
}
