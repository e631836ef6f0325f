/** The fewest characters between the beginnings of so many runs of characters above U+007F, one behind the other. */
export interface Nearness {
  readonly four: number;
  readonly six: number;
}

/** A longer text is gone over each time, and not kept, in characters. */
const MAX_KEPT = 65_536;
let lastText = '';
let last: Nearness = { four: Infinity, six: Infinity };

/**
 * Most texts with a typographic quote or a word of another script have no such runs side by side, and nothing that is
 * hidden behind them. Several decoders ask in turn about the same text.
 */
export function nearestOthers(text: string): Nearness {
  if (text === lastText) return last;
  let four = Infinity;
  let six = Infinity;
  const starts = [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity, -Infinity];
  let count = 0;
  let isOther = false;
  for (let at = 0; at < text.length; at++) {
    const isNow = text.charCodeAt(at) >= 0x80;
    if (isNow && !isOther) {
      starts[count % 6] = at;
      count++;
      four = Math.min(four, at - starts[(count + 2) % 6]!);
      six = Math.min(six, at - starts[count % 6]!);
    }
    isOther = isNow;
  }
  const nearness = { four, six };
  if (text.length <= MAX_KEPT) [lastText, last] = [text, nearness];
  return nearness;
}
