import { hexValue, Pieces, readEscapes } from './characters.js';
import type { Decoder, Reading } from './decoder.js';

/** `=41`, and lines that go on after a `=`. https://www.rfc-editor.org/rfc/rfc2045#section-6.7 */
export const quotedPrintable: Decoder = {
  name: 'quoted-printable',
  reads: 'characters',
  anchors: ['=\n', '=\r\n', ...Array.from('0123456789abcdef', (digit) => `=${digit}`)],
  read(text, _, places) {
    const isSure = places.some((place) => isSign(text, place - 2));
    const breaks = readBreaks(text, places, isSure);
    // `a=42` is common: it is read only if something else proves this encoding.
    if (!isSure) return breaks;
    const starts = places.flatMap((place) => (text.charCodeAt(place - 1) > 0x20 ? [place - 1] : []));
    const characters = readEscapes(text, starts, (_text, at) => {
      const code = text.charCodeAt(at) === EQUALS ? hexValue(text, at + 1, 2) : -1;
      return code < 0 ? undefined : { code, end: at + 3 };
    });
    return breaks.length === 0 ? characters : [...breaks, ...characters].toSorted((a, b) => a.start - b.start);
  },
};

/**
 * Two characters side by side, or one that has to be written so: `=`, or a space or tab at the end of a line. The standard
 * demands upper case: in lower case `id=3d5f…` is the begin of a hash or UUID, as lines of logs have them.
 */
const SIGN = /=[\dA-Fa-f]{2}=[\dA-Fa-f]{2}|=3D|=3d(?![\da-f])|=(?:20|09)\r?\n/y;
function isSign(text: string, at: number): boolean {
  SIGN.lastIndex = at;
  return SIGN.test(text);
}
const EQUALS = 0x3d;

function readBreaks(text: string, places: readonly number[], isSure: boolean): readonly Reading[] {
  const pieces = new Pieces(text);
  for (const end of places) {
    if (text.charCodeAt(end - 1) !== 0x0a) continue;
    const start = text.charCodeAt(end - 2) === 0x0d ? end - 3 : end - 2;
    // Padding ends a line as well.
    if (!/[^\s=]/.test(text.charAt(start - 1)) || !/[^\s]/.test(text.charAt(end))) continue;
    if (isSure || !isSetting(text, start, end)) pieces.skip(start, end);
  }
  return pieces.readings;
}

const MAX_NAME = 64;
const MAX_LINE = 160;
const NAMED = /(?:^|[\r\n]|export )[A-Za-z_][\w.-]{0,63}(?:=[A-Za-z\d+/]{16,86})?$/;
const SETTING = /^(?:export )?[A-Za-z_][\w.-]{0,63}=[^\s=]/;

/** `DB_PASSWORD=` before `DB_PORT=5432`, and a key that ends in padding: the one ends there, and the other begins. */
const isSetting = (text: string, start: number, end: number): boolean =>
  SETTING.test(text.slice(end, end + MAX_NAME + 9)) && NAMED.test(text.slice(Math.max(0, start - MAX_LINE), start));
