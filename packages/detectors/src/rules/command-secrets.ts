import type { Rule } from '../detector.js';
import { isPlaceholder, isWorthHiding } from '../validators/placeholders.js';
import { looksRandom, randomnessOf } from '../validators/randomness.js';
import { isBarePassword } from './password-values.js';
import { filtered, matchAt } from './verify.js';

/* Passwords that commands are given, and secrets that they print. */

const VALUE = String.raw`(?:\\?"([^"\r\n]{3,128})"|'([^'\r\n]{3,128})'|(<[^\s"'\\<>|]{3,126}>|[^\s"'\\<>|]{3,128}))`;

/** The argument behind what stands before it, if it is worth hiding. */
export function afterCommand(before: string): Rule['verify'] {
  const pattern = new RegExp(before + VALUE, 'iy');
  return ({ text, start }) => {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (!match) return undefined;
    const [{ length }, double, single, bare] = match;
    const value = double ?? single ?? bare ?? '';
    if (!isWorthHiding(value) || (bare !== undefined && OPTION.test(value))) return undefined;
    const end = start + length - (bare === undefined ? 1 : 0);
    if (IN_TAG.test(text.slice(start, end - value.length))) return undefined;
    return { start: end - value.length, end, confidence: 0.85 };
  };
}

/** `wpa_passphrase <em class=`: the command of a page, and no argument. */
const IN_TAG = /(?<!<)<[a-z]{1,12}\s[^<>]{0,100}$/i;

/** The next option, or one that a manual leaves out: `[…]`, `[-keypass arg]`. */
const OPTION = /^(?:--?[a-z]|\[|[a-z]{1,12}\]$)/i;

/** A comment or the rest of a command, the end of its line, and a value that is all of the next line. */
const BELOW = String.raw`[^\r\n]{0,200}\r?\n[ \t]{0,8}(?:\x60{3}\w{0,12}\r?\n)?[ \t]{0,8}["']?([^\s"'\x60]{8,200})(?=["'\x60]?[ \t]{0,8}(?:\r?\n|$))`;

/** Less than chance is enough for what a command prints; words, paths, URLs and the prompt of the next command are none. */
export const isPrinted = (value: string): boolean =>
  /\d/.test(value) &&
  !/^(?:[#$%>~.]|\/(?!.{20,80}=$)|-{2}|https?:|\d[\d.:-]*$)|[:,;]$/.test(value) &&
  !isPlaceholder(value) &&
  (looksRandom(value, 1) || (randomnessOf(value) > 0 && isBarePassword(value)));

/** A command prints it, alone on the line below. */
export const printedBelow = (command: string): Rule['verify'] =>
  filtered(matchAt(new RegExp(command + BELOW, 'iy'), 0.85), isPrinted);
