/** Lists and maps between brackets, as YAML and TOML write them: with commas, and with comments that start with `#`. */
import { isBlank, lineEnd, skipBlanks, skipBlanksBack, type TextEdit, type TextRange } from './edit-text.js';

/** Finds the comma after an element. Only blanks, line breaks and comments may come before it. */
export function commaAfter(text: string, offset: number): number | undefined {
  for (let at = offset; at < text.length; at += 1) {
    const character = text[at];
    if (character === ',') return at;
    if (character === '#') at = lineEnd(text, at) - 1;
    else if (character !== '\n' && character !== '\r' && !isBlank(character)) return undefined;
  }
  return undefined;
}

/** Takes an element out with a comma. `before` is the element before it, if there is one. */
export function cutFromFlow(
  text: string,
  { start, end }: TextRange,
  before: TextRange | undefined,
): readonly TextEdit[] {
  const comma = commaAfter(text, end);
  if (comma !== undefined) return [{ start, end: skipBlanks(text, comma + 1), text: '' }];
  const left = before && commaAfter(text, before.end);
  if (left === undefined) return [{ start, end, text: '' }];
  return [
    { start: left, end: left + 1, text: '' },
    { start: Math.max(skipBlanksBack(text, start), left + 1), end, text: '' },
  ];
}

export function addToFlow(text: string, last: TextRange, element: string): TextEdit {
  const comma = commaAfter(text, last.end);
  if (comma === undefined) return { start: last.end, end: last.end, text: `, ${element}` };
  return { start: comma + 1, end: comma + 1, text: ` ${element},` };
}
