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

/** The parsed text of a configuration file. It keeps the place of every value. */
export interface ParsedText {
  /** As plain data; own properties only, also of keys such as `__proto__`. Dates and the like are their text. */
  readonly value: JsonValue;
  /** The place of a member's key or of an element; of the nearest container if there is nothing. */
  placeOf(path: KeyPath): TextPlace;
  /** The range of a value in the text; nothing if there is none, or it is written in pieces. */
  spanOf(path: KeyPath): TextSpan | undefined;
  /**
   * The text with another value there, or without it (`undefined`). What is not edited keeps every byte: comments,
   * order, indentation, line ends. Throws if the path leads nowhere; only the last step may be new.
   */
  replace(path: KeyPath, value: JsonValue | undefined): string;
  /** The same for several places, none of them inside another. */
  replaceAll(changes: readonly Change[]): string;
}

/** A place and its new value; `undefined` removes it. */
export type Change = readonly [KeyPath, JsonValue | undefined];

/** A syntax of configuration files. Throws a `SyntaxProblem`. */
export type ParseText = (text: string) => ParsedText;

/** A text cannot be read, at a place. */
export class SyntaxProblem extends Error {
  readonly place: TextPlace;

  constructor(message: string, place: TextPlace) {
    super(message);
    this.place = place;
  }
}
