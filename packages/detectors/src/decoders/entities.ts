import { readEscapes, type Escape } from './characters.js';
import type { Decoder } from './decoder.js';

/**
 * Entities that can stand for a character of a value or beside one.
 * https://html.spec.whatwg.org/multipage/named-characters.html
 */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: ' ',
    commat: '@',
    period: '.',
    lowbar: '_',
    dash: '-',
    hyphen: '-',
    colon: ':',
    semi: ';',
    sol: '/',
    bsol: '\\',
    equals: '=',
    plus: '+',
    num: '#',
    excl: '!',
    percnt: '%',
    dollar: '$',
    ast: '*',
    comma: ',',
    quest: '?',
    lpar: '(',
    rpar: ')',
    lsqb: '[',
    rsqb: ']',
    lcub: '{',
    rcub: '}',
    verbar: '|',
    grave: '`',
    Tab: '\t',
    NewLine: '\n',
    shy: '\u00ad',
    zwnj: '\u200c',
    zwj: '\u200d',
    ZeroWidthSpace: '\u200b',
  }),
);

/** `&#65;`, `&#x41;`, `&commat;`, and the same written several times over: `&amp;#65;`. */
export const entities: Decoder = {
  name: 'entities',
  reads: 'characters',
  anchors: ['&#', ...Array.from(NAMED.keys(), (name) => `&${name};`)],
  read: (text, _, places) =>
    readEscapes(
      text,
      places.map((place) => text.lastIndexOf('&', place - 1) + 1),
      readEntity,
    ),
};

const ENTITY = /&(?:amp;){0,8}(?:#(\d{1,7});?|#x([\da-f]{1,6});?|([a-z]{2,14});)/iy;

function readEntity(text: string, at: number): Escape | undefined {
  ENTITY.lastIndex = at;
  const [all, decimal, hex, name] = ENTITY.exec(text) ?? [];
  if (all === undefined) return undefined;
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : NAMED.get(name ?? '')?.charCodeAt(0);
  return code === undefined ? undefined : { code, end: at + all.length };
}
