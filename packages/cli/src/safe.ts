/** Controls, bidi marks, invisible characters and lone surrogates: what can rewrite a terminal or hide in it. */
const UNSAFE = /\p{Cc}|\p{Cf}|\p{Cs}|[\u2028\u2029\u115f\u1160\u3164\uffa0]|\u034f/gu;

/** Everything that came from outside passes here before it is printed: one line, nothing hidden, nothing executed. */
export function safe(text: string, maxLength = 200): string {
  const shown = text.replaceAll(UNSAFE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  return shown.length <= maxLength ? shown : `${shown.slice(0, maxLength)}… (${shown.length} characters)`;
}
