/** Controls, bidi marks, invisible characters and lone surrogates: what can rewrite a terminal or hide in it. */
const UNSAFE =
  /\p{Cc}|\p{Cf}|\p{Cs}|\p{Variation_Selector}|[\u2028\u2029\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5/gu;

/**
 * Everything from outside passes here before people see it: one line, nothing hidden, nothing executed; a text that is
 * cut shows how long it was.
 */
export function safe(text: string, maxLength = 200): string {
  const shown = show(text);
  return shown.length <= maxLength
    ? shown
    : `${shown.slice(0, maxLength).toWellFormed()}… (${shown.length} characters)`;
}

/** Like `safe`, of any length, for our own lines: the last gate before the terminal. */
export const safeLines = (text: string): string => text.split('\n').map(show).join('\n');

/** JSON lines that are safe on a terminal and parse to the very same values. */
export const safeJsonLines = (text: string): string =>
  text.replaceAll(UNSAFE, (char) => (char === '\n' ? char : toEscape(char)));

export const safeJson = (value: unknown): string => safeJsonLines(JSON.stringify(value));

const show = (text: string): string =>
  text.replaceAll(UNSAFE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);

const toEscape = (char: string): string =>
  Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
