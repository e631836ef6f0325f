/* What a decoder is: it reads, out of a text, what stands there in another writing. */

/**
 * Characters `start` to `end` of the text say `text`; nothing, where they only disturb. A finding that touches a
 * reading covers all that it was read from, so what is read character by character is told character by character.
 */
export interface Reading {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What the engine saw while it went over the text; costs a decoder nothing. */
export interface Sight {
  /** A character above U+007F, or a control. */
  readonly hasOther: boolean;
  /** Single characters in turn with one of ` .-_,:;|/*`, eight or more in a row: `4 1 1 1 …`. */
  readonly hasSpaced: boolean;
  /** Starts and ends, in turn, of runs of 16 or more of `A-Z a-z 0-9 + / - _ =`. */
  readonly runs: readonly number[];
}

export interface Decoder {
  /** The name of the view: `base64`. */
  readonly name: string;
  /** Looked at only where the text has one of these words, in any case… */
  readonly anchors?: readonly string[];
  /** …or where this is so. */
  readonly when?: (sight: Sight) => boolean;
  /** What it reads, in order and without overlap. Linear in the text; what cannot be read is left out. */
  readonly read: (text: string, sight: Sight) => readonly Reading[];
}
