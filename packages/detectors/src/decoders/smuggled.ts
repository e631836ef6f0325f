import { pushApart, toText } from './bytes.js';
import type { Decoder, Reading } from './decoder.js';

/**
 * Text in invisible characters: tags, which repeat ASCII (https://www.unicode.org/charts/PDF/UE0000.pdf), and
 * variation selectors behind a character, which number the 256 values of a byte.
 */
export const smuggled: Decoder = {
  name: 'smuggled',
  reads: 'runs',
  when: ({ others }) => others.runs.length > 0,
  read(text, { others }, _places, room) {
    if (!others.units.includes('\udb40')) return [];
    const readings: Reading[] = [];
    for (const match of text.matchAll(HIDDEN)) {
      const start = match.index;
      const end = start + match[0].length;
      const isTags = match[1] !== undefined;
      const said = isTags
        ? { text: match[0].replace(TAG, toAscii) }
        : toText(Uint8Array.from(match[0].match(SELECTOR) ?? [], toByte), room);
      if (!said) continue;
      pushApart(readings, text, { start, end, each: isTags ? 2 : 0, ...said });
    }
    return readings;
  },
};

const HIDDEN = /([\u{e0020}-\u{e007e}]{4,65536})|[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{4,65536}/gu;
const TAG = /[\u{e0020}-\u{e007e}]/gu;
const SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

const toAscii = (tag: string): string => String.fromCharCode((tag.codePointAt(0) ?? 0) - 0xe0000);

function toByte(selector: string): number {
  const code = selector.codePointAt(0) ?? 0;
  return code < 0xe0100 ? code - 0xfe00 : code - 0xe0100 + 16;
}
