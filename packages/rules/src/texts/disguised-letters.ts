import { canonicalName } from '@mcp-guard/core';
import { LOOKALIKES } from '@mcp-guard/detectors';

const SPACES = /[\s\p{Cc}\p{Z}]+/gu;
/** Between signs of scripts without spaces. */
const SPACES_WITHIN =
  /(?<=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]) (?=[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])/gu;
const MARKS = /\p{M}+/gu;

/** A text without marks; a letter that Unicode does not decompose becomes the one that it is read as. */
export const plain = (text: string): string =>
  canonicalName(text.replace(SPACES, ' '))
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(SPACES_WITHIN, '')
    .replace(/[łŁøØđĐßıİ]/g, (letter) => LETTERS.get(letter) ?? letter);

const LETTERS: ReadonlyMap<string, string> = new Map(pairs('łŁøØđĐßıİ', 'lLoOdDsiI'));

/** Letters and signs that look like others: Cyrillic, Greek, small capitals, digits. A `1` is an `i` or an `l`. */
const LOOKS: ReadonlyMap<string, string> = new Map([
  ...LOOKALIKES,
  ...pairs('авгеіјкмнопрстухѕьѵԁԛԝ', 'abreijkmhonpctyxsbvdqw'),
  ...pairs('αβγεηικνορτυχω', 'abyenikvoptuxw'),
  ...pairs('ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ', 'abcdefghijklmnoprstuvwyz'),
  ...pairs('034578@$!|€', 'oeastbasile'),
]);

function pairs(from: string, to: string): [string, string][] {
  const targets = Array.from(to);
  return Array.from(from).map((letter, index) => [letter, targets[index] ?? letter]);
}

/** A text in small letters, each as the Latin one that a person takes it for. */
export const undisguise = (small: string): string =>
  Array.from(small, (letter) => LOOKS.get(letter) ?? letter).join('');
