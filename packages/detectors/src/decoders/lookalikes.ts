/*
 * The reading of a character that stands for another one. Pages of 256 code points are made on their first use.
 * Widths, styles and ligatures: https://www.unicode.org/reports/tr15/ (NFKC); look-alikes, by hand, the ones of
 * https://www.unicode.org/Public/security/latest/confusables.txt that a reader would take for the ASCII character.
 */

/** It stays what it is. */
export const PLAIN = 0;
/** A letter of another script; it stays as well. */
export const LETTER = 1;
/** A letter or digit in another style: read in any place. */
export const STYLED = 2;
/** Read beside a visible ASCII character: what cannot be seen, and punctuation in another width. */
export const BESIDE = 3;
/** Read between two letters or digits: another space or dash. */
export const BETWEEN = 4;
/** Read in a word that is otherwise ASCII: a letter of another script that looks like one. */
export const MIXED = 5;

export interface LetterPage {
  readonly kinds: Uint8Array;
  readonly texts: readonly string[];
}

/** Letters of Cyrillic, Greek, Armenian, Cherokee and the rest of Latin, each before what it looks like. */
const PAIRS =
  'аaАAВBвbсcСCԁdеeЕEһhНHіiІIјjЈJКKкkӏlӀIМMоoОOрpРPԛqԚQѕsЅSТTуyУYѵvѴVԝwԜWхxХXүyҮYЗ3ЬbԌG' +
  'ΑAαaΒBϲcϹCΕEΗHΙIιiϳjΚKκkΜMΝNΟOοoΡPρpτtΤTυuνvΥYχxΧXΖZγyωw' +
  'օoսuոnհhցgզqԼLՍSՕO' +
  'ᎠDᎡRᎢTᎪAᎫJᎬEᏀGᎳWᎷMᎻHᎽYᏃZᏒRᏚSᏙVᏞLᏟCᏢPᏦKᏴB' +
  'ıiɑaɡgǀlɩiᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz';
export const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Array.from(PAIRS.matchAll(/(\P{ASCII})(\p{ASCII})/gu), ([, of = '', like = '']) => [of, like]),
);
const MARKS: ReadonlyMap<string, string> = new Map([
  ['−', '-'],
  ['⁄', '/'],
  ['∕', '/'],
  ['∶', ':'],
  ['·', '.'],
  ['•', '.'],
  ['∙', '.'],
  ['⋅', '.'],
]);

const NO_BREAK_SPACE = 0xa0; // Every rule takes it for a space.
/** Circled and squared letters begin here that are none to NFKC. */
const ENCLOSED = [0x1f150, 0x1f170];

export function createPage(number: number): LetterPage {
  const kinds = new Uint8Array(256);
  const texts = Array.from({ length: 256 }, (_, index) => {
    const [kind, text = ''] = classify((number << 8) | index);
    kinds[index] = kind;
    return text;
  });
  return { kinds, texts };
}

function classify(code: number): readonly [kind: number, text?: string] {
  const char = String.fromCodePoint(code);
  if (code < 0x80) return /[^\P{Cc}\t\n\r]/u.test(char) ? [BESIDE] : [PLAIN];
  const like = LOOKALIKES.get(char);
  if (like !== undefined) return [MIXED, like];
  if (/\p{Nd}/u.test(char)) return [STYLED, String(digitOf(code))];
  if (INVISIBLE.test(char)) return [BESIDE];
  if (/[\p{Zs}\u2028\u2029]/u.test(char)) return code === NO_BREAK_SPACE ? [PLAIN] : [BETWEEN, ' '];
  const mark = MARKS.get(char);
  if (mark !== undefined) return [BETWEEN, mark];
  const enclosed = ENCLOSED.find((start) => code >= start && code < start + 26);
  if (enclosed !== undefined) return [STYLED, String.fromCharCode(0x41 + code - enclosed)];
  const text = char.normalize('NFKC');
  if (/^[\w]$/.test(text)) return [code < 0x100 || /\p{No}|\p{Lm}/u.test(char) ? MIXED : STYLED, text];
  if (/^[A-Za-z\d]+$/.test(text)) return [MIXED, text];
  if (/^[!-~]$/.test(text)) return [BESIDE, text];
  if (/\p{Pd}/u.test(char)) return [BETWEEN, '-'];
  return [/\p{L}/u.test(char) ? LETTER : PLAIN];
}

/** Formats, marks on other characters, controls and letters without a shape. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Mn}\p{Me}\p{Cc}\u115f\u1160\u3164\uffa0\u2800]/u;

/** The digits of a script are consecutive, from 0 to 9. */
function digitOf(code: number): number {
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return (code - first) % 10;
}
