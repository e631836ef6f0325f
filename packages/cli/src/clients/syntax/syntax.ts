import type { JsonValue } from '@mcp-guard/core';

/** Keys and indices from the outermost value. */
export type KeyPath = readonly (string | number)[];

/** A place in a text: both count from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** From an offset up to another one. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** A configuration file's text that was read. It remembers where everything stands. */
export interface ParsedText {
  /** As plain data; own properties only, also of keys such as `__proto__`. Dates and the like are their text. */
  readonly value: JsonValue;
  /** Where the key of a member stands, or an element; of the nearest container where there is nothing. */
  placeOf(path: KeyPath): TextPlace;
  /** What a value takes up in the text; nothing where there is none, or it is written in pieces. */
  spanOf(path: KeyPath): TextSpan | undefined;
  /**
   * The text with another value there, or without it (`undefined`). What is not touched keeps every byte: comments,
   * order, indentation, line ends. Throws where the path leads nowhere; only the last step may be new.
   */
  replace(path: KeyPath, value: JsonValue | undefined): string;
  /** The same for several places, of which none is in another one. */
  replaceAll(changes: readonly Change[]): string;
}

/** A place and what will stand there; `undefined` takes away what does. */
export type Change = readonly [KeyPath, JsonValue | undefined];

/** A syntax of configuration files. Throws a `SyntaxProblem`. */
export type ParseText = (text: string) => ParsedText;

/** What cannot be read, and where. */
export class SyntaxProblem extends Error {
  readonly place: TextPlace;

  constructor(message: string, place: TextPlace) {
    super(message);
    this.place = place;
  }
}
