import type { Rule } from '../detector.js';
import { LABELLED, toKeyed, type Value } from './labelled-value.js';
import { isBarePassword } from './password-values.js';

/* Values that stand before their label. */

/** `"…" == password`, `'…'.equals(apiKey)`, `'…' WHERE name = 'api_key`. */
const COMPARED =
  /(["'\x60])([^"'\x60\s]{6,64})\1(?:\s?[!=]={1,2}\s?|\.equals\(\s?|\s{1,4}where\s{1,4}[\w."\x60]{1,24}\s?=\s?')(?:[\w$]{1,24}(?:\.|->|::)){0,3}[\w$]{0,24}$/i;
/** @param accept whether a value is one, as under a key with the name of the label */
export const readCompared =
  (accept: (value: Value) => boolean): Rule['verify'] =>
  ({ text, start, end }) => {
    if (!isCompared(text, start)) return undefined;
    const from = Math.max(0, start - 160);
    const match = COMPARED.exec(text.slice(from, start));
    const value = match?.[2];
    if (match === null || value === undefined || !accept(toKeyed(value, text.slice(start, end)))) return undefined;
    const begin = from + match.index + 1;
    return { start: begin, end: begin + value.length, confidence: LABELLED };
  };

/** A comparison, and perhaps a space, stands before the name that goes on at a place: hardly any name in code has one. */
function isCompared(text: string, place: number): boolean {
  let at = place;
  while (at > place - MAX_NAME && isInName(text.charCodeAt(at - 1))) at--;
  return endsComparison(text, at) || endsComparison(text, at - 1);
}
/** It ends as `==`, `!=`, `.equals(` and `= '` do. */
function endsComparison(text: string, end: number): boolean {
  const before = text.charCodeAt(end - 2);
  switch (text.charAt(end - 1)) {
    case '=':
      return before === EQUALS || before === NOT;
    case '(':
      return (before | 0x20) === SMALL_S;
    default:
      return text.charAt(end - 1) === "'";
  }
}
const MAX_NAME = 100;
const EQUALS = 0x3d;
const NOT = 0x21;
const SMALL_S = 0x73;
const NAMES = Uint8Array.from({ length: 128 }, (_, code) => (/[\w$.:>-]/.test(String.fromCharCode(code)) ? 1 : 0));
const isInName = (code: number): boolean => NAMES[code] === 1;

/** `log in with … as the password`. */
const BEFORE_LABEL = /\b(?:with|use|using|enter|type|set|choose|has|have|take)\s["'\x60]?([^\s"'\x60]{8,64})["'\x60]?$/;
export const readBefore: Rule['verify'] = ({ text, start }) => {
  const value = BEFORE_LABEL.exec(text.slice(Math.max(0, start - 96), start))?.[1] ?? '';
  const from = text.lastIndexOf(value, start);
  return isBarePassword(value) ? { start: from, end: from + value.length, confidence: LABELLED } : undefined;
};
