import type { TextRange } from '../detector.js';

/**
 * Finds the places in a text of things that were found in a string of JSON in it, whatever escapes that has.
 * @param start of the string, behind its quote
 * @param things where they are in what the string says
 */
export function placesOf(text: string, start: number, things: readonly TextRange[]): readonly TextRange[] {
  const ends = [...new Set(things.flatMap((thing) => [thing.start, thing.end]))].toSorted((a, b) => a - b);
  const places = new Map<number, number>();
  let at = start;
  let count = 0;
  for (const end of ends) {
    for (; count < end; count++) at = endOfCharacter(text, at);
    places.set(end, at);
  }
  return things.map((thing) => ({ start: places.get(thing.start)!, end: places.get(thing.end)! }));
}

/** Past a character as strings have it: `a`, `\n`, `\u0041`. */
const endOfCharacter = (text: string, at: number): number =>
  text.charAt(at) === '\\' ? at + (text.charAt(at + 1) === 'u' ? 6 : 2) : at + 1;
