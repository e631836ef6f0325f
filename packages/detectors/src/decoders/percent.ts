import { hexValue, readEscapes, type Escape } from './characters.js';
import type { Decoder } from './decoder.js';

/** `%41`, and the same written several times over: `%2541`. https://www.rfc-editor.org/rfc/rfc3986#section-2.1 */
export const percent: Decoder = {
  name: 'percent',
  reads: 'characters',
  anchors: ['%'],
  read: (text, _, places) => readEscapes(text, places, readPercent),
};

const MAX_ROUNDS = 8;

function readPercent(text: string, start: number): Escape | undefined {
  if (text.charCodeAt(start) !== PERCENT) return undefined;
  let at = start + 1;
  let code = hexValue(text, at, 2);
  for (let round = 1; round < MAX_ROUNDS && code === PERCENT; round++) {
    const next = hexValue(text, at + 2, 2);
    if (next < 0) break;
    at += 2;
    code = next;
  }
  return code < 0 ? undefined : { code, end: at + 2 };
}
const PERCENT = 0x25;
