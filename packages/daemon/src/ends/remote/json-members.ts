import { toPointer } from '@mcp-guard/core';

/** The members that are looked for: whether a value counts, or which of its own members do. */
export interface Wanted {
  readonly [key: string]: true | Wanted;
}

/** The texts of the values that were found, by JSON pointer. */
export type FoundMembers = ReadonlyMap<string, string>;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
/** A longer value is no name, id or revision, in bytes. */
const MAX_SCALAR = 64 * 1024;
/** A longer key is none that is looked for, in bytes. */
const MAX_KEY = 1024;
/** Longer strings are searched by the system's own means. */
const NEAR = 32;

/**
 * The texts of some values in a JSON text, by their JSON pointers. One pass, and nothing is parsed that is not looked
 * for: an argument of a few megabytes would hold up every session.
 * @param bytes one JSON text that was read strictly
 */
export function findTexts(bytes: Buffer, wanted: Wanted): FoundMembers {
  const found = new Map<string, string>();
  readMembers(bytes, skipSpace(bytes, 0), wanted, '', found);
  return found;
}

export const readString = (text: string | undefined): string | undefined =>
  text?.startsWith('"') ? String(JSON.parse(text)) : undefined;

/** Returns what follows the value that begins at `start`. */
function readMembers(bytes: Buffer, start: number, wanted: Wanted, prefix: string, found: Map<string, string>): number {
  if (bytes[start] !== 0x7b) return skipValue(bytes, start);
  let at = skipSpace(bytes, start + 1);
  while (bytes[at] === QUOTE) {
    const keyEnd = skipString(bytes, at);
    const key = keyEnd - at > MAX_KEY ? '' : String(JSON.parse(bytes.toString('utf8', at, keyEnd)));
    const value = skipSpace(bytes, skipSpace(bytes, keyEnd) + 1);
    const inner = Object.hasOwn(wanted, key) ? wanted[key] : undefined;
    const isLeaf = inner === undefined || inner === true;
    const end = isLeaf ? skipValue(bytes, value) : readMembers(bytes, value, inner, prefix + toPointer([key]), found);
    if (inner === true && end - value <= MAX_SCALAR)
      found.set(prefix + toPointer([key]), bytes.toString('utf8', value, end));
    at = skipSpace(bytes, end);
    if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1);
  }
  return at + 1;
}

function skipValue(bytes: Buffer, start: number): number {
  const { length } = bytes;
  let depth = 0;
  let at = start;
  while (at < length) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      at = skipString(bytes, at);
      if (depth === 0) return at;
      continue;
    }
    if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at; // of what is around it
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (byte === COMMA || isSpace(byte))) return at;
    at++;
  }
  return length;
}

/** @param start of the quote; returns what follows the other one */
function skipString(bytes: Buffer, start: number): number {
  const { length } = bytes;
  const near = Math.min(start + NEAR, length);
  let at = start + 1;
  while (at < near) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at + 1;
    at += byte === BACKSLASH ? 2 : 1;
  }
  for (;;) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote < 0) return length;
    let escape = quote;
    while (escape > at && bytes[escape - 1] === BACKSLASH) escape--;
    if ((quote - escape) % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && isSpace(bytes[at]!)) at++;
  return at;
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
