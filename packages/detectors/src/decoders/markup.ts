import { Pieces } from './characters.js';
import type { Decoder } from './decoder.js';

/** Text whose markup stands within words, and is not shown: `AKIA<wbr>…`, `AK<b>IA</b>…`, `AK<!-- -->IA…`, `AK]]><![CDATA[IA…`. */
export const markup: Decoder = {
  name: 'markup',
  reads: 'characters',
  anchors: [
    '<wbr',
    '<!--',
    '<!',
    ']]>',
    ...['b', 'em', 'i', 'mark', 'span', 'tspan'].flatMap((name) => [`<${name}`, `</${name}`]),
  ],
  read(text, _, places) {
    const pieces = new Pieces(text);
    let done = 0;
    for (const place of places) {
      const start = text.lastIndexOf(text.charAt(place - 1) === '>' ? ']]' : '<', place);
      if (start < done || !WITHIN.test(text.charAt(start - 1))) continue;
      TAGS.lastIndex = start;
      if (!TAGS.test(text)) continue;
      pieces.skip(start, TAGS.lastIndex);
      done = TAGS.lastIndex;
    }
    return pieces.readings;
  },
};

/** A token has these on both sides: between other characters nothing is cut. */
const WITHIN = /[\w+/=.~-]/;
const TAG = String.raw`</?(?:wbr|b|em|i|mark|span|tspan)\b[^<>]{0,80}>`;
const TAGS = new RegExp(String.raw`(?:${TAG}|<!--[^<>]{0,80}-->|(?:\]\]>)?<!\[CDATA\[|\]\]>){1,6}(?=[\w+/=.~-])`, 'iy');
