import type { CustomTypes } from '../custom.js';
import type { Group } from '../detector.js';
import type { JsonPath } from '../json.js';

/** The place and the type of what was found. It never holds the value. */
export interface Finding {
  readonly type: string;
  readonly group: Group;
  readonly confidence: number;
  /** Keys and indices from the outermost value. */
  readonly path: JsonPath;
  /** In the key at the end of `path`, or in its value. */
  readonly where: 'key' | 'string' | 'number';
  /** Characters `start` to `end` of that text. */
  readonly start: number;
  readonly end: number;
  /** As it stands there (`text`), or how it had to be read, the outermost first: `base64 percent`; `seam` between two strings. */
  readonly view: string;
  /** The type that it would be, if everybody did not know the value. */
  readonly sampleOf?: string;
  /** So little hidden text, even with all else of it in the message, that it can say nothing. */
  readonly isStray?: true;
}

/** The digits of numbers, as they were sent, by keys and indices from the outermost value. */
export interface LongNumbers {
  at(path: JsonPath): string | undefined;
}

export interface ScanOptions {
  /** Findings that are less sure are left out. 0 to 1. */
  readonly threshold: number;
  /** Types of a configuration; what they match is sure. */
  readonly custom?: CustomTypes;
  /** Also text that a person cannot see; in a definition, comments count as such. */
  readonly hidden?: boolean | 'definition';
  /** Without the addresses of machines, which every log is full of. */
  readonly skipNetwork?: boolean;
  /** The digits of numbers beyond 2^53; called where there is one. */
  readonly longNumbers?: () => LongNumbers;
  /**
   * Whose texts these are: a text of theirs that was read before with the same types is not read again. Absent where
   * each text is read.
   */
  readonly reader?: string | undefined;
  /**
   * Called before each text and each reading with the number of characters that follow, for findings with what they
   * cost in the same measure, and regularly with 0. What it throws ends the scan.
   */
  readonly onWork?: OnWork | undefined;
}

export type OnWork = (characters: number) => void;
